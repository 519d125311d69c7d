"""Is access by OAuth 2.0 given, kept fresh, and given up only when X says so?"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.errors import NeedsReconnection, Refused, TryLater
from connectors.pictures import PNG, OutgoingPicture
from connectors.x.oauth2 import SCOPES
from connectors.x.oauth2_consent import CONSENT
from sandbox.media import GROUNDS, drawn
from tests.connectors.x import by_oauth2
from tests.connectors.x.by_oauth2 import CALLBACK, TOKEN_ROUTE, Kept
from tests.connectors.x.conftest import OAUTH2, OnX

TWO_HOURS = 2 * 60 * 60 + 1
AWAY = [
    {"kind": "status", "status": 503},
    {"kind": "status", "status": 403, "body": "<h1>Blocked</h1>"},
    {"kind": "status", "status": 400, "body": "Bad gateway, in its own words"},
    {"kind": "rate_limit"},
    {"kind": "reset_before"},
]


@pytest.fixture
def kept() -> Kept:
    return Kept()


def test_the_page_asks_for_what_the_desk_needs_and_gives_no_secret_away(x: OnX) -> None:
    begun = CONSENT.begin(by_oauth2.application(x.sandbox), callback=CALLBACK)

    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun.page).query).items()}
    assert asked["scope"].split() == list(SCOPES)
    assert asked["code_challenge_method"] == "S256"
    assert asked["state"] == begun.state
    assert len(begun.state) >= 43
    assert len(begun.kept["verifier"]) >= 43
    assert begun.kept["verifier"] not in begun.page
    assert begun.kept["verifier"] not in repr(begun)


def test_on_x_itself_the_person_is_sent_to_x(x: OnX) -> None:
    real = replace(by_oauth2.application(x.sandbox), address=None)
    assert CONSENT.begin(real, callback=CALLBACK).page.startswith("https://x.com/i/oauth2/")


def test_a_public_application_needs_no_secret(x: OnX) -> None:
    x.rules(client="public")
    ours = replace(by_oauth2.application(x.sandbox), secret="")
    begun = CONSENT.begin(ours, callback=CALLBACK)
    returned = by_oauth2.agreed(begun.page)
    (profile,) = CONSENT.finish(ours, callback=CALLBACK, kept=begun.kept, returned=returned)
    assert profile.handle == "MesaVerdePD"


def test_a_no_and_a_code_of_somebody_else_open_nothing(x: OnX) -> None:
    ours = by_oauth2.application(x.sandbox)
    begun = CONSENT.begin(ours, callback=CALLBACK)
    no = by_oauth2.agreed(begun.page, "deny")
    with pytest.raises(Refused, match="answered with no"):
        CONSENT.finish(ours, callback=CALLBACK, kept=begun.kept, returned=no)

    stolen, other = by_oauth2.agreed(begun.page), CONSENT.begin(ours, callback=CALLBACK)
    with pytest.raises(NeedsReconnection, match="did not accept this sign-in"):
        CONSENT.finish(ours, callback=CALLBACK, kept=other.kept, returned=stolen)


def test_too_little_granted_is_named(x: OnX) -> None:
    ours = by_oauth2.application(x.sandbox)
    begun = CONSENT.begin(ours, callback=CALLBACK)
    returned = by_oauth2.agreed(begun.page)
    granted = " ".join(scope for scope in SCOPES if not scope.startswith(("dm.", "like.")))
    body = {"access_token": "a", "refresh_token": "r", "expires_in": 7200, "scope": granted}
    x.sandbox.faults(kind="status", platform="x", route=TOKEN_ROUTE, status=200, body=body)
    with pytest.raises(Refused, match=r"did not grant dm\.read, dm\.write\. Give"):
        CONSENT.finish(ours, callback=CALLBACK, kept=begun.kept, returned=returned)


@pytest.mark.parametrize("x", [OAUTH2], indirect=True)
def test_access_is_renewed_before_it_ends(x: OnX, kept: Kept) -> None:
    first = by_oauth2.ending(x.credentials(), minutes=4)
    connector = x.connect(kept, **first)

    for _ in range(2):
        connector.fetch("mentions", since=None, at=None)

    (renewed,) = kept.stored
    assert by_oauth2.renewals(x.sandbox) == 1
    assert renewed["refresh_token"] != first["refresh_token"]
    assert renewed["expires_at"] > first["expires_at"]
    assert renewed["handle"] == "MesaVerdePD"


@pytest.mark.parametrize("x", [OAUTH2], indirect=True)
def test_access_that_x_no_longer_takes_is_renewed_once_and_the_reply_goes_out_once(
    x: OnX, kept: Kept
) -> None:
    connector = x.connect(kept)
    asked = x.mention("@MesaVerdePD open?")
    x.sandbox.advance(TWO_HOURS)

    receipt = connector.send(x.reply(asked, "Yes, it is."))

    assert x.saying(receipt.external_id)["parent_id"] == asked
    tried = x.sandbox.journal(path="/2/tweets", method="POST")
    assert [entry["status"] for entry in tried] == [401, 201]
    assert len(kept.stored) == 1


@pytest.mark.parametrize("x", [OAUTH2], indirect=True)
def test_access_that_is_renewed_in_vain_has_ended(x: OnX, kept: Kept) -> None:
    connector = x.connect(kept)
    x.sandbox.faults(kind="revoked_token", platform="x", route="*/mentions", count=2)
    with pytest.raises(NeedsReconnection):
        connector.fetch("mentions", since=None, at=None)
    assert len(kept.stored) == 1


@pytest.mark.parametrize("x", [OAUTH2], indirect=True)
@pytest.mark.parametrize("fault", AWAY)
def test_while_x_renews_nothing_the_old_access_serves_to_its_end(
    x: OnX, kept: Kept, fault: dict[str, object]
) -> None:
    good = x.connect(kept, **by_oauth2.ending(x.credentials(), minutes=4))
    ended = x.connect(kept, **by_oauth2.ending(x.credentials(), minutes=-1))
    x.sandbox.faults({"platform": "x", "route": TOKEN_ROUTE, "count": None, **fault})

    for _ in range(2):
        good.fetch("mentions", since=None, at=None)
    with pytest.raises(TryLater):
        ended.fetch("mentions", since=None, at=None)

    assert by_oauth2.renewals(x.sandbox) == 2
    assert not kept.stored


@pytest.mark.parametrize("x", [OAUTH2], indirect=True)
@pytest.mark.parametrize("kind", ["html", "truncated", "reset_after"])
def test_a_renewal_whose_answer_is_lost_is_asked_for_again_and_then_named(
    x: OnX, kept: Kept, kind: str
) -> None:
    connector = x.connect(kept, **by_oauth2.ending(x.credentials(), minutes=-1))
    x.sandbox.faults(kind=kind, platform="x", route=TOKEN_ROUTE)

    with pytest.raises(TryLater):
        connector.fetch("mentions", since=None, at=None)
    with pytest.raises(NeedsReconnection, match="no longer renews"):
        connector.fetch("mentions", since=None, at=None)


@pytest.mark.parametrize("x", [OAUTH2], indirect=True)
@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": "invalid_grant"}, r"no longer renews this account's access \(invalid_grant\)"),
        ({"title": "Invalid Request"}, r"no longer renews this account's access\."),
        ({"error": "<b>"}, r"no longer renews this account's access\."),
        ({"error": "invalid_client"}, "client id and secret"),
    ],
)
def test_a_refused_renewal_is_said_in_words(
    x: OnX, kept: Kept, body: dict[str, str], words: str
) -> None:
    connector = x.connect(kept, **by_oauth2.ending(x.credentials(), minutes=4))
    x.sandbox.faults(kind="status", platform="x", route=TOKEN_ROUTE, status=400, body=body)
    with pytest.raises(NeedsReconnection, match=words):
        connector.fetch("mentions", since=None, at=None)


@pytest.mark.parametrize("x", [OAUTH2], indirect=True)
@pytest.mark.parametrize("lasts", [None, "soon", 0, -5, 10**30])
def test_no_odd_field_loses_what_x_handed_out(x: OnX, kept: Kept, lasts: object) -> None:
    first = by_oauth2.ending(x.credentials(), minutes=4)
    connector = x.connect(kept, **first)
    body = {"access_token": "unknown", "expires_in": lasts}
    x.sandbox.faults(kind="status", platform="x", route=TOKEN_ROUTE, status=200, body=body)

    connector.fetch("mentions", since=None, at=None)

    assert kept.stored[0]["access_token"] == "unknown"
    assert kept.stored[0]["refresh_token"] == first["refresh_token"]
    assert kept.stored[0]["expires_at"] > first["expires_at"]
    assert len(kept.stored) == 2


def test_both_sign_ins_serve_side_by_side(x: OnX) -> None:
    by_keys = x.connector
    other = x.connect(None, **by_oauth2.connected(x.sandbox).credentials)
    said = x.mention("@MesaVerdePD hello")
    for connector in (by_keys, other):
        page = connector.fetch("mentions", since=None, at=None)
        assert [item.external_id for item in page.items] == [said]


@pytest.mark.parametrize("x", [OAUTH2], indirect=True)
def test_a_picture_goes_out_by_this_access_too(x: OnX, kept: Kept) -> None:
    connector = x.connect(kept)
    asked = x.mention("@MesaVerdePD which road?")
    picture = OutgoingPicture(body=drawn(GROUNDS["car"]), media_type=PNG, description="This one")

    receipt = connector.send(connector.upload(x.reply(asked, "See.", picture=picture)))

    assert x.saying(receipt.external_id)["extra"]["attachment"]["title"] == "This one"

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from connectors.base import Access
from connectors.errors import (
    ConnectorError,
    NeedsReconnection,
    OutcomeUnknown,
    Refused,
    TryLater,
)
from connectors.words import Audience
from connectors.x.connector import XConnector
from connectors.x.errors import NotSummoned
from tests.connectors.x.conftest import OAUTH2, OnX, by_either_sign_in

TEXT = "Yes, it is open. See mesaverde.gov/roads — thank you 👍🏽"


@by_either_sign_in
def test_a_public_reply_stands_below_the_post_it_answers(x: OnX) -> None:
    asked = x.mention("@MesaVerdePD open?")
    receipt = x.connector.send(x.reply(asked, TEXT))
    answer = x.saying(receipt.external_id)
    assert (answer["parent_id"], answer["text"]) == (asked, TEXT)
    assert answer["from_department"]
    assert abs(receipt.accepted_at - datetime.now(UTC)) < timedelta(seconds=10)


@by_either_sign_in
def test_a_private_reply_to_a_mention_is_a_direct_message(x: OnX) -> None:
    asked = x.mention("@MesaVerdePD my address is ...")
    receipt = x.connector.send(x.reply(asked, "Let us talk here.", audience=Audience.PRIVATE))
    assert x.saying(receipt.external_id)["kind"] == "direct_message"


@by_either_sign_in
def test_a_direct_message_joins_its_thread(x: OnX) -> None:
    asked = x.message("hello")
    receipt = x.connector.send(x.reply(asked, "a" * 10_000))
    assert x.saying(receipt.external_id)["thread_id"] == x.saying(asked)["thread_id"]


def test_what_we_sent_comes_back_once_as_ours(x: OnX) -> None:
    asked = x.mention("@MesaVerdePD open?")
    receipt = x.connector.send(x.reply(asked, TEXT))
    shown = [i for i in x.walk("own_posts") if i.external_id == receipt.external_id]
    assert [(i.sent_at, i.text) for i in shown] == [(receipt.accepted_at, TEXT)]


@by_either_sign_in
@pytest.mark.parametrize("say", ["mention", "message"])
@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "reset_after"},
        {"kind": "error_after_write", "status": 503},
        {"kind": "html"},
        {"kind": "truncated"},
    ],
)
def test_a_lost_answer_leaves_the_outcome_open_and_the_reply_can_be_found(
    x: OnX, say: str, fault: dict[str, object]
) -> None:
    asked = getattr(x, say)("@MesaVerdePD open?")
    reply = x.reply(asked, TEXT)
    x.sandbox.faults({"platform": "x", "method": "POST", **fault})
    with pytest.raises(OutcomeUnknown):
        x.connector.send(reply)
    assert x.posts_arrived() == 1
    found = x.connector.find_sent(reply)
    assert found is not None
    assert x.saying(found.external_id)["text"] == TEXT


def test_an_answer_that_never_comes_leaves_the_outcome_open(x: OnX) -> None:
    reply = x.reply(x.mention("@MesaVerdePD open?"), TEXT)
    x.sandbox.faults(kind="reset_before", platform="x", method="POST")
    with pytest.raises(OutcomeUnknown):
        x.connector.send(reply)
    assert x.connector.find_sent(reply) is None


@pytest.mark.parametrize("say", ["mention", "message"])
def test_what_was_never_sent_is_certainly_not_found(x: OnX, say: str) -> None:
    asked = getattr(x, say)("@MesaVerdePD open?")
    x.connector.send(x.reply(asked, "Something else."))
    assert x.connector.find_sent(x.reply(asked, TEXT)) is None


def test_the_same_words_to_somebody_else_are_not_ours_to_this_person(x: OnX) -> None:
    jane, bob = x.mention("@MesaVerdePD open?"), x.mention("@MesaVerdePD open?", author="Bob")
    x.connector.send(x.reply(bob, TEXT))
    assert x.connector.find_sent(x.reply(jane, TEXT)) is None


def test_the_same_words_from_long_before_are_another_reply(x: OnX) -> None:
    asked = x.message("hello", seconds_ago=9000)
    thread = x.saying(asked)["thread_id"]
    x.message(TEXT, thread=thread, as_department=True, seconds_ago=8000)
    assert x.connector.find_sent(x.reply(asked, TEXT)) is None
    earlier = datetime.now(UTC) - timedelta(seconds=8030)
    assert x.connector.find_sent(x.reply(asked, TEXT, attempted_at=earlier)) is not None


@pytest.mark.parametrize("say", ["mention", "message"])
def test_a_reply_is_found_though_our_clock_is_ahead(x: OnX, say: str) -> None:
    asked = getattr(x, say)("@MesaVerdePD open?")
    ahead = {"attempted_at": datetime.now(UTC) + timedelta(minutes=10)}
    reply = x.reply(asked, TEXT, **ahead, attempted_ago=timedelta(seconds=1))

    receipt = x.connector.send(reply)

    assert x.connector.find_sent(reply) == receipt


def test_a_reply_to_an_edited_post_is_found(x: OnX) -> None:
    asked = x.mention("@MesaVerdePD opne?")
    edited = x.sandbox.edit(asked, "@MesaVerdePD open?")
    reply = x.reply(edited, TEXT, reply_to=asked)
    receipt = x.connector.send(reply)
    assert x.connector.find_sent(reply) == receipt


def test_a_look_that_fails_is_no_answer(x: OnX) -> None:
    asked = x.mention("@MesaVerdePD open?")
    x.sandbox.faults(kind="status", platform="x", status=503)
    with pytest.raises(TryLater):
        x.connector.find_sent(x.reply(asked, TEXT))


@by_either_sign_in
@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        ({"kind": "rate_limit"}, TryLater),
        ({"kind": "revoked_token"}, NeedsReconnection),
        ({"kind": "status", "status": 400, "body": {"detail": "No."}}, Refused),
        ({"kind": "status", "status": 403, "body": [1, 2]}, Refused),
        ({"kind": "status", "status": 404, "body": "not json"}, Refused),
        ({"kind": "status", "status": 403, "body": {"errors": [{"message": "No."}]}}, Refused),
        ({"kind": "status", "status": 403, "body": {"errors": None}}, Refused),
        ({"kind": "status", "status": 429, "body": []}, TryLater),
        ({"kind": "status", "status": 500}, OutcomeUnknown),
        ({"kind": "status", "status": 201, "body": {"data": {}}}, OutcomeUnknown),
        ({"kind": "status", "status": 201, "body": [1]}, OutcomeUnknown),
    ],
)
def test_every_refusal_says_what_happens_next(
    x: OnX, fault: dict[str, object], meaning: type[ConnectorError]
) -> None:
    asked = x.mention("@MesaVerdePD open?")
    x.sandbox.faults({"platform": "x", "method": "POST", **fault})
    with pytest.raises(meaning):
        x.connector.send(x.reply(asked, TEXT))
    assert x.posts_arrived() == 1


@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        ({"kind": "rate_limit"}, TryLater),
        ({"kind": "revoked_token"}, NeedsReconnection),
        ({"kind": "status", "status": 403, "body": [1]}, Refused),
        ({"kind": "status", "status": 503}, TryLater),
        ({"kind": "reset_before"}, TryLater),
        ({"kind": "reset_after"}, TryLater),
        ({"kind": "html"}, TryLater),
        ({"kind": "truncated"}, TryLater),
        ({"kind": "status", "status": 200, "body": [1]}, TryLater),
    ],
)
@pytest.mark.parametrize("stream", ["mentions", "own_posts", "messages"])
def test_every_failed_read_says_what_happens_next(
    x: OnX, stream: str, fault: dict[str, object], meaning: type[ConnectorError]
) -> None:
    x.sandbox.faults({"platform": "x", **fault})
    with pytest.raises(meaning):
        x.fetch(stream)


def test_a_limit_without_a_header_is_waited_out_for_a_minute(x: OnX) -> None:
    x.sandbox.faults(kind="status", platform="x", status=429)
    with pytest.raises(TryLater) as limited:
        x.fetch("mentions")
    assert limited.value.retry_at is not None
    wait = limited.value.retry_at - datetime.now(UTC)
    assert timedelta(seconds=50) < wait <= timedelta(seconds=60)


def test_the_limit_of_posts_names_the_time_it_ends(x: OnX) -> None:
    x.sandbox.limits("real")
    asked = x.mention("@MesaVerdePD open?")
    for turn in range(100):
        x.connector.send(x.reply(asked, f"answer {turn}"))
    with pytest.raises(TryLater) as limited:
        x.connector.send(x.reply(asked, TEXT))
    assert limited.value.retry_at is not None
    assert limited.value.retry_at > datetime.now(UTC)


def test_x_that_can_not_be_reached_has_done_nothing(x: OnX, unused_address: str) -> None:
    asked = x.mention("@MesaVerdePD open?")
    access = Access(external_id=x.me["id"], credentials=x.credentials(), address=unused_address)
    with pytest.raises(TryLater, match="could not be reached"):
        XConnector(access).send(x.reply(asked, TEXT))


def test_a_duplicate_is_refused_in_xs_words(x: OnX) -> None:
    asked = x.mention("@MesaVerdePD open?")
    x.connector.send(x.reply(asked, TEXT))
    with pytest.raises(Refused, match="duplicate content"):
        x.connector.send(x.reply(asked, TEXT))


def test_who_did_not_name_us_can_only_be_answered_on_x(x: OnX) -> None:
    x.rules(summons="explicit")
    plain = x.mention("why?", post=x.publish("Road closed"))
    with pytest.raises(NotSummoned, match="Open it on X"):
        x.connector.send(x.reply(plain, TEXT))
    named = x.mention("@mesaverdepd why?")
    assert x.connector.send(x.reply(named, TEXT))


@pytest.mark.parametrize("dialect", ["tweet", "post"])
def test_refusals_read_well_in_both_dialects(x: OnX, dialect: str) -> None:
    x.rules(dialect=dialect, summons="explicit")
    plain = x.mention("why?", post=x.publish("Road closed"))
    with pytest.raises(NotSummoned):
        x.connector.send(x.reply(plain, TEXT))
    x.sandbox.remove(plain)
    with pytest.raises(Refused, match="deleted or not visible"):
        x.connector.send(x.reply(plain, TEXT))


@pytest.mark.parametrize("text", ["x" * 281, "half \ud83d", "   "])
def test_a_text_x_does_not_take_is_refused(x: OnX, text: str) -> None:
    asked = x.mention("@MesaVerdePD open?")
    with pytest.raises(Refused):
        x.connector.send(x.reply(asked, text))


@by_either_sign_in
def test_tokens_that_were_revoked_ask_for_a_new_connection(x: OnX) -> None:
    x.sandbox.revoke("x")
    with pytest.raises(NeedsReconnection):
        x.fetch("mentions")


@pytest.mark.parametrize("wrong", ["consumer_secret", "access_token_secret", "access_token"])
def test_a_signature_by_anybody_else_is_not_accepted(x: OnX, wrong: str) -> None:
    stranger = x.connect(**{wrong: "guessed"})
    with pytest.raises(NeedsReconnection):
        stranger.fetch("mentions", since=None, at=None)


@by_either_sign_in
def test_no_credential_is_shown_in_a_repr_a_log_or_the_journal(
    x: OnX, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    credentials = x.credentials()
    connector = x.connect(**credentials)
    connector.send(x.reply(x.mention("@MesaVerdePD open?"), TEXT))
    shown = [
        repr(Access(external_id="1", credentials=credentials)),
        repr(vars(connector)),
        repr(x.sandbox.journal()),
        caplog.text,
    ]
    # By OAuth 1.0a the token itself is a name, which every call tells; its secret never leaves.
    opening = {"access_token", "refresh_token"} if x.sign_in == OAUTH2 else {"access_token_secret"}
    for name in opening:
        assert not [one for one in shown if credentials[name] in one], name

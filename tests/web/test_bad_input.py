"""What becomes of what nobody sends by accident?"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from inbox import tokens
from inbox.models import AuditEvent, OpenSignIn, Tag, User
from inbox.runtime import Runtime
from inbox.vault import SealBroken, Vault
from tests import houses
from tests.database_copies import Database, copied, template
from tests.factories import hostile
from tests.factories.making import PASSWORD, Make
from tests.house import sources
from tests.web.conftest import Person

OVER_TLS = "https://localhost"


@pytest.fixture
def committed_database(run_folder: Path) -> Iterator[Database]:
    """One kind is enough: nothing here depends on the database."""
    with copied(template("sqlite", run_folder)) as database:
        yield database


def test_what_was_encoded_twice_is_decoded_once(ana: Person) -> None:
    assert 'value="%3Cb%3E"' in ana.get("/search?q=%253Cb%253E").text


def test_no_words_become_a_header(app: Flask, make: Make) -> None:
    browser, split = app.test_client(), "/a\r\nSet-Cookie: stolen=1"
    given = {"email": make.user().email, "password": PASSWORD, "next": split}

    answers = (
        browser.post("/sign-in", data=given),
        browser.get("/one-time/a%0d%0aSet-Cookie:stolen=1"),
    )

    for answer in answers:
        assert not any(one.startswith("stolen") for one in answer.headers.getlist("Set-Cookie"))
        assert "\n" not in str(answer.location)


@pytest.mark.parametrize(
    "path",
    [
        "/desk/open",
        "/sign-in",
        "/nowhere",
        "/healthz",
        "/static/none.js",
        "/manifest.webmanifest",
        "/api/v1/openapi.json",
        "/api/v1/conversations",
        "/reports/table.csv",
        "/attachments/9",
    ],
)
def test_every_answer_says_what_it_is_and_who_may_load_it(ana: Person, path: str) -> None:
    headers = ana.proven().get(path).headers

    kind = headers["Content-Type"]
    assert not kind.startswith("text/") or "charset=utf-8" in kind
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert [name for name in headers.keys() if name.startswith("Access-Control")] == []  # noqa: SIM118 - headers are pairs
    assert "static" in path or headers["Cache-Control"] == "no-store"


def test_over_tls_cookies_are_called_so_that_no_neighbour_can_set_them(
    app: Flask, make: Make
) -> None:
    browser, user = app.test_client(), make.user()
    given = {"email": user.email, "password": PASSWORD}

    came = browser.post("/sign-in", data=given, base_url=OVER_TLS)
    chose = browser.post("/settings/theme", data={"theme": "dark"}, base_url=OVER_TLS)
    link = browser.get("/one-time/anything", base_url=OVER_TLS)

    for answer, name in (
        (came, "__Host-hearback="),
        (chose, "__Host-hearback_theme_"),
        (link, "__Secure-hearback_link="),
    ):
        (cookie,) = answer.headers.getlist("Set-Cookie")
        assert cookie.startswith(name)
        assert all(one in cookie for one in ("Secure", "HttpOnly", "SameSite=Lax"))
        assert "Domain" not in cookie
    assert browser.get("/desk/open", base_url=OVER_TLS).status_code == HTTPStatus.OK
    neighbour = app.test_client()
    neighbour.set_cookie("hearback", came.headers["Set-Cookie"].split("=", 1)[1].split(";")[0])
    assert neighbour.get("/desk/open", base_url=OVER_TLS).location.startswith("/sign-in")


@pytest.mark.parametrize("came_from", hostile.ADDRESSES)
def test_no_address_leads_to_another_site(ana: Person, came_from: str) -> None:
    answer = ana.browser.post("/settings/theme", headers={"Referer": came_from})
    missing = ana.browser.get("/nowhere", headers={"Referer": came_from})

    assert answer.location in ("/", "/desk/open")
    assert re.search(r'href="(/|/desk/open)"', missing.text)
    assert "example.invalid" not in missing.text


def test_an_origin_that_cannot_be_read_is_another_site(ana: Person) -> None:
    for origin in ("http://[::1", "http://ex\u2100mple.invalid"):
        headers = {"Origin": origin.encode().decode("latin-1")}
        assert ana.browser.post("/settings/theme", headers=headers).status_code == 403


def test_a_token_in_an_address_opens_nothing_and_is_not_written_down(
    app: Flask, make: Make, runtime: Runtime, caplog: pytest.LogCaptureFixture
) -> None:
    user = make.user()
    with runtime.writing() as session:
        secret = tokens.issue(session, session.get_one(User, user.id), "a test")
    browser = app.test_client()

    with caplog.at_level(logging.INFO):
        for name in ("access_token", "token", "authorization", "api_key"):
            refused = browser.get(f"/api/v1/conversations?{name}={secret}")
            assert refused.status_code == HTTPStatus.UNAUTHORIZED

    assert secret not in caplog.text
    with runtime.reading() as session:
        kept = session.scalars(select(AuditEvent)).all()
    assert [one for one in kept if secret in f"{one.object_name} {one.detail}"] == []


def test_every_field_for_a_password_is_masked_and_left_to_managers() -> None:
    pages = (sources.ROOT / "web/templates").rglob("*.html")
    fields = [
        one for page in pages for one in re.findall(r"<input[^>]*password[^>]*>", page.read_text())
    ]

    assert len(fields) > 5
    for field in fields:
        assert 'type="password"' in field
        assert "onpaste" not in field
    scripts = (sources.ROOT / "web/static/js").rglob("*.ts")
    assert [one for one in scripts if re.search(r"""["']paste["']""", one.read_text())] == []


def test_a_password_counts_as_it_was_typed(app: Flask, make: Make) -> None:
    long = "  Juniper bridge ÿ closes at nine, they said; " + "and again " * 12
    user = make.user(password=long)

    def comes_in(password: str) -> bool:
        given = {"email": user.email, "password": password}
        return app.test_client().post("/sign-in", data=given).status_code == HTTPStatus.SEE_OTHER

    assert not comes_in(long.strip())
    assert not comes_in(long.lower())
    assert not comes_in(long[:-1])
    assert comes_in(long)


def test_each_sign_in_has_a_new_key_that_nobody_guesses(
    app: Flask, make: Make, runtime: Runtime
) -> None:
    browser, user = app.test_client(), make.user()
    given = {"email": user.email, "password": PASSWORD}
    keys = []
    for _ in range(2):
        browser.post("/sign-in", data=given)
        with browser.session_transaction() as cookie:
            keys.append(cookie["key"])

    # 256 random bits in base64.
    assert len(set(keys)) == 2
    assert [len(one) for one in keys] == [43, 43]
    with runtime.reading() as session:
        open_ones = set(session.scalars(select(OpenSignIn.digest)))
    assert open_ones == {hashlib.sha256(keys[-1].encode()).digest()}


@pytest.mark.parametrize("path", ["/desk/open", "/reports", "/security", "/password", "/tokens"])
def test_every_page_offers_to_sign_out(ana: Person, path: str) -> None:
    assert 'action="/sign-out"' in ana.get(path).text


def test_a_guessed_number_opens_nothing_of_somebody_elses(
    ana: Person, ben: Person, make: Make, runtime: Runtime
) -> None:
    number = make.conversation().id
    ben.proven().post("/tokens", name="Ben's", scope="read", days="30")
    ben.post(f"/conversations/{number}/drafts", text="Ben's words", audience="public", edition="a")

    assert ana.proven().post("/tokens/1/revocation").status_code == HTTPStatus.NOT_FOUND
    assert "Ben's words" not in ana.get(f"/conversations/{number}/drafts").text
    with runtime.reading() as session:
        assert tokens.issued(session)[0].revoked_at is None


def test_a_cookie_that_was_changed_or_signed_by_others_is_none(app: Flask, ana: Person) -> None:
    ours = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # ours signs
    stranger = Flask("stranger")
    stranger.secret_key = "another key"
    others = SecureCookieSessionInterface().get_signing_serializer(stranger)
    former = SecureCookieSessionInterface().get_signing_serializer(app)
    assert others
    assert former
    good = ours.dumps({"user_id": ana.user.id})

    def opens(cookie: str) -> bool:
        browser = app.test_client()
        browser.set_cookie("hearback", cookie)
        return browser.get("/desk/open").status_code == HTTPStatus.OK

    assert opens(good)
    assert not opens(good[:-2])
    assert not opens("f" + good[1:])
    assert not opens(good.rpartition(".")[0] + ".")
    assert not opens(others.dumps({"user_id": ana.user.id}))
    # SHA-1, by our own key.
    assert not opens(former.dumps({"user_id": ana.user.id}))


def test_what_is_sealed_is_refused_when_a_byte_was_changed() -> None:
    vault = Vault((houses.new_key(),))
    sealed = bytearray(vault.seal({"token": "a token"}))
    sealed[40] ^= 1

    with pytest.raises(SealBroken):
        vault.open(bytes(sealed))


def _written(*words: str) -> list[str]:
    found = re.compile("|".join(words), re.IGNORECASE)
    modules = sources.modules("web", "inbox", "connectors", "hearback")
    return [str(file) for file in modules if found.search(Path(file).read_text())]


def test_no_old_hash_is_used() -> None:
    # X signs by HMAC-SHA1 and authenticators count by it; both are theirs, in their libraries.
    assert _written(r"hashlib\.(md5|sha1)\b", r"[\"'](md5|sha1)[\"']") == []


def test_no_code_turns_off_the_judging_of_certificates() -> None:
    assert (
        _written(r"verify\s*=\s*False", "CERT_NONE", "_create_unverified", "check_hostname") == []
    )


def test_folders_are_not_listed_and_requests_are_not_echoed(ana: Person) -> None:
    for path in (
        "/static/",
        "/static/dist/",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/.git/config",
    ):
        assert ana.get(path).status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.PERMANENT_REDIRECT)
    for method in ("TRACE", "TRACK", "CONNECT", "DEBUG"):
        assert (
            ana.browser.open("/desk/open", method=method).status_code
            == HTTPStatus.METHOD_NOT_ALLOWED
        )


def test_what_stands_in_the_address_is_no_field_of_a_form(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    number = make.conversation().id

    assert ana.post(f"/conversations/{number}/taggings?name=roads").status_code == 422
    with runtime.reading() as session:
        assert session.scalars(select(Tag)).all() == []

"""Does everybody read, before they sign in, what the department has to say to them?"""

from __future__ import annotations

import json
import re
from http import HTTPStatus

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from inbox import admission, second_step, use_notice
from inbox.models import AuditEvent, Role
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import PASSWORD, Make
from tests.web.conftest import Person, SignIn
from tests.web.test_hostile_text import HOSTILE, Tags

SPANISH = {"Accept-Language": "es"}
OWN = "Property of the City.\nYou are watched."


@pytest.fixture
def alex(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Alex Reyes", role=Role.ADMINISTRATOR)).proven()


def _notice(page: str) -> str:
    found = re.search(r'<div class="gate-notice-words"[^>]*>(.*?)</div>', page, re.DOTALL)
    return found[1] if found else ""


def _accepted(runtime: Runtime) -> str:
    signed_in = select(AuditEvent.detail).where(AuditEvent.what == "sign_in.succeeded")
    with runtime.reading() as session:
        newest = session.scalars(signed_in.order_by(AuditEvent.id.desc()).limit(1)).one()
    mark: str = json.loads(newest)["notice"]
    return mark


def test_it_is_there_from_the_beginning_in_the_readers_language(app: Flask) -> None:
    browser = app.test_client()

    english = browser.get("/sign-in").text
    for words in ("authorized staff", "monitored", "prohibited", "punished", "consent"):
        assert words in _notice(english)
    assert "By signing in you accept this." in english
    spanish = browser.get("/sign-in", headers=SPANISH).text
    assert "personal autorizado" in _notice(spanish)


def test_it_stays_until_somebody_is_in(
    app: Flask, make: Make, clock: SetClock, alex: Person, runtime: Runtime
) -> None:
    alex.post("/use-notice", **{"words-en": OWN, "words-es": "Suyo."})
    ana = make.user()
    with runtime.writing() as session:
        secret = pyotp.TOTP(second_step.begin(session, ana))
    admission.set_up_second(runtime, ana.id, secret.at(clock.now()))
    clock.advance(minutes=1)
    browser = app.test_client()

    assert _notice(browser.get("/sign-in").text) == OWN
    wrong = browser.post("/sign-in", data={"email": ana.email, "password": "not it at all"})
    assert _notice(wrong.text) == OWN
    browser.post("/sign-in", data={"email": ana.email, "password": PASSWORD})
    assert _notice(browser.get("/sign-in/code").text) == OWN
    browser.post("/sign-in/code", data={"code": secret.at(clock.now())})

    assert _notice(browser.get("/desk/open").text) == ""
    assert _accepted(runtime) == use_notice.Notice(words=OWN).mark


def test_an_administrator_sets_it_in_each_language_and_it_is_on_the_record(
    app: Flask, alex: Person, runtime: Runtime
) -> None:
    assert 'href="/use-notice"' in alex.get("/people").text
    alex.post("/use-notice", **{"words-en": OWN, "words-es": "Propiedad de la Ciudad."})

    page = alex.get("/use-notice").text
    assert f">{OWN}</textarea>" in page
    assert "Alex Reyes" in page
    browser = app.test_client()
    assert _notice(browser.get("/sign-in", headers=SPANISH).text) == "Propiedad de la Ciudad."
    with runtime.reading() as session:
        kept = session.scalars(select(AuditEvent).where(AuditEvent.what == "setting.use_notice"))
        said = [(row.object_name, json.loads(row.detail)["words"]) for row in kept]
    assert said == [("en", OWN), ("es", "Propiedad de la Ciudad.")]

    alex.post("/use-notice", **{"words-en": OWN, "words-es": ""})
    only = browser.get("/sign-in", headers=SPANISH).text
    assert _notice(only) == OWN
    assert 'lang="en" dir="auto"' in only
    alex.post("/use-notice", **{"words-en": "  ", "words-es": ""})
    assert "authorized staff" in _notice(browser.get("/sign-in").text)


def test_hostile_words_are_words(app: Flask, alex: Person) -> None:
    hostile = HOSTILE.replace("\ud800", "")
    alex.post("/use-notice", **{"words-en": hostile, "words-es": hostile})

    browser = app.test_client()
    for page in (browser.get("/sign-in").text, alex.get("/use-notice").text):
        tags = Tags()
        tags.feed(page)
        assert not tags.acting
        assert "&lt;script&gt;obeyed()&lt;/script&gt;" in _notice(page)
        assert '<span class="ctl">RLO</span>' in _notice(page)


def test_too_much_is_refused_whole_and_what_was_typed_stays(app: Flask, alex: Person) -> None:
    long = "x" * (use_notice.LONGEST + 1)

    refused = alex.post("/use-notice", **{"words-en": OWN, "words-es": long})

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "4000 characters at most" in refused.text
    assert f">{OWN}</textarea>" in refused.text
    assert OWN not in app.test_client().get("/sign-in").text


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.ADMINISTRATOR])
def test_nobody_else_sets_it(make: Make, sign_in: SignIn, role: Role) -> None:
    somebody = sign_in(make.user(role=role)).proven()

    refused = somebody.post("/use-notice", **{"words-en": "Come in"})

    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert somebody.get("/use-notice").status_code == HTTPStatus.FORBIDDEN

"""Can each person read the desk in their own language?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask, session

from connectors.pages import Author
from inbox.models import User
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person
from web import formatting, languages, serving

SPANISH = {"Accept-Language": "es-MX,es;q=0.9"}


@pytest.fixture
def spanish(ana: Person) -> Person:
    ana.post("/settings/language", language="es")
    return ana


def test_a_language_is_chosen_in_the_menu_and_kept_with_the_person(
    app: Flask, ana: Person, runtime: Runtime
) -> None:
    answer = ana.post("/settings/language", came_from="/desk/mine", language="es")

    assert (answer.status_code, answer.location) == (HTTPStatus.SEE_OTHER, "/desk/mine")
    with runtime.reading() as reading:
        assert reading.get_one(User, ana.user.id).language == "es"
    page = Person(app, ana.user).get("/desk/open").text
    assert '<html lang="es"' in page
    assert "Sin asignar" in page
    assert 'value="es" lang="es" aria-pressed="true"' in page


def test_the_choice_of_a_person_is_stronger_than_their_browser(spanish: Person) -> None:
    english = {"Accept-Language": "en-US"}

    assert '<html lang="es"' in spanish.get("/desk/open", **english).text


def test_what_is_said_after_a_failed_write_is_still_in_the_language_of_the_person(
    app: Flask, spanish: Person
) -> None:
    with app.test_request_context("/desk/open"):
        session["user_id"] = spanish.user.id
        with serving.open_session(only_reads=True):
            app.view_functions["reports.index"].access_rule.admit()  # type: ignore[attr-defined]  # set by the decorators
            serving.session().rollback()

        assert languages.language() == "es"


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("es-MX,es;q=0.9,en;q=0.5", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("fr", "en"),
        ("", "en"),
    ],
)
def test_until_somebody_chooses_their_browser_decides(
    app: Flask, asked: str, language: str
) -> None:
    page = app.test_client().get("/sign-in", headers={"Accept-Language": asked}).text

    assert f'<html lang="{language}"' in page
    assert ("Iniciar sesión" in page) == (language == "es")


def test_a_language_that_the_desk_does_not_speak_is_refused(ana: Person) -> None:
    answer = ana.post("/settings/language", language="tlh")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_what_residents_wrote_is_never_translated(spanish: Person, make: Make) -> None:
    conversation = make.conversation(
        text="Urgent! Open the Desk", author=Author(external_id="r-1", name="Resolved")
    )

    page = spanish.get(f"/desk/open/{conversation.id}").text

    assert "Urgent! Open the Desk" in page
    assert "<bdi>Resolved</bdi>" in page


def test_a_hostile_name_inside_a_translated_sentence_stays_words(
    spanish: Person, make: Make
) -> None:
    make.conversation(
        text="Hello", author=Author(external_id="r-1", name="<b>{evil} %(x)s</b>\u202e")
    )
    conversation = make.conversation(
        text="Hola", author=Author(external_id="r-1", name="<img src=x>%s {0} {count}")
    )

    page = spanish.get(f"/desk/open/{conversation.id}").text

    assert "&lt;img src=x&gt;%s {0} {count}</bdi> todavía espera." in page
    assert "<img src=x>" not in page
    assert "<b>{evil}" not in page


def test_an_error_is_told_to_a_person_in_their_language_and_to_a_program_in_english(
    spanish: Person,
) -> None:
    page = spanish.get("/desk/open/99999").text
    told = spanish.get("/desk/open/99999", Accept="application/json").json

    assert "No existe la conversación 99999." in page
    assert "Aquí no hay nada" in page
    assert told["detail"] == "There is no conversation 99999."
    assert told["title"] == "There is nothing here"


def test_a_refusal_that_stands_beside_a_field_is_told_in_their_language(
    spanish: Person, make: Make
) -> None:
    conversation = make.conversation()

    answer = spanish.reply(conversation.id, "x" * 9000)

    assert "Acórtelo en 1,000." in answer.text


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Instagram could not be reached.", "No se pudo llegar a Instagram."),
        ("It was tried 7 times and never arrived.", "Se intentó 7 veces y nunca llegó."),
        (
            "It could not be looked for: X could not be reached.",
            "No se pudo buscar: No se pudo llegar a X.",
        ),
        ("Their own words", "Their own words"),
        ("", ""),
    ],
)
def test_a_reason_that_was_written_down_is_found_again_by_its_template(
    app: Flask, written: str, told: str
) -> None:
    with app.test_request_context(), languages.reading_in("es"):
        assert languages.recalled(written) == told


def test_one_and_many_have_forms_of_their_own(app: Flask) -> None:
    with app.test_request_context(), languages.reading_in("es"):
        told = [languages.say_many("{count} message", "{count} messages", one) for one in (0, 1, 2)]

    assert told == ["0 mensajes", "1 mensaje", "2 mensajes"]


def test_days_spans_and_figures_are_written_as_each_language_does(app: Flask) -> None:
    moment = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)

    def written(language: str) -> list[str]:
        with app.test_request_context(), languages.reading_in(language):
            return [
                formatting.clock_time(moment),
                formatting.day(moment.date()),
                formatting.span(timedelta(hours=3, minutes=5)),
                formatting.figure(1234567),
                formatting.age(datetime.now(UTC) - timedelta(minutes=5, seconds=1)),
            ]

    assert written("en") == ["Nov 3, 14:05 UTC", "Nov 3, 2026", "3h 5m", "1,234,567", "5m ago"]
    assert written("es") == [
        "3 nov, 14:05 UTC",
        "3 nov 2026",
        "3 h 5 min",
        "1,234,567",
        "hace 5 min",
    ]


def test_a_filter_is_said_in_their_language(spanish: Person) -> None:
    page = spanish.get("/desk/filter?priority=urgent&waiting=1h").text

    assert "espera 1 hora o más" in page
    assert "Urgente" in page


PAGES = (
    "/desk/open",
    "/desk/mine",
    "/filter",
    "/search",
    "/search?q=road",
    "/reports",
    "/reports/waits",
    "/reports/messages",
    "/accounts",
    "/canned-responses",
    "/canned-responses/new",
    "/notifications",
    "/shift",
    "/teams",
)


@pytest.mark.parametrize("path", PAGES)
def test_no_sentence_of_a_spanish_page_is_english(spanish: Person, make: Make, path: str) -> None:
    make.conversation(text="Hola")

    page = spanish.get(path)

    assert page.status_code == HTTPStatus.OK
    assert [one for one in sentences(page.text) if is_english(one)] == []


def sentences(page: str) -> list[str]:
    page = re.sub(r"<(script|style|svg|code|dt)\b.*?</\1>", "", page, flags=re.DOTALL)
    return [one.strip() for one in re.split(r"<[^>]*>", page) if len(one.split()) > 1]


def is_english(sentence: str) -> bool:
    known = Path(languages.CATALOGUES, "es/LC_MESSAGES/messages.po").read_text(encoding="utf-8")
    return f'msgid "{sentence}"' in known and f'msgstr "{sentence}"' not in known

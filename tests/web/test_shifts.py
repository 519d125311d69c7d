"""Can a person end a shift in the browser, and be seen to be away?"""

from __future__ import annotations

from http import HTTPStatus

from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person
from tests.web.test_handling import _now


def claimed(ana: Person, make: Make) -> int:
    made = make.conversation()
    ana.post(f"/conversations/{made.id}/assignment")
    return made.id


def test_a_shift_ends_with_everything_in_other_hands_and_its_person_away(
    ana: Person, ben: Person, make: Make, runtime: Runtime
) -> None:
    made = make.conversation()
    ana.post(f"/conversations/{made.id}/assignment")
    assert "1 open with you" in ana.get("/shift").text

    given = {"conversation": made.id, "to": ben.user.id, "note": "She calls at six.", "away": "on"}
    page = ana.post("/shift", **given).text

    assert "1 handed over. Nothing of yours is open any more." in page
    assert "You are away." in page
    assert _now(runtime, made).assignee_id == ben.user.id
    reading = ben.get(f"/desk/open/{made.id}").text
    assert "She calls at six." in reading
    assert "Ana Lopez (away)" in reading


def test_whoever_has_nothing_to_hand_over_is_led_on(ana: Person) -> None:
    page = ana.get("/shift").text
    assert 'action="/shift/away"' in page
    assert 'href="/desk/open">Back to the desk' in page

    ana.post("/shift/away")

    assert 'action="/shift/away"' not in ana.get("/shift").text


def test_who_is_back_is_not_said_to_be_away(ana: Person) -> None:
    ana.post("/shift/away")
    assert "You are away." in ana.get("/desk/open").text

    ana.post("/shift/away/removal")

    assert "You are away." not in ana.get("/desk/open").text


def test_without_a_tick_the_words_stay_and_say_what_is_missing(ana: Person, make: Make) -> None:
    claimed(ana, make)

    answer = ana.post("/shift", note="<b>Careful</b>")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Tick the conversations to hand over first." in answer.text
    assert "&lt;b&gt;Careful&lt;/b&gt;</textarea>" in answer.text


def test_a_person_or_number_that_there_is_not_is_refused(ana: Person, make: Make) -> None:
    made = claimed(ana, make)

    stranger = ana.post("/shift", conversation=made, to="99999")
    nonsense = ana.post("/shift", conversation="9" * 40)
    missing = ana.post("/shift", conversation="99999")

    assert stranger.status_code == missing.status_code == HTTPStatus.NOT_FOUND
    assert nonsense.status_code == HTTPStatus.UNPROCESSABLE_ENTITY

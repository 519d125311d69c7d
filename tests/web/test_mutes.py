"""Is a mute put on, shown and taken off without scripts?"""

from __future__ import annotations

from http import HTTPStatus

from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person
from tests.web.test_handling import _now


def test_a_mute_is_shown_in_the_row_and_beside_the_conversation_with_who_why_and_until(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()
    path = f"/conversations/{conversation.id}/mute"

    ana.post(path, reason="<b>Insults</b> \u202eall day", choice="notice")

    page = ana.get(f"/desk/muted/{conversation.id}").text
    assert "Muted by" in page
    assert "until further notice: <bdi>&lt;b&gt;Insults" in page
    assert 'title="Muted inside the desk"' in page
    assert "group-head" in page
    assert "muted this person inside the desk" in page

    ana.post(f"{path}/removal")
    assert not _now(runtime, conversation).is_muted


def test_the_row_of_a_muted_person_is_not_bold(ana: Person, make: Make) -> None:
    conversation = make.conversation()
    assert 'class="row is-unread"' in ana.get("/desk/open").text

    ana.post(f"/conversations/{conversation.id}/mute", reason="Insults", choice="tomorrow")

    assert 'class="row is-quiet"' in ana.get("/desk/open").text


def test_without_a_reason_or_a_time_that_can_be_read_it_is_refused_in_words(
    ana: Person, make: Make
) -> None:
    path = f"/conversations/{make.conversation().id}/mute"

    nameless = ana.turbo(path, reason="", choice="notice")
    endless = ana.turbo(path, reason="Insults", choice="other", until="some day")

    assert nameless.status_code == endless.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Say why this person is muted" in nameless.text
    assert "Choose a day and a time" in endless.text


def test_the_second_of_two_people_is_told_who_was_quicker(
    ana: Person, ben: Person, make: Make
) -> None:
    path = f"/conversations/{make.conversation().id}/mute"
    ana.post(path, reason="Insults", choice="notice")

    slower = ben.turbo(path, reason="Insults", choice="notice")

    assert slower.status_code == HTTPStatus.CONFLICT
    assert "Ana muted this person already" in slower.text

"""Can a colleague be called in a note, with and without scripts, whatever they are named?"""

from __future__ import annotations

import re

from inbox import people
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn

HOSTILE = "Dana <img src=x onerror=alert(1)> \u202eziuR"


def _note(person: Person, conversation_id: int, text: str) -> None:
    person.post(
        f"/conversations/{conversation_id}/notes", text=text, client_token="one", send_as="note"
    )


def _count(person: Person) -> str:
    page = person.get("/desk/open").text
    found = re.search(r'data-view-count="mentions">([0-9,]+)<', page)
    assert found
    return found[1]


def test_at_and_a_name_typed_without_scripts_call_a_colleague(
    ana: Person, ben: Person, make: Make
) -> None:
    conversation = make.conversation()

    _note(ana, conversation.id, "@ben could you look?")

    assert (_count(ben), _count(ana)) == ("1", "0")
    assert f"/desk/mentions/{conversation.id}" in ben.get("/desk/mentions").text


def test_opening_the_conversation_reads_the_mention(ana: Person, ben: Person, make: Make) -> None:
    conversation = make.conversation()
    _note(ana, conversation.id, "@ben could you look?")

    page = ben.get(f"/desk/mentions/{conversation.id}").text

    assert re.search(r'<span class="mention"[^>]*>@ben</span> could you look', page)
    assert _count(ben) == "0"
    assert "No mention of you is unread" in ben.get("/desk/mentions").text


def test_a_browser_that_fetches_ahead_has_shown_nothing(
    ana: Person, ben: Person, make: Make
) -> None:
    conversation = make.conversation()
    _note(ana, conversation.id, "@ben could you look?")

    ben.get(f"/desk/open/{conversation.id}", **{"Sec-Purpose": "prefetch"})

    assert _count(ben) == "1"


def test_a_hostile_name_and_hostile_words_around_it_stay_words(
    ana: Person, make: Make, sign_in: SignIn, runtime: Runtime
) -> None:
    dana, conversation = sign_in(make.user(HOSTILE)), make.conversation()
    with runtime.writing() as session:
        people.team_of(session, '"><script>alert(2)</script>', [dana.user])

    _note(ana, conversation.id, "<b>@dana</b> @script alert 2 script \u202e@nobody")
    page = ana.get(f"/desk/open/{conversation.id}").text
    options = ana.get(f"/conversations/{conversation.id}/mentions").text

    for text in (page, options):
        assert "<img src=x" not in text
        assert "<script>alert" not in text
        assert "\u202e" not in text
    assert "&lt;b&gt;" in page
    assert _count(dana) == "1"


def test_the_picker_offers_people_and_teams_by_any_word_of_their_names(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    dana, conversation = make.user("Dana Ruiz"), make.conversation()
    with runtime.writing() as session:
        people.team_of(session, "Ruiz Street watch", [dana])

    offered = ana.get(f"/conversations/{conversation.id}/mentions?q=RUI").text

    assert re.findall(r'data-written="([^"]*)"', offered) == ["Dana Ruiz", "Ruiz Street watch"]
    assert 'role="option"' not in ana.get(f"/conversations/{conversation.id}/mentions?q=zz").text

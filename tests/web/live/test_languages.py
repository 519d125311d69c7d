"""Does what is pushed come in the language of the page it goes to?"""

from __future__ import annotations

from inbox import assignment
from inbox.models import User
from tests.factories.making import Make
from tests.web.live.conftest import LiveDesk


def test_one_change_reaches_each_page_in_its_own_language(
    desk: LiveDesk, build: Make, ana: User, ben: User
) -> None:
    made = build.conversation()
    page = {"conversation": made.id, "rows": {made.id: 0}}
    english = desk.settled_tab(ana, language="en", **page)
    spanish = desk.settled_tab(ben, language="es", **page)

    with desk.runtime.writing() as session:
        assignment.claim(session, made.id, by=session.merge(ana))

    for tab, assigned, claimed in (
        (english, "Assigned to Ana Lopez", "Claimed by Ana"),
        (spanish, "Asignada a Ana Lopez", "Tomada por Ana"),
    ):
        row = tab.row(made.id)
        assert assigned in row["html"]
        assert row["left"] == claimed
        pieces = tab.news("conversation")["pieces"]
        assert ("Asignada a:" in pieces["conversation-details"]) == (tab is spanish)
        assert [name for name, _ in tab.heard if name == "conversation"] == ["conversation"]


def test_the_answer_to_a_page_that_joins_is_in_its_language(
    desk: LiveDesk, build: Make, ana: User
) -> None:
    made = build.conversation()

    answer = desk.tab(ana).watch("open", language="es", rows={made.id: 0})

    assert "Espera desde" in answer["rows"][0]["html"]


def test_a_page_that_names_no_language_we_have_is_told_in_english(
    desk: LiveDesk, build: Make, ana: User
) -> None:
    made = build.conversation()

    answer = desk.tab(ana).watch("open", language="../../es", rows={made.id: 0})

    assert "Waiting since" in answer["rows"][0]["html"]

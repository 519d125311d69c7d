"""Does a person hear at once of what concerns them, and nobody else?"""

from __future__ import annotations

from inbox import assignment, notes, threads
from inbox.models import User
from tests.factories.making import Make
from tests.web.live.conftest import LiveDesk


def test_a_mention_reaches_every_tab_of_its_person_and_no_other(
    desk: LiveDesk, build: Make, ana: User, ben: User
) -> None:
    made = build.conversation()
    tabs = [desk.settled_tab(ben), desk.settled_tab(ben, "mentions")]
    hers = desk.settled_tab(ana)

    with desk.runtime.writing() as session:
        notes.write(session, made.id, "@ben look", by=session.merge(ana))

    for tab in tabs:
        news = tab.news("notifications")
        assert news["unread"] == 1
        assert news["words"] == f"{ana.name} mentioned you in a note"
    hers.row(made.id)
    assert not [event for event, _ in hers.heard if event == "notifications"]


def test_reading_in_one_tab_takes_the_row_out_of_the_view_in_the_other(
    desk: LiveDesk, build: Make, ana: User, ben: User
) -> None:
    made = build.conversation()
    with desk.runtime.writing() as session:
        notes.write(session, made.id, "@ben look", by=session.merge(ana))
    tab = desk.settled_tab(ben, "mentions")

    with desk.runtime.writing() as session:
        threads.mark_seen(session, made.id, by=session.merge(ben))

    assert tab.news("notifications")["unread"] == 0
    assert "mentions" not in tab.row(made.id)["belongs"]
    assert tab.news("counts")["by_view"]["mentions"] == 0


def test_what_was_missed_is_in_the_answer_to_joining(
    desk: LiveDesk, build: Make, ana: User, ben: User
) -> None:
    tab = desk.settled_tab(ben)
    with desk.runtime.committing() as session:
        assignment.assign(
            session, build.conversation().id, to=session.merge(ben), by=session.merge(ana)
        )

    assert tab.watch()["notifications"]["unread"] == 1

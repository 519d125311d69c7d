"""Does a browser miss nothing, whenever it joins?"""

from __future__ import annotations

from inbox import assignment, notes
from inbox.models import User
from tests.factories.making import Make
from tests.web.live.conftest import LiveDesk


def test_what_came_between_the_page_and_the_socket_is_answered(
    desk: LiveDesk, build: Make, ana: User
) -> None:
    account = build.account()
    known = build.conversation(account)
    tab = desk.tab(ana)
    missed = build.conversation(account)

    answer = tab.watch("open", rows={str(known.id): known.version})

    assert [row["id"] for row in answer["rows"]] == [missed.id]
    assert answer["counts"]["by_view"]["open"] == 2


def test_a_row_with_an_old_version_is_answered_new(desk: LiveDesk, build: Make, ana: User) -> None:
    known = build.conversation()
    with desk.runtime.writing() as session:
        assignment.claim(session, known.id, by=session.merge(ana))

    answer = desk.tab(ana).watch("unassigned", rows={str(known.id): known.version})

    (row,) = answer["rows"]
    assert row["version"] > known.version
    assert "unassigned" not in row["belongs"]


def test_an_open_conversation_is_answered_only_when_it_is_newer(
    desk: LiveDesk, build: Make, ana: User
) -> None:
    made = build.conversation()
    tab = desk.tab(ana)

    newest = tab.watch(conversation=made.id, version=made.version)
    with desk.runtime.writing() as session:
        notes.write(session, made.id, "Dispatch has it.", by=session.merge(ana))
    older = tab.watch(conversation=made.id, version=made.version)

    assert newest["conversation"] is None
    assert "Dispatch has it." in older["conversation"]["pieces"]["conversation-thread"]


def test_a_conversation_that_is_gone_is_no_reason_to_fall_silent(desk: LiveDesk, ana: User) -> None:
    assert desk.tab(ana).watch(conversation=999)["conversation"] is None


def test_an_open_conversation_is_pushed_in_pieces(desk: LiveDesk, build: Make, ana: User) -> None:
    made = build.conversation()
    tab = desk.settled_tab(ana, conversation=made.id, version=made.version)

    with desk.runtime.writing() as session:
        notes.write(session, made.id, "Dispatch has it.", by=session.merge(ana))

    news = tab.news("conversation")
    assert (news["id"], news["version"] > made.version) == (made.id, True)
    assert set(news["pieces"]) == {
        "conversation-head",
        "conversation-thread",
        "conversation-details",
        "conversation-drafts",
    }


def test_words_that_arrive_in_an_open_conversation_are_seen_there(
    desk: LiveDesk, build: Make, ana: User
) -> None:
    made = build.conversation()
    tab = desk.settled_tab(ana, conversation=made.id, version=made.version)

    tab.socket.emit("seen", {"conversation": made.id})

    tab.row(made.id)
    (message,) = build.messages(made)
    assert message.first_seen_at is not None

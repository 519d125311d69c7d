"""Does a socket tell somebody limited to some accounts nothing of the others, and close at once?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inbox import assignment, limiting, people
from inbox.models import Account, Conversation, Role, User
from tests.factories.incoming import incoming
from tests.factories.making import Make
from tests.web.live.conftest import LiveDesk, Tab

Limit = Callable[[], None]


@pytest.fixture
def tips(build: Make) -> Account:
    """What the limited do not reach."""
    return build.account(name="Tips Page")


@pytest.fixture
def parade(build: Make) -> Conversation:
    """Of the account that they reach."""
    return build.conversation(build.account(name="Events Page"), text="Where is the parade?")


@pytest.fixture
def harbour(build: Make, tips: Account) -> Conversation:
    return build.conversation(tips, text="I saw it at the harbour.")


@pytest.fixture
def lena(build: Make) -> User:
    return build.user("Lena Fox")


@pytest.fixture
def rosa(build: Make) -> User:
    return build.user("Rosa Diaz", role=Role.SUPERVISOR)


@pytest.fixture
def limit(desk: LiveDesk, lena: User, rosa: User, parade: Conversation) -> Limit:
    """Limits Lena's team to the account of the parade."""
    with desk.runtime.writing() as session:
        team = people.team_of(session, "Events", [session.get_one(User, lena.id)]).id

    def limiting_it() -> None:
        with desk.runtime.writing() as session:
            by = session.get_one(User, rosa.id)
            limiting.limit(session, team, frozenset({parade.account_id}), by=by)

    return limiting_it


def joined(desk: LiveDesk, tab: Tab) -> set[str]:
    assert desk.app
    manager = desk.app.extensions["socketio"].server.manager
    sid = tab.socket.get_sid()
    return set(manager.get_rooms(sid, "/") or ()) - {sid}


def test_whoever_loses_reach_is_let_go_at_once_and_colleagues_stay(
    desk: LiveDesk, lena: User, rosa: User, harbour: Conversation, limit: Limit
) -> None:
    hers = desk.settled_tab(lena, conversation=harbour.id)
    other = desk.settled_tab(rosa, conversation=harbour.id)

    limit()

    assert hers.is_cut_off()
    assert ("reach", None) in hers.heard
    with desk.runtime.writing() as session:
        assignment.claim(session, harbour.id, by=session.get_one(User, rosa.id))
    assert other.news("conversation", lambda news: news["id"] == harbour.id)


def test_a_guessed_number_joins_no_room_and_is_answered_nothing(
    desk: LiveDesk, lena: User, build: Make, tips: Account, harbour: Conversation, limit: Limit
) -> None:
    live = build.broadcast(tips, external_id="news")
    limit()
    tab = desk.tab(lena)

    answer = tab.watch(conversation=harbour.id, live=live.id, rows={harbour.id: 0})

    assert (answer["conversation"], answer["stream"], answer["presence"]) == (None, None, [])
    assert harbour.id not in {row["id"] for row in answer["rows"]}
    assert answer["counts"]["by_view"]["open"] == 1
    # A page that was drawn before she came to reach less is loaded anew.
    tab.news("reach")
    kinds = {room.partition(":")[0] for room in joined(desk, tab)}
    assert kinds.isdisjoint({"conversation", "live"})


def test_rows_counts_and_who_is_where_are_told_of_what_is_reached_alone(
    desk: LiveDesk,
    lena: User,
    rosa: User,
    harbour: Conversation,
    parade: Conversation,
    limit: Limit,
) -> None:
    limit()
    hers, other = desk.settled_tab(lena), desk.settled_tab(rosa)

    desk.settled_tab(rosa, conversation=harbour.id)
    desk.settled_tab(rosa, conversation=parade.id)
    with desk.runtime.writing() as session:
        by = session.get_one(User, rosa.id)
        for number in (harbour.id, parade.id):
            assignment.claim(session, number, by=by)

    assert other.row(harbour.id)
    assert hers.row(parade.id)
    hers.news("presence", lambda news: news["conversation"] == parade.id)
    counts = hers.news("counts", lambda news: news["by_view"]["unassigned"] == 0)
    assert counts["by_view"]["open"] == 1
    other.news("counts", lambda news: news["by_view"]["open"] == 2)
    told = [news for name, news in hers.heard if name in {"rows", "presence", "drafts"}]
    assert str(harbour.id) not in [str(one) for one in _numbers(told)]


def test_a_new_message_elsewhere_is_not_pushed(
    desk: LiveDesk, lena: User, build: Make, tips: Account, parade: Conversation, limit: Limit
) -> None:
    limit()
    tab = desk.settled_tab(lena)

    build.received(tips, [incoming(text="Nothing for her.")])
    with desk.runtime.writing() as session:
        assignment.claim(session, parade.id, by=session.get_one(User, lena.id))
    tab.row(parade.id)

    assert "Nothing for her." not in str(tab.heard)


def _numbers(told: list[dict[str, object]]) -> list[object]:
    of_rows = [row["id"] for news in told for row in news.get("rows", ())]  # type: ignore[attr-defined, index]
    return [*of_rows, *(news["conversation"] for news in told if "conversation" in news)]

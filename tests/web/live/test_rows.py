"""Do changed conversations reach the lists they concern?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inbox import accounts, assignment, status
from inbox.models import User
from tests.factories.making import Make
from tests.web.live.conftest import LiveDesk


def claim(desk: LiveDesk, conversation_id: int, by: User) -> None:
    with desk.runtime.writing() as session:
        assignment.claim(session, conversation_id, by=session.merge(by))


def test_a_new_conversation_appears_in_every_open_list(
    desk: LiveDesk, build: Make, ana: User, ben: User
) -> None:
    tabs = [desk.settled_tab(ana), desk.settled_tab(ben, "facebook")]

    made = build.conversation(text="Is Juniper open?")

    for tab in tabs:
        row = tab.row(made.id)
        assert row["belongs"] == ["facebook", "open", "unassigned"]
        assert f'id="row-{made.id}"' in row["html"]
        assert "Is Juniper open?" in row["html"]


def test_a_row_that_leaves_a_view_says_why(
    desk: LiveDesk, build: Make, ana: User, ben: User
) -> None:
    made = build.conversation()
    tab = desk.settled_tab(ana, "unassigned")

    claim(desk, made.id, ben)

    row = tab.row(made.id)
    assert "unassigned" not in row["belongs"]
    assert (row["left"], row["assignee"]) == ("Claimed by Ben", str(ben.id))


def test_a_resolved_row_says_so(desk: LiveDesk, build: Make, ana: User) -> None:
    made = build.conversation()
    tab = desk.settled_tab(ana)

    with desk.runtime.writing() as session:
        status.resolve(session, made.id, by=session.merge(ana), reason="thanks")

    row = tab.row(made.id)
    assert (row["belongs"], row["left"]) == (["resolved"], "Resolved")


def test_mine_is_another_view_for_each_person(
    desk: LiveDesk, build: Make, ana: User, ben: User
) -> None:
    made = build.conversation()
    hers, his = desk.settled_tab(ana, "mine"), desk.settled_tab(ben, "mine")

    claim(desk, made.id, ana)

    assert "mine" in hers.row(made.id)["belongs"]
    assert "mine" not in his.row(made.id)["belongs"]


def test_counts_follow(desk: LiveDesk, build: Make, ana: User) -> None:
    account = build.account()
    tab = desk.settled_tab(ana)

    made = build.conversation(account)
    before = tab.news("counts", counted(unassigned=1, mine=0))
    claim(desk, made.id, ana)

    after = tab.news("counts", counted(unassigned=0, mine=1))
    assert after["at"] > before["at"]


def counted(**wanted: int) -> Callable[[Any], bool]:
    return lambda counts: all(counts["by_view"][key] == number for key, number in wanted.items())


def test_a_burst_is_pushed_together_and_whole(desk: LiveDesk, build: Make, ana: User) -> None:
    account = build.account()
    tab = desk.settled_tab(ana)

    made = {build.conversation(account).id for _ in range(30)}

    for one in made:
        tab.row(one)
    pushes = [news for name, news in tab.heard if name == "rows"]
    assert len(pushes) < 30


def test_an_account_that_stops_is_named_on_every_open_page(
    desk: LiveDesk, build: Make, ana: User
) -> None:
    account = build.account()
    tab = desk.settled_tab(ana)

    with desk.runtime.writing() as session:
        accounts.stop(session, account.id, "Facebook ended its access.")

    assert tab.news("accounts", lambda news: "Facebook ended its access." in news["html"])

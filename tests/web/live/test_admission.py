"""Who may listen?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import socketio
from socketio.exceptions import ConnectionError as NotConnected

from inbox import permissions, staffing
from inbox.models import Role, User
from inbox.permissions import Permission
from inbox.roles import keeping
from inbox.roles.keeping import Wanted
from tests.database_copies import Database, copied, template
from tests.factories.making import Make
from tests.web.live.conftest import LiveDesk, Tab


@pytest.fixture
def committed_database(run_folder: Path) -> Iterator[Database]:
    """One kind is enough: nothing here depends on the database."""
    with copied(template("sqlite", run_folder)) as database:
        yield database


def test_without_a_sign_in_nobody_listens(desk: LiveDesk) -> None:
    with pytest.raises(NotConnected):
        Tab(desk.address, "hearback=nonsense")


def test_somebody_who_was_switched_off_is_cut_off(desk: LiveDesk, ana: User) -> None:
    tab = desk.tab(ana)
    with desk.runtime.writing() as session:
        session.get_one(User, ana.id).is_active = False

    tab.socket.emit("watch", {"view": "open"})

    assert tab.is_cut_off()


def test_only_who_may_read_is_told_anything(desk: LiveDesk, ana: User) -> None:
    make = Make(desk.runtime)
    roles = [role for role in Role if not permissions.may(User(role=role), Permission.READ)]
    tabs = [desk.tab(make.user(role=role)) for role in roles]
    reader = desk.settled_tab(ana)

    make.conversation()

    assert reader.news("counts")
    for tab in tabs:
        assert tab.heard == []
        tab.socket.emit("draft", {"words": "Forged"})
        tab.socket.emit("watch", {"view": "open", "rows": {}})
        assert tab.is_cut_off()


def test_whoever_is_signed_out_hears_no_more_though_they_say_nothing(
    desk: LiveDesk, ana: User, ben: User
) -> None:
    leaver, stays = desk.settled_tab(ana), desk.settled_tab(ben)
    with desk.runtime.writing() as session:
        staffing.sign_out_everywhere(session, ana.id, by=session.get_one(User, ana.id))

    assert leaver.is_cut_off()
    assert stays.socket.connected


def test_whoever_was_here_for_a_time_hears_no_more_once_it_is_over(
    desk: LiveDesk, ana: User, ben: User
) -> None:
    leaver, stays = desk.settled_tab(ana), desk.settled_tab(ben)
    with desk.runtime.writing() as session:
        session.get_one(User, ana.id).access_ends_at = desk.runtime.clock.now()

    assert leaver.is_cut_off()
    assert stays.socket.connected


def test_whoever_s_role_reads_no_more_is_cut_off_though_they_say_nothing(
    desk: LiveDesk, build: Make, ben: User
) -> None:
    alex = build.user("Alex Reyes", role=Role.ADMINISTRATOR)
    role = build.role(Permission.HANDLE, Permission.WATCH, by=alex)
    leaver, stays = desk.settled_tab(build.user(role=role)), desk.settled_tab(ben)
    wanted = Wanted(name="Night desk", purpose="A wall.", allows=[Permission.WATCH])
    with desk.runtime.writing() as session:
        keeping.change(session, role.id, wanted, by=session.get_one(User, alex.id))

    assert leaver.is_cut_off()
    assert stays.socket.connected


def test_a_locked_browser_hears_no_more_though_it_says_nothing(desk: LiveDesk, ana: User) -> None:
    cookie = desk.sign_in(ana)
    tab = Tab(desk.address, cookie)
    tab.listen("open")

    requests.post(f"{desk.address}/lock", headers={"Cookie": cookie}, timeout=20)

    assert tab.is_cut_off()
    with pytest.raises(NotConnected):
        Tab(desk.address, cookie)


def test_another_site_cannot_open_a_socket_with_this_browsers_cookie(
    desk: LiveDesk, ana: User
) -> None:
    client = socketio.Client(reconnection=False)

    with pytest.raises(NotConnected):
        client.connect(
            desk.address,
            headers={"Cookie": desk.sign_in(ana), "Origin": "https://elsewhere.example"},
            transports=["websocket"],
        )


@pytest.mark.parametrize(
    "shown", [{"live": 10**30}, {"conversation": 10**30}, {"rows": {10**30: 1}}, {"live": 1e400}]
)
def test_a_number_that_is_no_rows_ends_that_socket_and_silences_nobody_else(
    desk: LiveDesk, build: Make, ana: User, ben: User, shown: dict[str, object]
) -> None:
    hostile, hears = desk.tab(ana), desk.settled_tab(ben)

    hostile.socket.emit("watch", {"view": "", "rows": {}, "language": "en", **shown})
    assert hostile.is_cut_off()
    told = build.conversation()

    assert hears.row(told.id)
    assert "away" not in [name for name, _ in hears.heard]


@pytest.mark.parametrize(
    "page", [None, [], "open", {"view": "yours"}, {"rows": 7}, {"conversation": "one"}]
)
def test_what_cannot_be_understood_ends_the_socket_and_not_the_server(
    desk: LiveDesk, ana: User, page: object
) -> None:
    tab = desk.tab(ana)

    tab.socket.emit("watch", page)

    assert tab.is_cut_off()
    assert "counts" in desk.tab(ana).watch()

"""Who may listen?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import socketio
from socketio.exceptions import ConnectionError as NotConnected

from inbox.models import User
from tests.database_copies import Database, copied, template
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
    "page", [None, [], "open", {"view": "yours"}, {"rows": 7}, {"conversation": "one"}]
)
def test_what_cannot_be_understood_ends_the_socket_and_not_the_server(
    desk: LiveDesk, ana: User, page: object
) -> None:
    tab = desk.tab(ana)

    tab.socket.emit("watch", page)

    assert tab.is_cut_off()
    assert "counts" in desk.tab(ana).watch()

"""What comes of what somebody writes to a socket by hand?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inbox import notes
from inbox.models import User
from tests.database_copies import Database, copied, template
from tests.factories import hostile
from tests.factories.making import Make
from tests.web.live.conftest import LiveDesk

HUGE = 2**70
FORGED = 987_654_321
# What no page says: each as an event, with what comes along.
EVENTS: tuple[tuple[str, Any], ...] = (
    ("join", {"room": "user:1"}),
    ("join_room", "conversation:1"),
    ("rooms", ["desk", "user:1", "own:1:mine"]),
    ("rows", {"rows": [{"id": 1, "html": "<script>obeyed()</script>"}]}),
    ("notifications", {"unread": FORGED}),
    ("presence", {"conversation": 1, "people": [{"name": "Chief"}]}),
    ("__proto__", {}),
    ("draft", {"words": hostile.HUGE}),
    ("draft", [[[[]]]]),
    ("draft", {"words": {"a": 1}, "user_id": 1}),
    ("seen", {"conversation": HUGE}),
    ("seen", {"conversation": True}),
    ("seen", None),
)
PAGES: tuple[Any, ...] = (
    {"view": "open", "rows": {}, "conversation": HUGE, "version": 0},
    {"view": "open", "rows": {str(HUGE): 1}},
    {"view": "open", "rows": {"1": HUGE}},
    {"view": "open", "rows": {"x": "y"}},
    {"view": "open", "rows": [1, 2]},
    {"view": "open", "version": float("inf")},
    {"view": "open", "live": -HUGE, "line": HUGE},
    {"view": ["open"]},
    {"view": "user:1"},
    {"view": "a" * 100_000},
    {"view": "saved:999999999999999999999"},
    {"view": "open", "rows": dict.fromkeys(map(str, range(5_000)), 1)},
)
# As they go over the line, made by nothing that speaks the protocol.
PACKETS = (
    "4",
    "42",
    "42[",
    '42["watch"',
    "42{}",
    "42[]",
    "42[null,{}]",
    '42["watch",NaN]',
    '459999999-["watch",{"_placeholder":true,"num":0}]',
    '451-["watch",{"_placeholder":true,"num":9}]',
    "40/admin,",
    "40/wall,",
    "49",
    "4" + "[" * 10_000,
    "9",
    "é",
)


@pytest.fixture
def committed_database(run_folder: Path) -> Iterator[Database]:
    """One kind is enough: what is asked of a database is tried on both elsewhere."""
    with copied(template("sqlite", run_folder)) as database:
        yield database


def _still_serves(desk: LiveDesk, user: User) -> None:
    assert "counts" in desk.tab(user).watch()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page)[:40])
def test_a_page_that_cannot_be_is_answered_or_cut_off_and_the_server_goes_on(
    desk: LiveDesk, ana: User, page: Any, caplog: pytest.LogCaptureFixture
) -> None:
    tab = desk.tab(ana)

    tab.socket.emit("watch", page)
    until = time.monotonic() + 1
    while tab.socket.connected and time.monotonic() < until:
        time.sleep(0.02)

    _still_serves(desk, ana)
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("packet", PACKETS, ids=lambda one: one[:30])
def test_what_is_no_message_harms_nobody(desk: LiveDesk, ana: User, packet: str) -> None:
    tab = desk.tab(ana)

    tab.socket.eio.ws.send(packet)

    _still_serves(desk, ana)


def test_more_than_a_megabyte_at_once_cuts_off(desk: LiveDesk, ana: User) -> None:
    tab = desk.tab(ana)

    tab.socket.emit("draft", {"words": "a" * 2_000_000})

    assert tab.is_cut_off()
    _still_serves(desk, ana)


def test_nobody_gets_into_anothers_room_nor_speaks_in_the_desks_name(
    desk: LiveDesk, build: Make, ana: User, ben: User
) -> None:
    conversation = build.conversation()
    eve, bens = desk.settled_tab(ana), desk.settled_tab(ben)

    for event, said in EVENTS:
        eve.socket.emit(event, said)
    eve.watch("open", user_id=ben.id, rooms=[f"user:{ben.id}"], sid="another")
    eve.forget()
    with desk.runtime.writing() as session:
        notes.write(session, conversation.id, "@ben look", by=session.merge(ana))
    told = bens.news("notifications")
    eve.row(conversation.id)

    assert told["words"] == f"{ana.name} mentioned you in a note"
    assert [event for event, _ in eve.heard if event == "notifications"] == []
    for forged in ("obeyed", "Chief", str(FORGED)):
        assert forged not in str([news for event, news in bens.heard if event != "rows"])
    assert len(str(bens.heard)) < 100_000

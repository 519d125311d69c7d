"""The week of docs/reports_by_hand.md, played as it happened: every case by its number there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from connectors.pages import Author, Incoming, Notice, Page
from connectors.words import Audience, Happening, Kind, Platform
from inbox import (
    accounts,
    acts,
    by_hand,
    intake,
    merging,
    notes,
    people,
    snoozing,
    splitting,
    status,
    tagging,
    undoing,
)
from inbox.hours import keeping
from inbox.models import Role, User
from inbox.promises import policies
from inbox.promises import wanting as promised
from inbox.reports.asking import Asked
from tests.clocks import SetClock
from tests.factories.incoming import incoming
from tests.factories.making import Make
from tests.inbox.reports import played_changes, played_spring
from tests.inbox.reports.playing import MINUTE, Week, utc

ASKED = Asked(first=date(2026, 10, 26), last=date(2026, 11, 1), zone=ZoneInfo("America/Denver"))
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
MARIA = Author(external_id="maria", name="Maria Lopez")
LEE = Author(external_id="lee", name="Lee Begay")


def play(make: Make, clock: SetClock) -> User:
    """Play the whole week; return Rosa."""
    clock.at = utc("03-02", "12:00:00")
    rosa = make.user(name="Rosa Martinez", role=Role.SUPERVISOR)
    week = Week(make, clock, make.account(), make.account("x", Platform.X), rosa)
    for part in (
        _promised,
        played_spring.breached_at_once,
        played_spring.clocks_forward,
        _plain,
        _read_late,
        _merged_and_split,
        _cycles,
        _removed,
        _clocks,
        _by_staff,
        _edges,
        _by_hours,
        played_changes.changed_at_noon,
        played_changes.answered_by_who_left,
        _reopened_and_read_first,
    ):
        part(week)
    clock.at = NOW
    return week.rosa


def _promised(week: Week) -> None:
    targets = promised.Wanted(
        name="Everyone",
        first_response=30 * MINUTE,
        next_response=5 * MINUTE,
        is_staffed=True,
    )
    week.at(week.clock.at, policies.add, targets)
    mentions = week.at(week.clock.at, policies.add, played_changes.of_mentions(10))
    week.at(week.clock.at, policies.ask_earlier, mentions.id)
    with week.make.runtime.writing() as session:
        rosa = session.merge(week.rosa)
        team, _without_hours = (
            people.team_of(session, name, [rosa]) for name in ("Records", "Patrol")
        )
    hours = keeping.Wanted(
        is_always_open=False,
        time_zone="America/Denver",
        week=["08:00-17:00"] * 5 + ["", "00:00-04:00"],
    )
    week.at(week.clock.at, keeping.change, team.id, hours)


def _plain(week: Week) -> None:
    for number in range(1, 41):
        day = "10-27" if number <= 20 else "10-28"
        at = utc(day, "15:00:00")
        asked = week.asks(number, at)
        if number <= 20:
            week.natively(asked, at + number * MINUTE)
        else:
            week.replies(week.of(asked), at + number * MINUTE)
        if number <= 9:
            week.at(week.clock.at, tagging.add, week.of(asked).id, "noise")


def _read_late(week: Week) -> None:
    later = week.asks(41, utc("10-29", "16:00:00"))
    week.again(later, utc("10-29", "15:30:00"))
    week.natively(later, utc("10-29", "16:30:00"))
    week.clock.at = utc("11-01", "12:00:00")
    newly_connected = week.make.account()
    history = incoming(external_id="case-42", thread_id="case-42", sent_at=utc("10-27", "12:00:00"))
    week.make.received(newly_connected, [history])
    edited = week.asks(43, utc("10-29", "17:00:00"))
    week.clock.at = utc("10-29", "17:20:00")
    given = {"author": edited.author, "sent_at": edited.sent_at, "text": "I mean Juniper Street."}
    week.make.received(
        week.account, [incoming(external_id="case-43", thread_id="case-43", **given)]
    )
    week.natively(edited, utc("10-29", "17:45:00"))


def _merged_and_split(week: Week) -> None:
    early = week.asks(44, utc("10-29", "18:00:00"), author=MARIA)
    late = week.asks(45, utc("10-29", "18:10:00"), author=MARIA)
    source, goal = week.of(late).id, week.of(early).id
    week.at(utc("10-29", "18:20:00"), merging.merge, source, into=goal)
    week.natively(early, utc("10-29", "18:30:00"))
    private = {"kind": Kind.DIRECT_MESSAGE, "author": LEE, "contact": LEE, "post": None}
    first = week.asks(46, utc("10-30", "15:00:00"), **private)
    week.again(first, utc("10-30", "15:10:00"))
    second = week.make.messages(week.of(first))[1]
    part = week.at(utc("10-30", "15:12:00"), splitting.split, second.id)
    week.replies(part, utc("10-30", "15:30:00"), audience=Audience.PRIVATE)
    week.replies(week.of(first), utc("10-30", "15:40:00"), audience=Audience.PRIVATE)


def _cycles(week: Week) -> None:
    asked = week.asks(48, utc("10-30", "16:00:00"))
    week.natively(asked, utc("10-30", "16:05:00"))
    week.at(utc("10-30", "16:10:00"), status.resolve, week.of(asked).id)
    again = week.again(asked, utc("10-30", "17:00:00"))
    week.natively(again, utc("10-30", "17:15:00"))
    asked = week.asks(49, utc("10-30", "18:00:00"))
    week.natively(asked, utc("10-30", "18:02:00"))
    again = week.again(asked, utc("10-30", "18:30:00"))
    week.natively(again, utc("10-30", "18:37:00"))


def _removed(week: Week) -> None:
    asked = week.asks(50, utc("10-30", "19:00:00"))
    _remove(week, asked, utc("10-30", "19:03:00"))
    asked = week.asks(51, utc("10-30", "19:10:00"))
    more = week.again(asked, utc("10-30", "19:12:00"))
    _remove(week, asked, utc("10-30", "19:15:00"))
    week.natively(more, utc("10-30", "19:20:00"))


def _remove(week: Week, asked: Incoming, at: datetime) -> None:
    week.clock.at = at
    gone = Notice(external_id=asked.external_id, happening=Happening.REMOVED, at=at)
    with week.make.runtime.writing() as session:
        locked = accounts.locked(session, week.account.id)
        intake.receive(session, locked, Page(notices=(gone,)))


def _clocks(week: Week) -> None:
    asked = week.asks(52, utc("11-01", "07:30:00"))
    week.natively(asked, utc("11-01", "08:30:00"))
    asked = week.asks(53, utc("11-01", "08:15:00"))
    week.natively(asked, utc("11-01", "08:20:00"))
    asked = week.asks(56, utc("10-31", "15:00:00"))
    week.replies(week.of(asked), utc("10-31", "14:59:57"))


def _by_staff(week: Week) -> None:
    asked = week.asks(54, utc("11-01", "15:00:00"))
    week.to_team("Records", asked, utc("11-01", "15:04:00"))
    noted = week.of(asked).id
    week.at(utc("11-01", "15:05:00"), notes.write, noted, "Called her.", client_token="note")
    asleep = week.of(week.asks(55, utc("11-01", "15:10:00"))).id
    week.at(utc("11-01", "15:11:00"), snoozing.snooze, asleep, until=None)
    marked = week.of(week.asks(57, utc("10-31", "15:30:00"))).id
    week.at(utc("10-31", "15:50:00"), by_hand.mark, marked)
    thanked = week.of(week.asks(58, utc("10-31", "16:00:00"))).id
    week.at(utc("10-31", "16:04:00"), status.resolve, thanked, reason="thanks")
    asked = week.asks(59, utc("10-31", "16:30:00"))
    week.natively(asked, utc("10-31", "16:40:00"))
    number = week.of(asked).id
    week.at(utc("10-31", "16:45:00"), status.resolve, number)
    week.at(utc("10-31", "16:46:00"), _undo)
    week.at(utc("10-31", "16:55:00"), status.resolve, number)


def _undo(session: Any, *, by: User) -> None:
    undoing.undo(session, acts.last(session, by)[0].batch, by=by)


def _edges(week: Week) -> None:
    asked = week.asks(60, utc("10-25", "20:00:00"))
    week.natively(asked, utc("10-27", "20:00:00"))
    week.asks(61, utc("10-25", "21:00:00"))
    week.asks(62, utc("11-02", "06:59:59.999999"))
    week.asks(63, utc("11-02", "07:00:00"))
    asked = week.asks(64, utc("10-26", "06:00:00"))
    week.natively(asked, utc("10-26", "06:00:00.000001"))


def _by_hours(week: Week) -> None:
    asked = week.asks(65, utc("10-29", "22:50:00"))
    week.to_team("Records", asked, utc("10-29", "22:51:00"))
    week.natively(asked, utc("10-30", "14:10:00"))
    asked = week.asks(66, utc("11-01", "05:30:00"))
    week.to_team("Records", asked, utc("11-01", "05:31:00"))
    week.natively(asked, utc("11-01", "09:30:00"))
    asked = week.asks(71, utc("10-31", "18:00:00"))
    week.to_team("Patrol", asked, utc("10-31", "18:01:00"))
    week.natively(asked, utc("10-31", "18:25:00"))


def _reopened_and_read_first(week: Week) -> None:
    asked = week.asks(75, utc("10-31", "19:00:00"))
    week.natively(asked, utc("10-31", "19:05:00"))
    number = week.of(asked).id
    week.at(utc("10-31", "19:06:00"), status.resolve, number)
    week.at(utc("10-31", "19:10:00"), status.reopen, number)
    again = week.again(asked, utc("10-31", "19:20:00"))
    week.natively(again, utc("10-31", "19:29:00"))
    given = {"external_id": "case-76", "thread_id": "case-76"}
    asked = incoming(
        **given, author=Author(external_id="resident-of-76"), sent_at=utc("10-31", "20:00:00")
    )
    week.natively(asked, utc("10-31", "20:02:00"))
    week.make.received(week.account, [asked])

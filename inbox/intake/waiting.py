"""Which waits does a page open, move and end?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from connectors.words import Direction, Kind, Platform
from inbox.copying import copied
from inbox.db import planned_afresh, table_of
from inbox.intake.threads import Thread
from inbox.models import Message, Wait, WaitEnd

_TABLE = table_of(Wait)
_UPDATE = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("key"))
    .values(
        started_at=bindparam("new_started_at"),
        opened_by_message_id=bindparam("new_opened_by_message_id"),
        ended_at=bindparam("new_ended_at"),
        end=bindparam("new_end"),
        ended_by_message_id=bindparam("new_ended_by_message_id"),
        received_at=bindparam("new_received_at"),
    )
)


@dataclass(slots=True, kw_only=True)
class WaitRow:
    """The columns of a wait. `id` is None while it is not stored."""

    id: int | None = None
    account_id: int
    conversation_id: int
    platform: Platform
    kind: Kind
    is_first: bool
    started_at: datetime
    opened_by_message_id: int
    received_at: datetime | None
    ended_at: datetime | None = None
    end: WaitEnd | None = None
    ended_by_message_id: int | None = None


class Question(NamedTuple):
    """Something that was asked: when, in which message, and when that came to us."""

    sent_at: datetime
    number: int
    received_at: datetime


@dataclass(slots=True)
class History:
    """A conversation's running wait, the waits this page ended, and its last answers.

    Those by the home of their thread: an answer in one that was merged later has not read
    what another asked.

    `asked` is what its running wait asks, as far as an answer may need it.
    """

    wait: WaitRow | None = None
    asked: list[Question] = field(default_factory=list)
    ended: list[WaitRow] = field(default_factory=list)
    last_answer_at: dict[int | None, datetime] = field(default_factory=dict)

    def was_answered(self, sent_at: datetime, home: int | None) -> bool:
        """Tell whether the department spoke in a thread after a moment.

        Platforms tell whole seconds: nobody answers within the one in which they are asked.
        """
        return home in self.last_answer_at and self.last_answer_at[home] > sent_at

    def answered_at(self, sent_at: datetime, home: int | None) -> None:
        """Note that the department spoke in a thread."""
        self.last_answer_at[home] = max(self.last_answer_at.get(home, sent_at), sent_at)

    def asked_after(self, sent_at: datetime) -> Question | None:
        """Return the first question that an answer of this moment cannot have answered."""
        return min((one for one in self.asked if one.sent_at >= sent_at), default=None)

    def close(self) -> None:
        """Set the running wait aside, ended."""
        if self.wait:
            self.ended.append(self.wait)
        self.wait = None


def opened(thread: Thread, asked: Question) -> WaitRow:
    """Start a wait with a question. What is not known of it here is noted by `inbox.measuring`."""
    wait = WaitRow(
        account_id=thread.account_id,
        conversation_id=thread.id,
        platform=thread.platform,
        kind=thread.kind,
        is_first=thread.is_new_cycle,
        started_at=asked.sent_at,
        opened_by_message_id=asked.number,
        received_at=asked.received_at,
    )
    thread.is_new_cycle = False
    thread.waiting_since = asked.sent_at
    return wait


def started_earlier(thread: Thread, wait: WaitRow, asked: Question) -> None:
    """Let a wait begin with a question that came to us later but was written before."""
    if asked.sent_at < wait.started_at:
        wait.started_at, wait.opened_by_message_id = asked.sent_at, asked.number
        wait.received_at = asked.received_at
        thread.waiting_since = asked.sent_at


def ended(thread: Thread, wait: WaitRow, sent_at: datetime, number: int) -> None:
    """End a wait with an answer that was typed on the platform itself."""
    wait.ended_at, wait.end = sent_at, WaitEnd.ANSWERED
    wait.ended_by_message_id = number
    thread.waiting_since = None


def histories(
    session: Session, threads: Collection[Thread], answered: Collection[int]
) -> dict[int, History]:
    """Return what was known of each conversation's waits before this page.

    `answered` are the conversations of which the page shows words of ours.
    """
    known = {thread.id: History() for thread in threads}
    earlier = [thread.id for thread in threads if not thread.is_new]
    if earlier:
        _add_running_waits(session, known, earlier)
        _add_last_answers(session, known, earlier)
        _add_questions(session, known, [one for one in earlier if one in answered])
    return known


def write(session: Session, threads: Collection[Thread], histories: Mapping[int, History]) -> None:
    """Store the waits a page opened, moved or ended, new ones with what their thread is now."""
    by_id = {thread.id: thread for thread in threads}
    touched = [
        wait for history in histories.values() for wait in (*history.ended, history.wait) if wait
    ]
    # Ended first: a conversation never has two running waits, not even in between.
    old = [_changes(wait) for wait in touched if wait.id is not None]
    if old:
        session.execute(_UPDATE, old)
    new = [_columns(wait, by_id[wait.conversation_id]) for wait in touched if wait.id is None]
    if new:
        session.execute(copied(_TABLE), new)


def _add_running_waits(session: Session, known: dict[int, History], earlier: list[int]) -> None:
    running = select(*(_TABLE.c[name] for name in WaitRow.__slots__)).where(
        _TABLE.c.conversation_id.in_(earlier), _TABLE.c.ended_at.is_(None)
    )
    for row in session.execute(planned_afresh(running)):
        known[row.conversation_id].wait = WaitRow(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name


def _add_last_answers(session: Session, known: dict[int, History], earlier: list[int]) -> None:
    answers = (
        select(Message.conversation_id, Message.home_id, func.max(Message.sent_at))
        .where(
            Message.conversation_id.in_(earlier),
            Message.direction == Direction.OUT,
            or_(Message.external_id.is_not(None), Message.by_hand_at.is_not(None)),
        )
        .group_by(Message.conversation_id, Message.home_id)
    )
    for conversation_id, home, at in session.execute(planned_afresh(answers)):
        known[conversation_id].last_answer_at[home] = at


def _add_questions(session: Session, known: dict[int, History], answered: list[int]) -> None:
    """Add what running waits ask, where words of ours may fall between two questions."""
    waiting = [one for one in answered if known[one].wait]
    if not waiting:
        return
    questions = (
        select(Message.conversation_id, Message.sent_at, Message.id, Message.received_at)
        .join(Wait, Wait.conversation_id == Message.conversation_id)
        .where(
            Message.conversation_id.in_(waiting),
            Message.direction == Direction.IN,
            Message.removed_at.is_(None),
            Message.sent_at >= Wait.started_at,
            Wait.ended_at.is_(None),
        )
    )
    rows = session.execute(planned_afresh(questions))
    for conversation_id, sent_at, number, received_at in rows:
        known[conversation_id].asked.append(Question(sent_at, number, received_at))


def _columns(wait: WaitRow, thread: Thread) -> dict[str, Any]:
    columns = {name: getattr(wait, name) for name in WaitRow.__slots__ if name != "id"}
    return columns | {"language": thread.language, "post_id": thread.post_id}


def _changes(wait: WaitRow) -> dict[str, Any]:
    return {
        "key": wait.id,
        "new_started_at": wait.started_at,
        "new_opened_by_message_id": wait.opened_by_message_id,
        "new_ended_at": wait.ended_at,
        "new_end": wait.end,
        "new_ended_by_message_id": wait.ended_by_message_id,
        "new_received_at": wait.received_at,
    }

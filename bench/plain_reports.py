"""What are the figures of a report, reckoned in plain Python from every row?

As a newcomer would write it, with moments as moments: nothing here is shared with what it checks
but the words for figures and how their places are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from bench.large_desk import NOW
from bench.waiting_desk import HOURS, ZONE
from connectors.words import Direction
from inbox.filters.conditions import NOBODY, NONE
from inbox.hours import staffed
from inbox.models import Conversation, Event, Message, Tag, Wait, WaitEnd, conversation_tag
from inbox.reckoning import MICROSECOND
from inbox.reports import figures, keys, moments, spreads
from inbox.reports.asking import Asked
from inbox.reports.figures import Figures, Kept, Spread
from inbox.reports.volume import Volume

_OPENER = aliased(Message)
_NEEDED = (
    Wait.conversation_id,
    Wait.is_first,
    Wait.started_at,
    Wait.ended_at,
    Wait.end,
    Wait.due_at,
    Wait.target,
    Wait.ended_by_user_id,
    Wait.hours_id,
    Wait.staffed,
    Wait.platform,
    Wait.kind,
    Wait.account_id,
    Conversation.assignee_id,
    Conversation.team_id,
    Conversation.language,
    Conversation.post_id,
    _OPENER.sent_at,
    _OPENER.received_at,
    _OPENER.first_seen_at,
)
_WRITTEN = (
    Message.sent_at,
    Message.author_contact_id,
    Message.conversation_id,
    Conversation.platform,
    Conversation.kind,
    Conversation.account_id,
    Conversation.assignee_id,
    Conversation.team_id,
    Conversation.language,
    Conversation.post_id,
)
_NOTHING = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Every row that some report looks at."""

    waits: Sequence[Any]
    written: Sequence[Any]
    tags: Mapping[int, Sequence[str]]
    resolves: Mapping[int, Sequence[datetime]]

    def by(self, asked: Asked, name: str) -> dict[str, Figures]:
        """Count by one thing."""
        groups: dict[str, list[Any]] = {}
        for row in self.chosen(asked):
            for key in self._keys(row, name):
                groups.setdefault(key, []).append(row)
        return {key: _figures(rows) for key, rows in groups.items()}

    def summary(self, asked: Asked) -> Sequence[Any]:
        """Tell what a summary tells of waits."""
        every = self.by(asked, keys.TOTAL).get("", Figures())
        stretches = self.by(asked, keys.WEEK if asked.days > 62 else keys.DAY)
        firsts = [one for one in self.chosen(asked) if one.is_first]
        counted = [one for one in firsts if one.end in (None, WaitEnd.ANSWERED)]
        so_far = figures.spread_of(_age(one) for one in counted)
        by_hours = figures.spread_of(_by_hours(one) for one in counted)
        return [
            every,
            list(stretches.values()),
            so_far,
            by_hours,
            self._resolved(firsts),
            [self._running(asked, at) for at in (asked.start, asked.end)],
            self._volume(asked),
        ]

    def lags(self, asked: Asked) -> Mapping[str, Spread]:
        """Tell where the time of first waits went."""
        firsts = [one for one in self.chosen(asked) if one.is_first]
        seen = [one for one in firsts if one.first_seen_at]
        answered = [one for one in seen if one.end is WaitEnd.ANSWERED]
        found = {
            spreads.REACHING: (one.received_at - one.sent_at for one in firsts),
            spreads.UNSEEN: (one.first_seen_at - one.received_at for one in seen),
            spreads.ANSWERING: (one.ended_at - one.first_seen_at for one in answered),
        }
        return {
            name: figures.spread_of(max(one, _NOTHING) for one in lengths)
            for name, lengths in found.items()
        }

    def chosen(self, asked: Asked) -> Iterator[Any]:
        """Give the waits that began on these days, but for those that were merged."""
        start, end = asked.start, asked.end
        for row in self.waits:
            is_one = row.end is not WaitEnd.MERGED and start <= row.started_at < end
            if is_one and self._fits(asked, row):
                yield row

    def _fits(self, asked: Asked, row: Any) -> bool:
        """Whether what a report is narrowed by holds for a wait, or for a message."""
        return all(_given(given) in self._keys(row, name) for name, (given,) in asked.filter.parts)

    def _volume(self, asked: Asked) -> Volume:
        before, now = (list(self._sent(one)) for one in (asked.before, asked))
        people = {one.author_contact_id for one in now if one.author_contact_id}
        return Volume(messages=len(now), people=len(people), messages_before=len(before))

    def _sent(self, asked: Asked) -> Iterator[Any]:
        start, end = asked.start, asked.end
        for row in self.written:
            if start <= row.sent_at < end and self._fits(asked, row):
                yield row

    def _keys(self, row: Any, name: str) -> Sequence[str]:
        if name == keys.TAG:
            return self.tags.get(row.conversation_id, ())
        return (_KEYS[name](row),)

    def _running(self, asked: Asked, at: datetime) -> int:
        return sum(
            one.started_at < at and (one.ended_at is None or one.ended_at >= at)
            for one in self.waits
            if one.end is not WaitEnd.MERGED and self._fits(asked, one)
        )

    def _resolved(self, firsts: Iterable[Any]) -> Spread:
        since = (
            [at for at in self.resolves.get(one.conversation_id, ()) if at >= one.started_at]
            for one in firsts
        )
        return figures.spread_of(
            min(moments) - one.started_at
            for one, moments in zip(firsts, since, strict=True)
            if moments
        )


def read(session: Session) -> Plain:
    """Read every row."""
    waits = (
        select(*_NEEDED)
        .join(Conversation, Conversation.id == Wait.conversation_id)
        .join(_OPENER, _OPENER.id == Wait.opened_by_message_id)
        .order_by(Wait.started_at)
    )
    written = (
        select(*_WRITTEN)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.direction == Direction.IN)
    )
    tags = select(conversation_tag.c.conversation_id, Tag.name).join(
        Tag, Tag.id == conversation_tag.c.tag_id
    )
    resolves = select(Event.conversation_id, Event.occurred_at).where(
        Event.name == "conversation.resolved"
    )
    return Plain(
        waits=session.execute(waits).all(),
        written=session.execute(written).all(),
        tags=_grouped(session.execute(tags)),
        resolves=_grouped(session.execute(resolves)),
    )


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for number, value in rows:
        found.setdefault(number, []).append(value)
    return found


def _given(value: str) -> str:
    return "" if value in (NOBODY, NONE) else value


def _figures(kept: list[Any]) -> Figures:
    answered = [one for one in kept if one.end is WaitEnd.ANSWERED]
    waiting = [one for one in kept if one.end is None]
    first, following = (
        figures.spread_of(_age(one) for one in answered if one.is_first is which)
        for which in (True, False)
    )
    first_staffed, following_staffed = (
        figures.spread_of(_by_hours(one) for one in answered if one.is_first is which)
        for which in (True, False)
    )
    return Figures(
        answered=len(answered),
        no_reply_needed=sum(one.end is WaitEnd.NO_REPLY_NEEDED for one in kept),
        withdrawn=sum(one.end is WaitEnd.WITHDRAWN for one in kept),
        waiting=len(waiting),
        on_platform=sum(one.ended_by_user_id is None for one in answered),
        firsts=sum(one.is_first for one in kept),
        waiting_longest=max(map(_age, waiting), default=None),
        waiting_longest_staffed=max(map(_by_hours, waiting), default=None),
        first=first,
        following=following,
        first_staffed=first_staffed,
        following_staffed=following_staffed,
        first_kept=_kept([one for one in kept if one.is_first]),
        following_kept=_kept([one for one in kept if not one.is_first]),
    )


def _age(row: Any) -> timedelta:
    age: timedelta = (row.ended_at or NOW) - row.started_at
    return max(age, _NOTHING)


def _by_hours(row: Any) -> timedelta:
    if row.staffed is not None:
        return row.staffed * MICROSECOND  # type: ignore[no-any-return]  # a row is of anything
    hours = HOURS if row.hours_id else None
    return staffed.between(hours, row.started_at, row.ended_at or NOW)


def _kept(rows: list[Any]) -> Kept:
    targets = [timedelta(seconds=one.target) for one in rows]
    return Kept(
        within=sum(one.end is WaitEnd.ANSWERED and one.ended_at <= one.due_at for one in rows),
        late=sum((one.ended_at or NOW) > one.due_at for one in rows),
        promised=len(rows),
        shortest=min(targets, default=None),
        longest=max(targets, default=None),
    )


def _day(row: Any) -> int:
    return moments.number_of(row.started_at.astimezone(ZONE).date())


def _hour(row: Any) -> str:
    at = row.started_at.astimezone(ZONE)
    return str(at.weekday() * 24 + at.hour)


def _week(row: Any) -> str:
    at = row.started_at.astimezone(ZONE)
    return str(moments.number_of(at.date() - timedelta(days=at.weekday())))


def _person(row: Any) -> int | None:
    """Whoever ended a wait; of one that runs, and of a message, whom it is assigned to."""
    is_over = "end" in row._fields and row.end
    person: int | None = row.ended_by_user_id if is_over else row.assignee_id
    return person


_KEYS: dict[str, Callable[[Any], str]] = {
    keys.TOTAL: lambda _: "",
    keys.DAY: lambda row: str(_day(row)),
    keys.WEEK: _week,
    keys.HOUR: _hour,
    keys.PLACE: lambda row: f"{row.platform.value}/{row.kind.value}",
    keys.ACCOUNT: lambda row: str(row.account_id),
    keys.PERSON: lambda row: str(_person(row) or ""),
    "platform": lambda row: row.platform.value,
    "kind": lambda row: row.kind.value,
    keys.TEAM: lambda row: str(row.team_id or ""),
    keys.LANGUAGE: lambda row: str(row.language or ""),
    keys.POST: lambda row: str(row.post_id or ""),
}

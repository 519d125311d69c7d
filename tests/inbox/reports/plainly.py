"""The figures of a report, reckoned again in plain Python from the rows alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox.models import Conversation, Message, Promise, PromiseKind, Tag, Wait, WaitEnd
from inbox.models import conversation_tag as tagged
from inbox.reports import keys
from inbox.reports.asking import Asked
from inbox.reports.figures import Figures, Kept, Spread, spread_of

HOUR = timedelta(hours=1)

Case = tuple[Wait, Conversation]
Due = Mapping[int, tuple[datetime, timedelta]]
"""When the answer to a wait was due, and its target."""


@dataclass(frozen=True, slots=True)
class Plainly:
    """Every wait that began on the days of a report, in UTC, and what is known of them."""

    cases: Sequence[Case]
    due: Due
    marked: Collection[int]
    now: datetime
    tags: Mapping[int, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, session: Session, asked: Asked, now: datetime) -> Plainly:
        """Read all rows there are."""
        rows = session.execute(
            select(Wait, Conversation).join(Conversation, Conversation.id == Wait.conversation_id)
        )
        began = [
            (wait, conversation)
            for wait, conversation in rows
            if asked.start <= wait.started_at < asked.end and wait.end is not WaitEnd.MERGED
        ]
        tags: dict[int, list[str]] = {}
        for number, name in session.execute(
            select(tagged.c.conversation_id, Tag.name).join(Tag, Tag.id == tagged.c.tag_id)
        ):
            tags.setdefault(number, []).append(name)
        marked = select(Message.id).where(Message.by_hand_at.is_not(None))
        return cls(began, _due(session), set(session.scalars(marked)), now, tags)

    def by(self, name: str) -> dict[str, Figures]:
        """Return the figures by one of the things that a report counts by, as an address has it."""
        groups: dict[str, list[Wait]] = {}
        for wait, conversation in self.cases:
            for key in self._keys(name, wait, conversation):
                groups.setdefault(key, []).append(wait)
        return {key: self._figures(waits) for key, waits in groups.items()}

    def so_far(self) -> Spread:
        """Measure the staffed hours of first waits: those that were answered, those that run."""
        return spread_of(
            self._staffed(wait)
            for wait, _ in self.cases
            if wait.is_first and wait.end in (None, WaitEnd.ANSWERED)
        )

    def _keys(self, name: str, wait: Wait, conversation: Conversation) -> Iterable[str]:
        if name == keys.TAG:
            return self.tags.get(conversation.id, ())
        if name == keys.PERSON:
            whose = wait.ended_by_user_id if wait.ended_at else conversation.assignee_id
            return [str(whose or "nobody")]
        return [_KEYS[name](wait, conversation)]

    def _figures(self, waits: Sequence[Wait]) -> Figures:
        answered = [one for one in waits if one.end is WaitEnd.ANSWERED]
        waiting = [one for one in waits if one.end is None]
        first = [one for one in waits if one.is_first]
        following = [one for one in waits if not one.is_first]
        return Figures(
            answered=len(answered),
            no_reply_needed=sum(one.end is WaitEnd.NO_REPLY_NEEDED for one in waits),
            withdrawn=sum(one.end is WaitEnd.WITHDRAWN for one in waits),
            waiting=len(waiting),
            on_platform=sum(
                one.ended_by_user_id is None or one.ended_by_message_id in self.marked
                for one in answered
            ),
            firsts=len(first),
            waiting_longest=max((self._length(one) for one in waiting), default=None),
            waiting_longest_staffed=max((self._staffed(one) for one in waiting), default=None),
            first=self._spread(first, self._length),
            following=self._spread(following, self._length),
            first_staffed=self._spread(first, self._staffed),
            following_staffed=self._spread(following, self._staffed),
            first_kept=self._kept(first),
            following_kept=self._kept(following),
        )

    def _spread(self, waits: Iterable[Wait], measure: Callable[[Wait], timedelta]) -> Spread:
        return spread_of(measure(one) for one in waits if one.end is WaitEnd.ANSWERED)

    def _kept(self, waits: Iterable[Wait]) -> Kept:
        held = [(one, *self.due[one.id]) for one in waits if one.id in self.due]
        return Kept(
            within=sum(
                one.end is WaitEnd.ANSWERED and one.ended_at is not None and one.ended_at <= due_at
                for one, due_at, _ in held
            ),
            late=sum((one.ended_at or self.now) > due_at for one, due_at, _ in held),
            promised=len(held),
            shortest=min((target for _, _, target in held), default=None),
            longest=max((target for _, _, target in held), default=None),
        )

    def _length(self, wait: Wait) -> timedelta:
        return max((wait.ended_at or self.now) - wait.started_at, timedelta())

    def _staffed(self, wait: Wait) -> timedelta:
        """Add up what lies between nine and five of each day, where the wait keeps hours."""
        start, end = wait.started_at, wait.ended_at or self.now
        if not wait.hours_id:
            return max(end - start, timedelta())
        midnights = (
            datetime.combine(start.date(), time(), UTC) + timedelta(days=number)
            for number in range((end - start).days + 2)
        )
        return sum(
            (
                max(min(end, midnight + 17 * HOUR) - max(start, midnight + 9 * HOUR), timedelta())
                for midnight in midnights
            ),
            timedelta(),
        )


def _due(session: Session) -> Due:
    promises = session.scalars(
        select(Promise).where(Promise.target.is_not(None), Promise.kind != PromiseKind.RESOLUTION)
    )
    return {
        one.wait_id: (one.due_at, timedelta(seconds=one.target))
        for one in promises
        if one.due_at is not None and one.target is not None
    }


_KEYS: Mapping[str, Callable[[Wait, Conversation], str]] = {
    keys.TOTAL: lambda _wait, _there: "",
    keys.DAY: lambda wait, _there: wait.started_at.date().isoformat(),
    keys.HOUR: lambda wait, _there: str(wait.started_at.weekday() * 24 + wait.started_at.hour),
    keys.PLACE: lambda wait, _there: f"{wait.platform}/{wait.kind}",
    keys.ACCOUNT: lambda wait, _there: str(wait.account_id),
    keys.TEAM: lambda _wait, there: str(there.team_id or "none"),
    keys.LANGUAGE: lambda _wait, there: there.language or "none",
    keys.POST: lambda _wait, there: str(there.post_id or "none"),
}

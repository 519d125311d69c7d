"""Which waits, and so which conversations, stand behind a figure?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock
from inbox.errors import Invalid
from inbox.models import Conversation, User, Wait, WaitEnd
from inbox.reckoning import reckoned
from inbox.reports import choosing, fates, keys, moments, spreads
from inbox.reports.arrays import Marks, Numbers
from inbox.reports.asking import Asked
from inbox.reports.gathering import Waits

PAGE = 50
MOST_PAGES = 10**6
BACKLOG = "backlog"
_NEEDED = ("conversation", "seen")

FIGURES: Mapping[str, str] = {
    "all": Phrase("Everyone who began to wait"),
    "answered": Phrase("Answered"),
    "first": Phrase("First responses, the longest first"),
    "following": Phrase("Next responses, the longest first"),
    "on_platform": Phrase("Answered on the platform itself"),
    "no_reply_needed": Phrase("No reply needed"),
    "withdrawn": Phrase("Withdrew what they had asked"),
    "waiting": Phrase("Still waiting"),
    "first_waits": Phrase("First waits, however they ended"),
    "following_waits": Phrase("Later waits, however they ended"),
    "so_far": Phrase("First responses, and those still waiting for one"),
    "late": Phrase("Past their target, answered or not"),
    "within": Phrase("Answered within their target"),
    "promised": Phrase("Within their target, or past it"),
    "first_within": Phrase("First responses within their target"),
    "first_promised": Phrase("First responses within their target, or past it"),
    "following_within": Phrase("Next responses within their target"),
    "following_promised": Phrase("Next responses within their target, or past it"),
    "first_with_target": Phrase("First waits for which a target held"),
    "following_with_target": Phrase("Later waits for which a target held"),
    "seen": Phrase("First waits whose message somebody opened"),
    "seen_answered": Phrase("First waits that somebody opened, and answered"),
    "resolved": Phrase("Resolved since"),
    BACKLOG: Phrase("Waiting when the last day was over"),
}
"""Every figure that can be opened, and what its list is called."""

OF_LAGS = {
    spreads.REACHING: "first_waits",
    spreads.UNSEEN: "seen",
    spreads.ANSWERING: "seen_answered",
}
"""Which of them stands behind each part of where the time goes."""


class NoSuchFigure(Invalid):
    """An address asks for what no report shows."""

    def __init__(self) -> None:
        super().__init__(Phrase("No such figure is shown. Open one from the report."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One wait behind a figure."""

    wait: Wait
    conversation: Conversation
    answered_by: User | None
    length: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A page of the waits behind a figure, the longest first, and how many there are in all."""

    figure: str
    count: int
    items: Sequence[Opened]
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; one at least."""
        return max(1, -(-self.count // PAGE))

    @property
    def title(self) -> str:
        """What the list is called."""
        return FIGURES[self.figure]


def behind(
    session: Session, asked: Asked, figure: str, *, hour: int | None = None, page: int = 1
) -> Behind:
    """Return one page of what a figure counts. Raises NoSuchFigure."""
    if figure not in FIGURES:
        raise NoSuchFigure
    now = reckoned(clock.now(session))
    waits = _counted(session, asked, figure, now)
    if hour is not None:
        waits = waits.at(np.flatnonzero(keys.hour(waits) == hour))
    lengths = np.where(waits.end == fates.WAITING, now, waits.until) - waits.started
    longest_first = np.lexsort((waits.told("conversation"), waits.started, -lengths))
    shown = waits.at(longest_first[(page - 1) * PAGE : page * PAGE])
    items = _items(session, shown)
    return Behind(figure=figure, count=len(waits), items=items, page=page)


def hour_of(given: str) -> int | None:
    """Read the hour of the week. Raises NoSuchFigure."""
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and int(given[:4]) < moments.HOURS_OF_A_WEEK):
        raise NoSuchFigure
    return int(given)


def _counted(session: Session, asked: Asked, figure: str, now: int) -> Waits:
    if figure == BACKLOG:
        return choosing.running(session, asked, asked.end, beside=_NEEDED)
    waits = choosing.began(session, asked, beside=_NEEDED)
    holds = _OF_FATE[figure][fates.of_each(waits, now)]
    if figure in _TELLING:
        holds = holds & (_TELLING[figure](waits) > 0)
    return waits.at(np.flatnonzero(holds))


def _items(session: Session, waits: Waits) -> list[Opened]:
    """Look up waits by their conversations and when they began, in the same order."""
    conversations, started = waits.told("conversation").tolist(), waits.started.tolist()
    asked = (
        select(Wait, Conversation, User)
        .join(Conversation, Conversation.id == Wait.conversation_id)
        .outerjoin(User, User.id == Wait.ended_by_user_id)
        .where(
            Wait.conversation_id.in_(conversations),
            choosing.START.in_(started),
            Wait.end.is_distinct_from(WaitEnd.MERGED),
        )
        .order_by(Wait.id.desc())
        .options(selectinload(Conversation.contact), selectinload(Conversation.account))
    )
    there = defaultdict[tuple[int, int], list[Opened]](list)
    now = clock.now(session)
    for wait, conversation, user in session.execute(asked):
        one = Opened(
            wait=wait, conversation=conversation, answered_by=user, length=_length(wait, now)
        )
        there[wait.conversation_id, wait.started_microseconds].append(one)
    wanted = zip(conversations, started, strict=True)
    return [there[one].pop() for one in wanted if there[one]]


def _length(wait: Wait, now: datetime) -> timedelta:
    return max((wait.ended_at or now) - wait.started_at, timedelta())


_WAITING, _ANSWERED, _NO_REPLY_NEEDED, _WITHDRAWN = fates.ENDED
_WITHIN, _PROMISED, _FIRST = fates.WITHIN, fates.WITHIN | fates.LATE, fates.FIRST
_OF_FATE: Mapping[str, Marks] = {
    "all": np.ones_like(_FIRST),
    "answered": _ANSWERED,
    "first": _ANSWERED & _FIRST,
    "following": _ANSWERED & ~_FIRST,
    "on_platform": fates.ON_PLATFORM,
    "no_reply_needed": _NO_REPLY_NEEDED,
    "withdrawn": _WITHDRAWN,
    "waiting": _WAITING,
    "first_waits": _FIRST,
    "following_waits": ~_FIRST,
    "so_far": _FIRST & (_WAITING | _ANSWERED),
    "late": fates.LATE,
    "within": _WITHIN,
    "promised": _PROMISED,
    "first_within": _WITHIN & _FIRST,
    "first_promised": _PROMISED & _FIRST,
    "following_within": _WITHIN & ~_FIRST,
    "following_promised": _PROMISED & ~_FIRST,
    "first_with_target": _FIRST,
    "following_with_target": ~_FIRST,
    "seen": _FIRST,
    "seen_answered": _FIRST & _ANSWERED,
    "resolved": np.ones_like(_FIRST),
}
"""For which fates each figure counts a wait."""

_TELLING: Mapping[str, Callable[[Waits], Numbers]] = {
    "first_with_target": lambda waits: waits.target,
    "following_with_target": lambda waits: waits.target,
    "seen": lambda waits: waits.told("seen"),
    "seen_answered": lambda waits: waits.told("seen"),
    "resolved": lambda waits: waits.told("resolved"),
}
"""What else must be told of it."""

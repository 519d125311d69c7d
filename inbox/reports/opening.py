"""Which waits, and so which conversations, stand behind a figure?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock
from inbox.errors import Invalid
from inbox.models import Conversation, Message, User, Wait, WaitEnd
from inbox.reckoning import reckoned
from inbox.reports import backlog, choosing, moments, spreads
from inbox.reports.asking import Asked

PAGE = 50
MOST_PAGES = 10**6

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
    "backlog": Phrase("Waiting when the last day was over"),
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
    counts = _condition(asked, figure, clock.now(session))
    condition = and_(counts, _in_hour(asked, hour), choosing.chosen(asked))
    counted = select(func.count()).select_from(Wait).where(condition)
    count: int = session.execute(counted).scalar_one()
    return Behind(figure=figure, count=count, items=_items(session, condition, page), page=page)


def hour_of(given: str) -> int | None:
    """Read the hour of the week. Raises NoSuchFigure."""
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and int(given[:4]) < moments.HOURS_OF_A_WEEK):
        raise NoSuchFigure
    return int(given)


def _items(session: Session, condition: ColumnElement[bool], page: int) -> list[Opened]:
    now = clock.now(session)
    until = case((choosing.END.is_(None), reckoned(now)), else_=choosing.END)
    longest_first = (
        choosing.joined(select(Wait, Conversation, User).select_from(Wait))
        .outerjoin(User, User.id == Wait.ended_by_user_id)
        .where(condition)
        .order_by((until - choosing.START).desc(), Wait.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
        .options(selectinload(Conversation.contact), selectinload(Conversation.account))
    )
    return [
        Opened(wait=wait, conversation=conversation, answered_by=user, length=_length(wait, now))
        for wait, conversation, user in session.execute(longest_first)
    ]


def _length(wait: Wait, now: datetime) -> timedelta:
    return max((wait.ended_at or now) - wait.started_at, timedelta())


def _in_hour(asked: Asked, hour: int | None) -> ColumnElement[bool]:
    if hour is None:
        return true()
    found = moments.hour_of_week(choosing.START, asked.first, asked.last, asked.zone)
    return found == hour


def _condition(asked: Asked, figure: str, now: datetime) -> ColumnElement[bool]:
    if figure == "backlog":
        return backlog.running(asked.end)
    return and_(choosing.began(asked), (_HOLDS | _by_target(now))[figure])


def _by_target(now: datetime) -> dict[str, ColumnElement[bool]]:
    within, late = choosing.IS_WITHIN, choosing.is_late(now)
    either, is_next = or_(within, late), Wait.is_first.is_(False)
    return {
        "late": late,
        "within": within,
        "promised": either,
        "first_within": and_(within, Wait.is_first),
        "first_promised": and_(either, Wait.is_first),
        "following_within": and_(within, is_next),
        "following_promised": and_(either, is_next),
    }


_IS_SEEN = Wait.opened_by_message_id.in_(
    select(Message.id).where(Message.first_seen_at.is_not(None))
)
_HOLDS: dict[str, ColumnElement[bool]] = {
    "all": true(),
    "answered": choosing.IS_ANSWERED,
    "first": and_(choosing.IS_ANSWERED, Wait.is_first),
    "following": and_(choosing.IS_ANSWERED, Wait.is_first.is_(False)),
    "on_platform": choosing.ON_THE_PLATFORM,
    "no_reply_needed": Wait.end == WaitEnd.NO_REPLY_NEEDED,
    "withdrawn": Wait.end == WaitEnd.WITHDRAWN,
    "waiting": Wait.end.is_(None),
    "first_waits": Wait.is_first.expression,
    "following_waits": Wait.is_first.is_(False),
    "first_with_target": and_(Wait.is_first, Wait.target.is_not(None)),
    "following_with_target": and_(Wait.is_first.is_(False), Wait.target.is_not(None)),
    "so_far": and_(Wait.is_first, or_(Wait.end.is_(None), choosing.IS_ANSWERED)),
    "seen": and_(Wait.is_first, _IS_SEEN),
    "seen_answered": and_(Wait.is_first, _IS_SEEN, choosing.IS_ANSWERED),
    "resolved": Wait.resolved_at.is_not(None),
}

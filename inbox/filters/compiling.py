"""How does a filter become the one SQL expression that its list and its count use?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, literal_column, or_, select
from sqlalchemy.orm import Session

from inbox import clock
from inbox.filters import values
from inbox.filters.conditions import ME, NOBODY, NONE
from inbox.filters.reading import Filter
from inbox.models import Conversation, Status, Tag, User, conversation_tag
from inbox.search import folding, matching
from inbox.search.expressions import Expression
from inbox.views import IS_OPEN

Given = tuple[str, ...]

# Literal text, for the sake of the partial indexes (see `inbox.views`).
_IS: dict[Status, ColumnElement[bool]] = {
    **{one: literal_column(f"conversation.status = '{one}'") for one in Status},
    Status.OPEN: IS_OPEN,
}


@dataclass(frozen=True, slots=True)
class Asking:
    """Where and when a filter is asked, and by whom."""

    session: Session
    user: User

    @property
    def now(self) -> datetime:
        """The present moment."""
        return clock.now(self.session)

    def begins(self, day: str) -> datetime:
        """Return when a day of the department begins."""
        zone: ZoneInfo = self.session.info["settings"].time_zone
        return datetime.combine(date.fromisoformat(day), time(), zone)


def condition(asked: Filter, session: Session, user: User) -> ColumnElement[bool]:
    """Return the expression of a filter for one person."""
    asking = Asking(session, user)
    return and_(
        _has_status(asked.statuses),
        *(() if asked.is_of_open else (Conversation.merged_into_id.is_(None),)),
        *(_BY_NAME[name](given, asking) for name, given in asked.parts if name != "status"),
    )


def _has_status(statuses: Given) -> ColumnElement[bool]:
    if len(statuses) == len(Status):
        return literal_column("1 = 1")
    return or_(*(_IS[Status(one)] for one in statuses))


def _platform(given: Given, _asking: Asking) -> ColumnElement[bool]:
    return Conversation.platform.in_(given)


def _kind(given: Given, _asking: Asking) -> ColumnElement[bool]:
    return Conversation.kind.in_(given)


def _priority(given: Given, _asking: Asking) -> ColumnElement[bool]:
    return Conversation.priority.in_(given)


def _named(given: Given, _asking: Asking) -> ColumnElement[bool]:
    numbers = [int(one) for one in given if one != NONE]
    without = [Conversation.named_status_id.is_(None)] if NONE in given else []
    return or_(Conversation.named_status_id.in_(numbers), *without)


def _language(given: Given, _asking: Asking) -> ColumnElement[bool]:
    untold = [Conversation.language.is_(None)] if NONE in given else []
    return or_(Conversation.language.in_(given), *untold)


def _account(given: Given, _asking: Asking) -> ColumnElement[bool]:
    return Conversation.account_id.in_(map(int, given))


def _team(given: Given, _asking: Asking) -> ColumnElement[bool]:
    numbers = [int(one) for one in given if one != NONE]
    without = [Conversation.team_id.is_(None)] if NONE in given else []
    return or_(Conversation.team_id.in_(numbers), *without)


def _assignee(given: Given, asking: Asking) -> ColumnElement[bool]:
    numbers = [asking.user.id if one == ME else int(one) for one in given if one != NOBODY]
    without = [Conversation.assignee_id.is_(None)] if NOBODY in given else []
    return or_(Conversation.assignee_id.in_(numbers), *without)


def _tag(given: Given, _asking: Asking) -> ColumnElement[bool]:
    # Its own table by the number of the tag: few rows, and looked up once for all conversations.
    tags = select(Tag.id).where(Tag.name.in_(given))
    tagged = select(conversation_tag.c.conversation_id).where(conversation_tag.c.tag_id.in_(tags))
    return Conversation.id.in_(tagged)


def _waiting(given: Given, asking: Asking) -> ColumnElement[bool]:
    match given[0]:
        case "yes":
            return Conversation.waiting_since.is_not(None)
        case "no":
            return Conversation.waiting_since.is_(None)
        case long:
            return Conversation.waiting_since <= asking.now - values.span(long)


def _ending(given: Given, asking: Asking) -> ColumnElement[bool]:
    ends = Conversation.answer_by.between(asking.now, asking.now + values.span(given[0]))
    return and_(Conversation.waiting_since.is_not(None), ends)


def _muted(given: Given, _asking: Asking) -> ColumnElement[bool]:
    return Conversation.is_muted.is_(given[0] == "yes")


def _post(given: Given, _asking: Asking) -> ColumnElement[bool]:
    return Conversation.post_id == int(given[0])


def _text(given: Given, asking: Asking) -> ColumnElement[bool]:
    expression = Expression()
    for word in dict.fromkeys(folding.words(given[0])):
        expression = expression.and_also((((word,), False),))
    found, _ = matching.entries(asking.session, expression)
    entries = found.subquery()
    return Conversation.id.in_(select(entries.c.conversation_id))


def _since(given: Given, asking: Asking) -> ColumnElement[bool]:
    return Conversation.active_at >= asking.begins(given[0])


def _until(given: Given, asking: Asking) -> ColumnElement[bool]:
    following = date.fromisoformat(given[0]) + timedelta(days=1)
    return Conversation.active_at < asking.begins(following.isoformat())


_BY_NAME: dict[str, Callable[[Given, Asking], ColumnElement[bool]]] = {
    "named": _named,
    "platform": _platform,
    "kind": _kind,
    "priority": _priority,
    "language": _language,
    "account": _account,
    "team": _team,
    "assignee": _assignee,
    "tag": _tag,
    "waiting": _waiting,
    "ending": _ending,
    "muted": _muted,
    "post": _post,
    "text": _text,
    "since": _since,
    "until": _until,
}

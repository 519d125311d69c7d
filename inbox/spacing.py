"""When may a message leave, so that the pace its platform allows holds?

Two written in the same instant may get the same moment: the platform then refuses
one for a while, in its own words and with its own time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from connectors.capabilities import Pace
from connectors.catalogue import capabilities_of
from connectors.phrases import Phrase
from connectors.words import Audience
from inbox.models import Conversation, Delivery, DeliveryState, Message
from inbox.views import PLATFORM_NAMES

MINUTE = timedelta(minutes=1)
_NEVER_LEAVES = (DeliveryState.TAKEN_BACK, DeliveryState.BY_HAND)
_LEAVES_AT = case(
    (Delivery.state == DeliveryState.QUEUED, Delivery.due_at),
    else_=func.coalesce(Delivery.attempted_at, Delivery.due_at),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When a message goes out, and why not sooner; empty when nothing holds it."""

    at: datetime
    reason: str = ""


def earliest(
    session: Session,
    conversation: Conversation,
    audience: Audience,
    wanted: datetime,
    *,
    besides: Delivery | None = None,
) -> Moment:
    """Return the first moment from `wanted` on. `conversation.account` must be loaded.

    `besides` is the delivery that is moved, and so does not stand in its own way.
    """
    can = capabilities_of(conversation.account.connector)[conversation.kind]
    found = Moment(at=wanted)
    for pace in can.private_paces if audience is Audience.PRIVATE else ():
        free_at = _free_at(session, conversation.account_id, pace, besides)
        if free_at and free_at > found.at:
            found = Moment(at=free_at, reason=_in_words(conversation, pace))
    return found


def _free_at(
    session: Session, account_id: int, pace: Pace, besides: Delivery | None
) -> datetime | None:
    """Return when the message that uses up the pace has left its window."""
    last = session.scalar(
        select(_LEAVES_AT)
        .join(Message, Message.id == Delivery.message_id)
        .where(
            Delivery.account_id == account_id,
            Delivery.id != (besides.id if besides else None),
            Delivery.state.not_in(_NEVER_LEAVES),
            Message.audience == Audience.PRIVATE,
        )
        .order_by(_LEAVES_AT.desc())
        .offset(pace.count - 1)
        .limit(1)
    )
    return last + pace.window if last else None


def _in_words(conversation: Conversation, pace: Pace) -> str:
    platform = PLATFORM_NAMES[conversation.platform]
    return Phrase(
        "{platform} allows {count:,} messages in {pace:,} minutes.",
        platform=platform,
        count=pace.count,
        pace=pace.window // MINUTE,
    )

"""How does one worker, and no other, get hold of a delivery?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, selectinload

from connectors.base import Access
from connectors.errors import Refused
from connectors.phrases import Phrase
from connectors.sending import OutgoingReply
from connectors.words import Surface
from inbox import (
    accounts,
    clock,
    conversations,
    homes,
    leases,
    outgoing_pictures,
    settlement,
    standing_for,
    timeline,
)
from inbox.models import (
    Account,
    AccountState,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
)
from inbox.outbox.looking import LOOK_AFTER
from inbox.rows import changed
from inbox.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery held by this worker, with all that is needed to act on it.

    `connected_at` is since when its account has been connected as it is now; `objection` is why
    it is not to be sent: on nobody's word any more.
    """

    delivery_id: int
    conversation_id: int
    account_id: int
    connected_at: datetime | None
    holder: str
    reply: OutgoingReply
    access: Access
    connector: str
    looks: int
    times_not_found: int
    attempts: int
    objection: Refused | None


def give_up_dead_attempt(runtime: Runtime, delivery_id: int) -> None:
    """Turn an attempt whose worker died into an unknown outcome."""
    with runtime.writing() as session:
        now = clock.now(session)
        is_dead = (
            Delivery.id == delivery_id,
            Delivery.state == DeliveryState.SENDING,
            Delivery.leased_until < now,
        )
        conversation_id = session.scalar(select(Delivery.conversation_id).where(*is_dead))
        if conversation_id is None:
            return
        conversations.hold(session, [conversation_id])
        ended = Phrase("The process that sent it ended before the platform answered.")
        if changed(session, update(Delivery).where(*is_dead).values(unknown(now, ended))):
            record(session, delivery_id, "reply.became_unknown")


def claim_to_send(runtime: Runtime, delivery_id: int) -> Claim | None:
    """Claim a reply that is due, by one conditional update; None when there is nothing to send."""
    holder = leases.new_holder()
    with runtime.writing() as session:
        now = clock.now(session)
        won = changed(
            session,
            update(Delivery)
            .where(
                Delivery.id == delivery_id,
                Delivery.state == DeliveryState.QUEUED,
                Delivery.due_at <= now,
                _account_is_connected(),
            )
            .values(
                state=DeliveryState.SENDING,
                attempts=Delivery.attempts + 1,
                attempted_at=now,
                leased_by=holder,
                leased_until=now + leases.LEASE,
                nudged_at=None,
            ),
        )
        return _claimed(session, delivery_id, holder) if won else None


def claim_to_look(runtime: Runtime, delivery_id: int) -> Claim | None:
    """Claim a reply whose outcome is unknown and may be looked for now; None otherwise."""
    holder = leases.new_holder()
    with runtime.writing() as session:
        now = clock.now(session)
        won = changed(
            session,
            update(Delivery)
            .where(
                Delivery.id == delivery_id,
                Delivery.state == DeliveryState.UNKNOWN,
                Delivery.due_at <= now,
                (Delivery.leased_until.is_(None)) | (Delivery.leased_until < now),
                _account_is_connected(),
            )
            .values(leased_by=holder, leased_until=now + leases.LEASE, nudged_at=None),
        )
        return _claimed(session, delivery_id, holder) if won else None


def renew(runtime: Runtime, claim: Claim) -> None:
    """Hold a claimed delivery a little longer."""
    with runtime.writing() as session:
        session.execute(
            update(Delivery)
            .where(Delivery.id == claim.delivery_id, Delivery.leased_by == claim.holder)
            .values(leased_until=clock.now(session) + leases.LEASE)
        )


def is_held(runtime: Runtime, claim: Claim) -> bool:
    """Whether a reply is still this worker's to publish, at this moment."""
    with runtime.reading() as session:
        return (
            session.scalar(
                select(Delivery.id).where(
                    Delivery.id == claim.delivery_id,
                    Delivery.leased_by == claim.holder,
                    Delivery.state == DeliveryState.SENDING,
                    Delivery.leased_until > clock.now(session),
                )
            )
            is not None
        )


def release(session: Session, claim: Claim, **values: object) -> bool:
    """Let go of a delivery, changed, unless somebody else holds or settled it."""
    # The conversation's row is taken first, as every verb does.
    conversations.hold(session, [claim.conversation_id])
    return changed(
        session,
        update(Delivery)
        .where(Delivery.id == claim.delivery_id, Delivery.leased_by == claim.holder)
        .values({"leased_by": None, "leased_until": None, **values}),
    )


def record(session: Session, delivery_id: int, name: str, **data: str) -> None:
    """Write what happened to a delivery into the timeline of its conversation."""
    delivery = load(session, delivery_id)
    conversation = conversations.locked(session, delivery.conversation_id)
    timeline.record(session, name, conversation, by=None, message_id=delivery.message_id, **data)


def load(session: Session, delivery_id: int) -> Delivery:
    """Read a delivery afresh, with its message, its writer and its post."""
    return session.scalars(
        select(Delivery)
        .where(Delivery.id == delivery_id)
        .options(
            selectinload(Delivery.message).selectinload(Message.author_user),
            selectinload(Delivery.conversation).selectinload(Conversation.post),
        )
        .execution_options(populate_existing=True)
    ).one()


def unknown(now: datetime, reason: str) -> dict[str, object]:
    """Return the columns of a delivery of which nobody knows whether it was published."""
    return {
        "state": DeliveryState.UNKNOWN,
        "reason": reason,
        "looks": 0,
        "times_not_found": 0,
        "needs_person": False,
        "due_at": now + LOOK_AFTER[0],
        "leased_by": None,
        "leased_until": None,
        "nudged_at": None,
    }


def _account_is_connected() -> ColumnElement[bool]:
    return Delivery.account_id.in_(
        select(Account.id).where(Account.state == AccountState.CONNECTED)
    )


def _claimed(session: Session, delivery_id: int, holder: str) -> Claim:
    delivery = load(session, delivery_id)
    account = accounts.find(session, delivery.account_id)
    return Claim(
        delivery_id=delivery.id,
        conversation_id=delivery.conversation_id,
        account_id=account.id,
        connected_at=account.connected_at,
        holder=holder,
        reply=_outgoing(session, delivery),
        access=accounts.access(session, account.id),
        connector=account.connector,
        looks=delivery.looks,
        times_not_found=delivery.times_not_found,
        attempts=delivery.attempts,
        objection=standing_for.objection_to_reply(session, delivery),
    )


def _surface(session: Session, reply: Message) -> Surface | None:
    """Return where the message answered stands, if not in the usual place."""
    return session.scalar(
        select(Message.surface).where(
            Message.account_id == reply.account_id, Message.external_id == reply.reply_to
        )
    )


def _outgoing(session: Session, delivery: Delivery) -> OutgoingReply:
    message = delivery.message
    conversation = homes.of(session, message, delivery.conversation)
    is_sought = delivery.state is DeliveryState.UNKNOWN
    attempted_at = delivery.attempted_at or delivery.due_at
    return OutgoingReply(
        kind=conversation.kind,
        audience=message.audience,
        text=message.text,
        thread_id=conversation.thread_id,
        reply_to=message.reply_to or conversation.thread_id,
        recipient_id=delivery.recipient_id,
        client_token=delivery.client_token,
        attempted_at=attempted_at,
        attempted_ago=clock.now(session) - attempted_at if is_sought else None,
        post_id=conversation.post.external_id if conversation.post else None,
        surface=_surface(session, message),
        picture=outgoing_pictures.of_message(session, message),
        others=settlement.published_besides(session, delivery) if is_sought else frozenset(),
    )

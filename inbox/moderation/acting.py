"""How is an act upon a message done on the platform, once in effect?

Every verb may be repeated without harm. An unknown outcome is first looked for on
the platform, then the act is done again; so is one whose worker died.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from connectors.base import Access, Connector
from connectors.errors import ConnectorError, NeedsReconnection, OutcomeUnknown, Refused
from connectors.looking import Found, Target
from connectors.registry import CONNECTORS
from connectors.words import Verb
from inbox import accounts, clock, homes, leases, seals, standing_for
from inbox.models import Account, AccountState, Conversation, Moderation, ModerationState
from inbox.moderation import outcomes
from inbox.rows import changed
from inbox.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Claim:
    """An act held by this worker, with all that is needed to do it.

    `connected_at` is since when its account has been connected as it is now; `objection` is why
    it is not to be done: on nobody's word any more.
    """

    moderation_id: int
    holder: str
    connected_at: datetime | None
    verb: Verb
    target: Target
    access: Access
    connector: str
    objection: Refused | None


def act(runtime: Runtime, moderation_id: int) -> None:
    """Do an act that is due. Does nothing while another worker does."""
    with seals.stopping(runtime):
        claim = _claim(runtime, moderation_id)
        if claim:
            _act(runtime, claim)


def _act(runtime: Runtime, claim: Claim) -> None:
    if claim.objection:
        outcomes.not_done(runtime, claim.moderation_id, claim.holder, claim.objection)
        return
    connector = CONNECTORS[claim.connector](claim.access)
    try:
        with leases.kept(lambda: _renew(runtime, claim)):
            _do(connector, claim)
    except NeedsReconnection as problem:
        outcomes.stop_account(
            runtime, claim.moderation_id, claim.holder, problem, since=claim.connected_at
        )
    except ConnectorError as problem:
        outcomes.not_done(runtime, claim.moderation_id, claim.holder, problem)
    else:
        outcomes.done(runtime, claim.moderation_id)


def _do(connector: Connector, claim: Claim) -> None:
    try:
        connector.act(claim.verb, claim.target)
    except OutcomeUnknown:
        if not _shows(connector, claim):
            raise


def _shows(connector: Connector, claim: Claim) -> bool:
    """Look whether the platform shows what was asked for."""
    found = connector.look_up([claim.target]).found.get(claim.target.external_id)
    return found is not None and _fits(claim.verb, found)


def _fits(verb: Verb, found: Found) -> bool:
    match verb:
        case Verb.DELETE:
            return not found.is_there
        case Verb.HIDE | Verb.UNHIDE:
            return found.is_hidden is (verb is Verb.HIDE)
        case Verb.LIKE | Verb.UNLIKE:
            return found.is_liked is (verb is Verb.LIKE)


def _claim(runtime: Runtime, moderation_id: int) -> Claim | None:
    holder = leases.new_holder()
    with runtime.writing() as session:
        now = clock.now(session)
        won = changed(
            session,
            update(Moderation)
            .where(
                Moderation.id == moderation_id,
                Moderation.state == ModerationState.QUEUED,
                # Whatever put it here: nothing is deleted by one person.
                (Moderation.verb != Verb.DELETE) | Moderation.decided_by_user_id.is_not(None),
                Moderation.due_at <= now,
                (Moderation.leased_until.is_(None)) | (Moderation.leased_until < now),
                Moderation.account_id.in_(
                    select(Account.id).where(Account.state == AccountState.CONNECTED)
                ),
            )
            .values(
                attempts=Moderation.attempts + 1,
                leased_by=holder,
                leased_until=now + leases.LEASE,
                nudged_at=None,
            ),
        )
        return _claimed(session, moderation_id, holder) if won else None


def _claimed(session: Session, moderation_id: int, holder: str) -> Claim:
    moderation = session.scalars(
        select(Moderation)
        .where(Moderation.id == moderation_id)
        .options(
            selectinload(Moderation.message),
            selectinload(Moderation.conversation).selectinload(Conversation.post),
        )
    ).one()
    account = accounts.find(session, moderation.account_id)
    return Claim(
        moderation_id=moderation.id,
        holder=holder,
        connected_at=account.connected_at,
        verb=moderation.verb,
        target=_target(session, moderation),
        access=accounts.access(session, account.id),
        connector=account.connector,
        objection=standing_for.objection_to_act(session, moderation),
    )


def _target(session: Session, moderation: Moderation) -> Target:
    conversation = homes.of(session, moderation.message, moderation.conversation)
    return Target(
        kind=conversation.kind,
        external_id=moderation.message.external_id or "",
        thread_id=conversation.thread_id,
        post_id=conversation.post.external_id if conversation.post else None,
    )


def _renew(runtime: Runtime, claim: Claim) -> None:
    with runtime.writing() as session:
        session.execute(
            update(Moderation)
            .where(Moderation.id == claim.moderation_id, Moderation.leased_by == claim.holder)
            .values(leased_until=clock.now(session) + leases.LEASE)
        )

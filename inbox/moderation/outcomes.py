"""What does each answer of a platform make of an act upon a message?"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.errors import ConnectorError, NeedsReconnection, Refused, TryLater
from connectors.words import Verb
from inbox import accounts, clock, conversations, timeline
from inbox.intake import missing, notices
from inbox.models import Moderation, ModerationState
from inbox.runtime import Runtime

MOST_ATTEMPTS = 5
RETRY_AFTER = timedelta(seconds=15)


def done(runtime: Runtime, moderation_id: int) -> None:
    """Take in that the platform did it: mark the message, once."""
    with runtime.writing() as session:
        moderation = _locked(session, moderation_id)
        if moderation.state is not ModerationState.QUEUED:
            return
        now = clock.now(session)
        _finish(moderation, ModerationState.DONE, now)
        _mark(session, moderation, now)


def not_done(runtime: Runtime, moderation_id: int, holder: str, problem: ConnectorError) -> None:
    """Take in why it was not done, or not certainly: refused for good, else tried again."""
    with runtime.writing() as session:
        moderation = _locked(session, moderation_id)
        if moderation.leased_by != holder:
            return
        is_only_late = isinstance(problem, TryLater)
        if is_only_late:
            # Nothing happened on the platform, so it was no try.
            moderation.attempts -= 1
        has_tries = moderation.attempts < MOST_ATTEMPTS
        if is_only_late or (has_tries and not isinstance(problem, Refused)):
            _postpone(session, moderation, problem)
        else:
            _fail(session, moderation, str(problem))


def stop_account(
    runtime: Runtime,
    moderation_id: int,
    holder: str,
    problem: NeedsReconnection,
    *,
    since: datetime | None,
) -> None:
    """Stop the account as it was connected `since`; the act waits until it is connected again."""
    with runtime.writing() as session:
        account_id = session.get_one(Moderation, moderation_id).account_id
        accounts.stop(session, account_id, str(problem), since=since)
    not_done(runtime, moderation_id, holder, TryLater(str(problem)))


def _locked(session: Session, moderation_id: int) -> Moderation:
    # The conversation's row is taken first, as every verb does.
    conversation_id = session.scalar(
        select(Moderation.conversation_id).where(Moderation.id == moderation_id)
    )
    if conversation_id is not None:
        conversations.locked(session, conversation_id)
    return session.scalars(
        select(Moderation)
        .where(Moderation.id == moderation_id)
        .options(
            selectinload(Moderation.message),
            selectinload(Moderation.by),
            selectinload(Moderation.decided_by),
        )
        .execution_options(populate_existing=True)
    ).one()


def _mark(session: Session, moderation: Moderation, now: datetime) -> None:
    message = moderation.message
    if happening := notices.HAPPENINGS.get(moderation.verb):
        told = {"category": moderation.category, "reason": moderation.reason}
        if moderation.decided_by:
            told["confirmed_by"] = moderation.decided_by.name
        notices.mark(session, message, happening, now, as_of=now, by=moderation.by, **told)
        return
    message.liked_at = now if moderation.verb is Verb.LIKE else None
    conversation = conversations.locked(session, moderation.conversation_id)
    name = "message.liked" if moderation.verb is Verb.LIKE else "message.unliked"
    timeline.record(session, name, conversation, by=moderation.by, message_id=message.id)


def _fail(session: Session, moderation: Moderation, answer: str) -> None:
    _finish(moderation, ModerationState.FAILED, clock.now(session))
    moderation.answer = answer
    # Perhaps it is refused because the message is gone: the next poll asks.
    missing.note(session, [moderation.message_id], clock.now(session))
    conversation = conversations.locked(session, moderation.conversation_id)
    timeline.record(
        session,
        "moderation.failed",
        conversation,
        by=moderation.by,
        message_id=moderation.message_id,
        verb=moderation.verb.value,
        reason=answer,
    )


def _postpone(session: Session, moderation: Moderation, problem: ConnectorError) -> None:
    retry_at = problem.retry_at if isinstance(problem, TryLater) else None
    moderation.due_at = retry_at or clock.now(session) + RETRY_AFTER
    moderation.answer = str(problem)
    moderation.leased_by = moderation.leased_until = None


def _finish(moderation: Moderation, state: ModerationState, at: datetime) -> None:
    moderation.state, moderation.finished_at = state, at
    moderation.answer = moderation.leased_by = moderation.leased_until = None

"""What became of each message of a thread, and what may be done to it now?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.words import Verb
from inbox.models import (
    Conversation,
    Message,
    MessageVersion,
    Moderation,
    ModerationState,
)
from inbox.moderation.offering import offered

PRECEDENTS = 10
DECIDED = (ModerationState.DONE, ModerationState.FAILED, ModerationState.DECLINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Earlier texts of a message, oldest first, acts upon it, and the verbs offered now.

    `hidden_by` and `deleted_by` are the acts of this desk that it stands under;
    `failed` is its latest act, if the platform refused that. `proposed` waits for a
    second person, who may read the `precedents`: the latest decisions of its category.
    """

    versions: tuple[MessageVersion, ...] = ()
    verbs: frozenset[Verb] = frozenset()
    under_way: Moderation | None = None
    proposed: Moderation | None = None
    precedents: tuple[Moderation, ...] = ()
    failed: Moderation | None = None
    hidden_by: Moderation | None = None
    deleted_by: Moderation | None = None


def acts(session: Session, conversation: Conversation) -> Sequence[Moderation]:
    """Return all that was ever asked to be done in a conversation, oldest first."""
    stored = (
        select(Moderation)
        .where(Moderation.conversation_id == conversation.id)
        .options(selectinload(Moderation.by), selectinload(Moderation.decided_by))
        .order_by(Moderation.id)
    )
    return session.scalars(stored).all()


def pasts(
    session: Session,
    conversation: Conversation,
    messages: Sequence[Message],
    acts: Iterable[Moderation],
) -> dict[int, Past]:
    """Return every message's past by its id. `conversation.account` must be loaded."""
    done: defaultdict[int, list[Moderation]] = defaultdict(list)
    for act in acts:
        done[act.message_id].append(act)
    versions = _versions(session, [one.id for one in messages if one.edited_at])
    found = {
        message.id: _past(conversation, message, done[message.id], versions[message.id])
        for message in messages
    }
    return {number: _with_precedents(session, past) for number, past in found.items()}


def _with_precedents(session: Session, past: Past) -> Past:
    if past.proposed is None:
        return past
    decided = (
        select(Moderation)
        .where(
            Moderation.category == past.proposed.category,
            Moderation.state.in_(DECIDED),
            Moderation.id != past.proposed.id,
        )
        .options(selectinload(Moderation.by), selectinload(Moderation.decided_by))
        .order_by(Moderation.id.desc())
        .limit(PRECEDENTS)
    )
    return replace(past, precedents=tuple(session.scalars(decided)))


def _past(
    conversation: Conversation,
    message: Message,
    acts: list[Moderation],
    versions: list[MessageVersion],
) -> Past:
    latest = acts[-1] if acts else None
    state = latest.state if latest else None
    return Past(
        versions=tuple(versions),
        verbs=offered(conversation, message),
        under_way=latest if state is ModerationState.QUEUED else None,
        proposed=latest if state is ModerationState.PROPOSED else None,
        failed=latest if state is ModerationState.FAILED else None,
        hidden_by=_done(acts, Verb.HIDE, Verb.UNHIDE) if message.hidden_at else None,
        deleted_by=_done(acts, Verb.DELETE) if message.removed_at else None,
    )


def _done(acts: list[Moderation], wanted: Verb, *undone: Verb) -> Moderation | None:
    """Return the latest act of a verb, unless its opposite was done since."""
    verbs = (wanted, *undone)
    done = [act for act in acts if act.state is ModerationState.DONE and act.verb in verbs]
    return done[-1] if done and done[-1].verb is wanted else None


def _versions(session: Session, edited: Sequence[int]) -> defaultdict[int, list[MessageVersion]]:
    found: defaultdict[int, list[MessageVersion]] = defaultdict(list)
    if edited:
        stored = select(MessageVersion).where(MessageVersion.message_id.in_(edited))
        for version in session.scalars(stored.order_by(MessageVersion.id)):
            found[version.message_id].append(version)
    return found

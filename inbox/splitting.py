"""How does what somebody began anew become a conversation of its own?"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from connectors.words import Direction
from inbox import (
    acts,
    carrying,
    clock,
    conversations,
    homes,
    languages,
    merging,
    standing,
    timeline,
    waits,
)
from inbox.errors import Conflict, NotFound
from inbox.models import Conversation, Message, Status, User, Wait

SNIPPET_LENGTH = 200


class NoSuchMessage(NotFound):
    """Nothing stands under this number."""

    def __init__(self, message_id: int) -> None:
        super().__init__(Phrase("There is no message {message_id}.", message_id=message_id))


class NothingBefore(Conflict):
    """The whole of it would move."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This is where the conversation begins. Split it at a later message.")
        )


class NotTheirs(Conflict):
    """A matter begins with what somebody outside says."""

    def __init__(self) -> None:
        super().__init__(Phrase("Split it at a message of theirs: there a new matter begins."))


def split(session: Session, message_id: int, *, by: User) -> Conversation:
    """Make a conversation of a message and all after it, later ones too, and return it.

    Raises NoSuchMessage, NotTheirs, NothingBefore, StillUnderWay or WasMerged.
    """
    source = _source(session, message_id)
    first = session.get_one(Message, message_id, populate_existing=True)
    moved = _from(session, first)
    if first.direction is not Direction.IN:
        raise NotTheirs
    if len(moved) == _count(session, source):
        raise NothingBefore
    if merging.is_under_way(session, source):
        raise merging.StillUnderWay
    before = {"source": standing.of(source)}
    goal = _opened(session, source, first, moved)
    carrying.messages(session, [one.id for one in moved], source, goal)
    carrying.later_words(session, source, goal)
    _share_the_wait(session, source, goal)
    _tell_last_words(session, source)
    told = {"message_id": first.id, "messages": len(moved)}
    timeline.record(session, "conversation.split_off", goal, by=by, source_id=source.id, **told)
    event = timeline.record(session, "conversation.split", source, by=by, goal_id=goal.id, **told)
    acts.keep(session, event, by=by, split={**before, "goal_id": goal.id})
    return goal


def _source(session: Session, message_id: int) -> Conversation:
    of_message = select(Message.conversation_id).where(Message.id == message_id)
    number = session.scalar(of_message)
    if number is None:
        raise NoSuchMessage(message_id)
    merging.hold(session, [number])
    # Somebody may have merged it while this waited for the account.
    return conversations.locked(session, session.scalar(of_message) or number)


def _from(session: Session, first: Message) -> Sequence[Message]:
    return session.scalars(
        select(Message)
        .where(
            Message.conversation_id == first.conversation_id,
            tuple_(Message.sent_at, Message.id) >= tuple_(first.sent_at, first.id),
        )
        .order_by(Message.sent_at, Message.id)
    ).all()


def _count(session: Session, conversation: Conversation) -> int:
    of_this = select(Message.id).where(Message.conversation_id == conversation.id)
    return len(session.scalars(of_this).all())


def _opened(
    session: Session, source: Conversation, first: Message, moved: Sequence[Message]
) -> Conversation:
    goal = Conversation(
        account_id=source.account_id,
        platform=source.platform,
        kind=source.kind,
        # No platform knows it as a thread: each message keeps its own as its home.
        thread_id=f"{homes.SPLIT}{uuid.uuid4().hex}",
        contact_id=first.author_contact_id or source.contact_id,
        post_id=source.post_id,
        status=Status.OPEN,
        priority=source.priority,
        assignee_id=source.assignee_id,
        team_id=source.team_id,
        is_muted=source.is_muted and first.author_contact_id in (None, source.contact_id),
        created_at=clock.now(session),
        active_at=max(one.sent_at for one in moved),
        answer_by=source.answer_by,
    )
    session.add(goal)
    session.flush()
    _say_last(goal, _last_words(session, [one.id for one in moved]), source.language)
    return goal


def _share_the_wait(session: Session, source: Conversation, goal: Conversation) -> None:
    """Let each part wait for what was asked in it and not answered."""
    wait = waits.unended(session, source.id)
    if wait is None:
        moved = waits.unended(session, goal.id)
        _wait(session, source, _asked(session, source, moved) if moved else None)
        _mirror(session, goal, moved)
        return
    asked = _asked(session, goal, wait)
    if asked is not None and _asked(session, source, wait) is None:
        # All that stands of what was asked has moved: the person did wait since it began.
        wait.conversation_id = goal.id
        session.flush()
        _mirror(session, source, None)
        _mirror(session, goal, wait)
        return
    _wait(session, goal, asked)


def _asked(session: Session, conversation: Conversation, wait: Wait) -> Message | None:
    return session.scalar(
        select(Message)
        .where(
            Message.conversation_id == conversation.id,
            Message.direction == Direction.IN,
            Message.removed_at.is_(None),
            Message.sent_at >= wait.started_at,
        )
        .order_by(Message.sent_at, Message.id)
        .limit(1)
    )


def _wait(session: Session, conversation: Conversation, asked: Message | None) -> None:
    """Let a person wait in a part from their first unanswered words there; none, nobody waits."""
    conversation.waiting_since = None
    if asked is not None:
        conversation.is_new_cycle = False
        waits.begin(session, conversation, asked, is_first=True)
    session.flush()


def _mirror(session: Session, conversation: Conversation, wait: Wait | None) -> None:
    conversation.waiting_since = wait.started_at if wait else None
    conversation.is_new_cycle = conversation.is_new_cycle and wait is None
    session.flush()


def _tell_last_words(session: Session, source: Conversation) -> None:
    left = select(Message.id).where(Message.conversation_id == source.id)
    _say_last(source, _last_words(session, session.scalars(left).all()), source.language)


def _say_last(conversation: Conversation, words: str, language: str | None) -> None:
    conversation.snippet, conversation.language = words, languages.guess(words) or language


def _last_words(session: Session, message_ids: Sequence[int]) -> str:
    text = session.scalar(
        select(Message.text)
        .where(Message.id.in_(message_ids), Message.direction == Direction.IN)
        .order_by(Message.sent_at.desc(), Message.id.desc())
        .limit(1)
    )
    return " ".join((text or "").split())[:SNIPPET_LENGTH]

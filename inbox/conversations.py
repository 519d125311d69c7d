"""How is one conversation found and held while it changes?"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox.errors import Conflict, NotFound
from inbox.models import Conversation, Event, User


class NoSuchConversation(NotFound):
    """Nothing stands under this number."""

    def __init__(self, conversation_id: int) -> None:
        super().__init__(
            Phrase("There is no conversation {conversation_id}.", conversation_id=conversation_id)
        )


class WasMerged(Conflict):
    """All of it stands in another conversation now."""

    def __init__(self, by: User | None) -> None:
        who = by.first_name if by else Phrase("Somebody")
        super().__init__(
            Phrase(
                "{who} merged this into another conversation. Open it anew to go there.", who=who
            )
        )


def account_of(session: Session, conversation_id: int) -> int | None:
    """Return the account of a conversation, if there is one."""
    return session.scalar(select(Conversation.account_id).where(Conversation.id == conversation_id))


def there(session: Session, conversation_ids: Collection[int]) -> set[int]:
    """Return which of these conversations this session finds."""
    asked = select(Conversation.id).where(Conversation.id.in_(conversation_ids))
    return set(session.scalars(asked))


def hold(session: Session, conversation_ids: Collection[int]) -> None:
    """Let nobody else change some conversations until this transaction ends.

    In one order, as everywhere, so that no two wait for each other for ever.
    """
    session.execute(
        select(Conversation.id)
        .where(Conversation.id.in_(conversation_ids))
        .order_by(Conversation.id)
        .with_for_update(key_share=True)
    )


def held(session: Session, conversation_ids: Collection[int]) -> Sequence[Conversation]:
    """Return some conversations, merged ones too, that nobody else can change until the end."""
    return session.scalars(
        select(Conversation)
        .where(Conversation.id.in_(conversation_ids))
        .order_by(Conversation.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def locked(session: Session, conversation_id: int) -> Conversation:
    """Return a conversation that nobody else can change until this transaction ends.

    Raises NoSuchConversation, or WasMerged once all of it stands in another one.
    """
    found = locked_even_merged(session, conversation_id)
    if found.merged_into_id is not None:
        raise WasMerged(_who_merged(session, found))
    return found


def locked_even_merged(session: Session, conversation_id: int) -> Conversation:
    """Return a conversation as `locked` does, whether it was merged or not.

    Raises NoSuchConversation.
    """
    found = session.scalar(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .options(
            selectinload(Conversation.assignee),
            selectinload(Conversation.contact),
            selectinload(Conversation.tags),
            selectinload(Conversation.account),
            selectinload(Conversation.post),
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NoSuchConversation(conversation_id)
    return found


def _who_merged(session: Session, conversation: Conversation) -> User | None:
    event = session.scalar(
        select(Event)
        .where(Event.conversation_id == conversation.id, Event.name == "conversation.merged")
        .options(selectinload(Event.user))
        .order_by(Event.id.desc())
        .limit(1)
    )
    return event.user if event else None

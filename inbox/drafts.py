"""Where are words kept that nobody has sent yet?

They are kept with the desk, for each person and conversation, so that they are there in
any browser. They belong to no record: only what is sent or noted does.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import announcing, clock, conversations
from inbox.conversations import NoSuchConversation
from inbox.errors import Conflict, Invalid
from inbox.models import Conversation, Drawer, KeptDraft, User

LONGEST = 100_000
"""How many characters are kept. No platform takes as much."""
SHOWN = 80
"""How much of a draft colleagues read."""
NONE = ""
"""The edition of a draft that there is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What somebody wrote, for whom, and the name of these very words."""

    drawer: Drawer
    mode: str
    text: str
    edition: str


class NewerWords(Conflict):
    """Another tab or browser of the same person wrote meanwhile. `kept` is what stands."""

    def __init__(self, kept: KeptDraft | None) -> None:
        self.kept = kept
        super().__init__(
            Phrase(
                "You wrote something else here in another tab or browser since. Nothing was "
                "overwritten: look at both, then keep one."
            )
            if kept
            else Phrase(
                "This draft was sent or given up in another tab or browser. Your words here "
                "are not kept until you say so."
            )
        )


class TooLongToKeep(Invalid):
    """It would fill the desk, and no platform takes it."""

    def __init__(self, length: int) -> None:
        super().__init__(
            Phrase(
                "This is {length:,} characters long and a draft may have {longest:,}. It is "
                "not kept on the desk until you shorten it by {over:,}.",
                length=length,
                longest=LONGEST,
                over=length - LONGEST,
            )
        )


def keep(
    session: Session, conversation_id: int, begun: Begun, *, known: Collection[str], by: User
) -> KeptDraft | None:
    """Keep a person's words in place of those they saw; empty words give the draft up.

    `known` are the editions they have seen or written. Raises NoSuchConversation,
    NewerWords or TooLongToKeep.
    """
    if len(begun.text) > LONGEST:
        raise TooLongToKeep(len(begun.text))
    conversation = _locked(session, conversation_id)
    kept = _of(session, conversation_id, begun.drawer, by)
    text = begun.text if begun.text.strip() else ""
    if (kept.edition if kept else NONE) not in known:
        if text == (kept.text if kept else ""):
            return kept
        raise NewerWords(kept)
    if not text:
        _give_up(session, conversation, kept)
        return None
    return _write(session, conversation, kept, begun, by)


def sent(
    session: Session, conversation_id: int, drawer: Drawer, *, known: Collection[str], by: User
) -> None:
    """Forget a draft whose words were sent, unless newer ones stand there."""
    conversation = _locked(session, conversation_id)
    kept = _of(session, conversation_id, drawer, by)
    if kept and kept.edition in known:
        _give_up(session, conversation, kept)


def give_back(
    session: Session, conversation_id: int, text: str, *, mode: str, to: User
) -> KeptDraft | None:
    """Put the words of a reply before what somebody has begun meanwhile; all of it is kept."""
    if not text:
        return None
    conversation = _locked(session, conversation_id)
    kept = _of(session, conversation_id, Drawer.REPLY, to)
    words = "\n\n".join([text, kept.text] if kept else [text])
    begun = Begun(drawer=Drawer.REPLY, mode=mode, text=words, edition=uuid.uuid4().hex)
    return _write(session, conversation, kept, begun, to)


def of(session: Session, conversation_id: int, user: User) -> dict[Drawer, KeptDraft]:
    """Return what a person has begun in a conversation."""
    mine = KeptDraft.conversation_id == conversation_id, KeptDraft.user_id == user.id
    return {one.drawer: one for one in session.scalars(select(KeptDraft).where(*mine))}


def in_conversation(session: Session, conversation_id: int) -> Sequence[KeptDraft]:
    """Return what everybody has begun in a conversation, with their names."""
    return session.scalars(
        select(KeptDraft)
        .where(KeptDraft.conversation_id == conversation_id)
        .options(selectinload(KeptDraft.user))
        .order_by(KeptDraft.id)
    ).all()


def begun_by(session: Session, conversation_id: int, user_id: int) -> KeptDraft | None:
    """Return the reply that somebody has begun in a conversation. Raises NoSuchConversation."""
    if not conversations.there(session, [conversation_id]):
        raise NoSuchConversation(conversation_id)
    return session.scalar(
        select(KeptDraft).where(
            KeptDraft.conversation_id == conversation_id,
            KeptDraft.user_id == user_id,
            KeptDraft.drawer == Drawer.REPLY,
        )
    )


def first_words(text: str) -> str:
    """Return the first words of a draft, on one line."""
    words = " ".join(text[: 10 * SHOWN].split())
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


# Less than `conversations.locked` loads: this runs while people type.
def _locked(session: Session, conversation_id: int) -> Conversation:
    found = session.scalar(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NoSuchConversation(conversation_id)
    return found


def _of(session: Session, conversation_id: int, drawer: Drawer, by: User) -> KeptDraft | None:
    return session.scalar(
        select(KeptDraft)
        .where(
            KeptDraft.conversation_id == conversation_id,
            KeptDraft.user_id == by.id,
            KeptDraft.drawer == drawer,
        )
        .execution_options(populate_existing=True)
    )


def _write(
    session: Session, conversation: Conversation, kept: KeptDraft | None, begun: Begun, by: User
) -> KeptDraft:
    seen = first_words(kept.text) if kept else ""
    if kept is None:
        kept = KeptDraft(conversation_id=conversation.id, user_id=by.id, drawer=begun.drawer)
        session.add(kept)
    kept.mode, kept.text, kept.edition = begun.mode, begun.text, begun.edition
    kept.kept_at = clock.now(session)
    session.flush()
    if first_words(kept.text) != seen:
        _tell(session, conversation)
    return kept


def _give_up(session: Session, conversation: Conversation, kept: KeptDraft | None) -> None:
    if kept:
        session.delete(kept)
        session.flush()
        _tell(session, conversation)


# Desks draw anew what changed to their eyes; nothing happened that a record must tell.
def _tell(session: Session, conversation: Conversation) -> None:
    writers = select(KeptDraft.user_id).where(KeptDraft.conversation_id == conversation.id)
    conversation.drafted_by = sorted(set(session.scalars(writers)))
    conversation.version += 1
    announcing.conversation_changed(session, conversation.id, conversation.version)

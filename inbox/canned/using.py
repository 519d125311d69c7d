"""How often was a canned response sent, and for messages like which?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from operator import itemgetter

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from inbox import clock
from inbox.canned import placeholders
from inbox.models import (
    CannedResponse,
    CannedText,
    CannedUse,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    User,
    conversation_tag,
    membership,
)

RECENT = timedelta(weeks=8)
MOST_IN_ONE = 20
_UNSAID = (DeliveryState.TAKEN_BACK, DeliveryState.FAILED)


@dataclass(frozen=True, slots=True)
class Inserted:
    """A response that somebody put into a reply, and in which language."""

    response_id: int
    language: str


def record(session: Session, message: Message, inserted: Sequence[Inserted], *, by: User) -> None:
    """Keep with which responses a reply was written, each once. Unknown numbers are passed over."""
    languages = {one.response_id: one.language[:12] for one in inserted[:MOST_IN_ONE]}
    texts = _texts(session, languages)
    session.add_all(
        CannedUse(
            response_id=response_id,
            message_id=message.id,
            conversation_id=message.conversation_id,
            user_id=by.id,
            language=language,
            used_at=clock.now(session),
            is_edited=None if text is None else not placeholders.says(message.text, text),
        )
        for response_id, language, text in texts
    )


def recent(session: Session) -> dict[int, int]:
    """Count how often each response was sent in the last eight weeks."""
    return dict(iter(session.execute(_counted(session))))


def alike(session: Session, conversation: Conversation, user: User) -> dict[int, int]:
    """Count how often each response was sent lately for messages like this one.

    Counted are replies by this person and whoever shares a team with them, in
    conversations of the same platform and kind, or under one of the same tags.
    """
    statement = (
        _counted(session)
        .join(Conversation, Conversation.id == CannedUse.conversation_id)
        .where(_by_team_of(user), _is_like(conversation))
    )
    return dict(iter(session.execute(statement)))


def _texts(session: Session, languages: Mapping[int, str]) -> Iterator[tuple[int, str, str | None]]:
    """Tell what each known response says in the language in which it was inserted."""
    rows = session.execute(
        select(CannedResponse.id, CannedText.language, CannedText.text)
        .join(CannedText, CannedText.response_id == CannedResponse.id)
        .where(CannedResponse.id.in_(languages))
        .order_by(CannedResponse.id)
    )
    for response_id, texts in groupby(rows, key=itemgetter(0)):
        said = {language: text for _, language, text in texts}
        yield response_id, languages[response_id], said.get(languages[response_id])


def _counted(session: Session) -> Select[int, int]:
    since = clock.now(session) - RECENT
    return (
        select(CannedUse.response_id, func.count())
        .where(CannedUse.used_at >= since, was_said())
        .group_by(CannedUse.response_id)
    )


def was_said() -> ColumnElement[bool]:
    """Return whether the reply of a use was not taken back and did not fail."""
    unsaid = exists().where(
        Delivery.message_id == CannedUse.message_id, Delivery.state.in_(_UNSAID)
    )
    return ~unsaid


def _by_team_of(user: User) -> ColumnElement[bool]:
    mine, theirs = aliased(membership), aliased(membership)
    colleagues = (
        select(theirs.c.user_id)
        .join(mine, mine.c.team_id == theirs.c.team_id)
        .where(mine.c.user_id == user.id)
    )
    return or_(CannedUse.user_id == user.id, CannedUse.user_id.in_(colleagues))


def _is_like(conversation: Conversation) -> ColumnElement[bool]:
    mine, theirs = aliased(conversation_tag), aliased(conversation_tag)
    shares_tag = exists().where(
        theirs.c.conversation_id == Conversation.id,
        theirs.c.tag_id == mine.c.tag_id,
        mine.c.conversation_id == conversation.id,
    )
    same_way = and_(
        Conversation.platform == conversation.platform, Conversation.kind == conversation.kind
    )
    return or_(same_way, shares_tag)

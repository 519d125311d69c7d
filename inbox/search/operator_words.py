"""Which words may stand behind an operator, and what does each mean?"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, Select, exists, select

from connectors.attachments import AttachmentKind
from connectors.words import Direction, Kind
from inbox import views
from inbox.models import Conversation, Message, Note, Priority, Status, User, conversation_tag
from inbox.search import terms

Condition = ColumnElement[bool]
State = Callable[[User], Condition]

KINDS = {
    "comments": (Kind.COMMENT, Kind.LIVE_COMMENT),
    "comment": (Kind.COMMENT, Kind.LIVE_COMMENT),
    "live": (Kind.LIVE_COMMENT,),
    "mentions": (Kind.MENTION,),
    "mention": (Kind.MENTION,),
    "messages": (Kind.DIRECT_MESSAGE,),
    "dm": (Kind.DIRECT_MESSAGE,),
    "dms": (Kind.DIRECT_MESSAGE,),
    "private": (Kind.DIRECT_MESSAGE,),
    "public": (Kind.COMMENT, Kind.LIVE_COMMENT, Kind.MENTION),
}
ATTACHED = {
    **{str(kind): (kind,) for kind in AttachmentKind},
    "photo": (AttachmentKind.PICTURE,),
    "image": (AttachmentKind.PICTURE,),
    "film": (AttachmentKind.VIDEO,),
    "voice": (AttachmentKind.AUDIO,),
    "attachment": tuple(AttachmentKind),
}
SIDES = {
    "incoming": (terms.INCOMING,),
    "outgoing": (terms.OUTGOING,),
    "message": (terms.INCOMING, terms.OUTGOING),
    "note": (terms.NOTE,),
}
STATES: dict[str, State] = {
    **{str(one): lambda _, one=one: Conversation.status == one for one in Status},  # type: ignore[misc]
    "unanswered": lambda _: Conversation.waiting_since.is_not(None),
    "waiting": lambda _: Conversation.waiting_since.is_not(None),
    "answered": lambda _: Conversation.waiting_since.is_(None),
    "unread": lambda _: Conversation.is_unread.is_(True),
    "unassigned": lambda _: Conversation.assignee_id.is_(None),
    "assigned": lambda _: Conversation.assignee_id.is_not(None),
    "mine": lambda user: Conversation.assignee_id == user.id,
    "urgent": lambda _: Conversation.priority == Priority.URGENT,
}
QUICK: dict[str, Select[int]] = {
    str(Status.OPEN): select(Conversation.id).where(views.IS_OPEN),
}
"""Which conversations are in a state, where a small index tells."""

INSIDE: dict[str, Condition] = {
    "note": exists().where(Note.conversation_id == Conversation.id),
    "reply": exists().where(
        Message.conversation_id == Conversation.id, Message.direction == Direction.OUT
    ),
    "tag": exists().where(conversation_tag.c.conversation_id == Conversation.id),
}

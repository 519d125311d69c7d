"""How do programs read the queue?"""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus
from typing import TypeVar

from flask import request
from flask.typing import ResponseReturnValue

from connectors.words import Platform
from inbox import queues, reply_options, shapes, shaping, threads, views
from inbox.errors import Invalid
from inbox.filters import plain
from inbox.models import Status
from inbox.permissions import Permission
from web import auditing, serving
from web.access import current_user
from web.api import paging
from web.api.caller import answer
from web.api.operations import Operation, Parameter

Word = TypeVar("Word", bound=StrEnum)


class UnknownWord(Invalid):
    """A filter that the API does not know."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"{name} must be one of {', '.join(known)}.")


def list_conversations() -> ResponseReturnValue:
    """Give one page of a view, in its order."""
    found = queues.page(
        serving.session(),
        views.find(request.args.get("view") or _usual_view()),
        current_user(),
        after=paging.mark(),
        limit=paging.limit(),
        also=plain.narrowed(_word(Status, "status"), _word(Platform, "platform")),
    )
    items = [shaping.conversation(row) for row in found.rows]
    return answer(shapes.ConversationPage(items=items, next=paging.cursor(found.next)))


@auditing.reads_private
def get_conversation(conversation_id: int) -> ResponseReturnValue:
    """Give one conversation and what may be answered."""
    session = serving.session()
    row = threads.open(session, conversation_id).conversation
    return answer(shaping.open_conversation(row, reply_options.options(session, row)))


@auditing.reads_private
def list_messages(conversation_id: int) -> ResponseReturnValue:
    """Give a conversation's messages, oldest first."""
    start, limit = _start(paging.mark()), paging.limit()
    thread = threads.open(serving.session(), conversation_id)
    messages = [shaping.message(item) for item in thread.items if item.message]
    shown = messages[start : start + limit]
    following = str(start + limit) if len(messages) > start + limit else None
    return answer(shapes.MessagePage(items=shown, next=paging.cursor(following)))


def _usual_view() -> str:
    return "resolved" if request.args.get("status") == Status.RESOLVED else "open"


def _word(words: type[Word], name: str) -> Word | None:
    given = request.args.get(name)
    if not given:
        return None
    known = [str(word) for word in words]
    if given not in known:
        raise UnknownWord(name, known)
    return words(given)


def _start(mark: str | None) -> int:
    if mark is None:
        return 0
    if not (mark.isascii() and mark.isdecimal()):
        raise paging.BadCursor
    return int(mark)


_VIEW = Parameter(
    name="view",
    place="query",
    schema={"type": "string", "enum": [view.key for view in views.all_views()]},
    description="Which view of the desk; `open` when left out, `resolved` with that status.",
)
_STATUS = Parameter(
    name="status",
    place="query",
    schema={"type": "string", "enum": [str(word) for word in Status]},
    description="Only conversations of this status.",
)
_PLATFORM = Parameter(
    name="platform",
    place="query",
    schema={"type": "string", "enum": [str(word) for word in Platform]},
    description="Only conversations of this platform.",
)

OPERATIONS = (
    Operation(
        method="GET",
        needs=Permission.READ,
        path="/conversations",
        summary="List conversations in triage order",
        handler=list_conversations,
        parameters=(_VIEW, _STATUS, _PLATFORM, paging.CURSOR, paging.LIMIT),
        gives=shapes.ConversationPage,
        refusals=(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
    ),
    Operation(
        method="GET",
        needs=Permission.READ,
        path="/conversations/{conversation_id}",
        summary="Read one conversation, and how it may be answered",
        handler=get_conversation,
        gives=shapes.OpenConversation,
        refusals=(HTTPStatus.NOT_FOUND,),
    ),
    Operation(
        method="GET",
        needs=Permission.READ,
        path="/conversations/{conversation_id}/messages",
        summary="List what was said, oldest first",
        handler=list_messages,
        parameters=(paging.CURSOR, paging.LIMIT),
        gives=shapes.MessagePage,
        refusals=(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
    ),
)

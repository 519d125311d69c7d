"""How do programs assign, tag and close conversations?"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from inbox import assignment, models, people, shapes, shaping, status, tagging
from inbox.permissions import Permission
from web import serving
from web.access import current_user
from web.api.caller import answer, body
from web.api.operations import Operation

Verb = Callable[[Session, models.User], models.Conversation]


def put_assignment(conversation_id: int) -> ResponseReturnValue:
    """Claim a conversation, or give it to somebody."""
    wanted = body(shapes.NewAssignment)

    def verb(session: Session, by: models.User) -> models.Conversation:
        if wanted.user_id is None:
            return assignment.claim(session, conversation_id, by=by)
        to = people.find(session, wanted.user_id)
        return assignment.assign(session, conversation_id, to=to, by=by)

    return _changed(verb)


def delete_assignment(conversation_id: int) -> ResponseReturnValue:
    """Give a conversation back to everyone."""
    return _changed(lambda session, by: assignment.release(session, conversation_id, by=by))


def create_tag(conversation_id: int) -> ResponseReturnValue:
    """File a conversation under a tag."""
    name = body(shapes.NewTag).name
    return _changed(lambda session, by: tagging.add(session, conversation_id, name, by=by))


def delete_tag(conversation_id: int, name: str) -> ResponseReturnValue:
    """Take a tag off."""
    return _changed(lambda session, by: tagging.remove(session, conversation_id, name, by=by))


def put_resolution(conversation_id: int) -> ResponseReturnValue:
    """Close a conversation."""
    reason = body(shapes.NewResolution).reason
    return _changed(
        lambda session, by: status.resolve(session, conversation_id, by=by, reason=reason)
    )


def delete_resolution(conversation_id: int) -> ResponseReturnValue:
    """Put a conversation back on the desk."""
    return _changed(lambda session, by: status.reopen(session, conversation_id, by=by))


def _changed(verb: Verb) -> ResponseReturnValue:
    session = serving.session()
    conversation = verb(session, current_user())
    session.flush()
    return answer(shaping.conversation(conversation))


def _operation(
    method: str,
    path: str,
    summary: str,
    handler: Callable[..., ResponseReturnValue],
    takes: type | None = None,
) -> Operation:
    return Operation(
        method=method,
        needs=Permission.HANDLE,
        path=f"/conversations/{{conversation_id}}/{path}",
        summary=summary,
        handler=handler,
        takes=takes,
        gives=shapes.Conversation,
        refusals=(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
    )


OPERATIONS = (
    _operation("PUT", "assignment", "Claim or assign", put_assignment, takes=shapes.NewAssignment),
    _operation("DELETE", "assignment", "Give back to everyone", delete_assignment),
    _operation("POST", "tags", "Add a tag", create_tag, takes=shapes.NewTag),
    _operation("DELETE", "tags/{name}", "Remove a tag", delete_tag),
    _operation("PUT", "resolution", "Resolve", put_resolution, takes=shapes.NewResolution),
    _operation("DELETE", "resolution", "Reopen", delete_resolution),
)

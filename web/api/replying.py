"""How do programs answer somebody?"""

from __future__ import annotations

import hashlib
from http import HTTPStatus

from flask import request
from flask.typing import ResponseReturnValue

from inbox import models, replies, shapes, shaping
from inbox.approval import showing, submitting
from inbox.errors import Conflict, Invalid
from inbox.permissions import Permission
from inbox.replies import Draft
from web import auditing, serving
from web.access import current_user
from web.api.caller import answer, body
from web.api.operations import Operation, Parameter

LONGEST_KEY = 200


class NoKey(Invalid):
    """A repeated request could not be told from a second reply."""

    def __init__(self) -> None:
        super().__init__(
            f"Send an Idempotency-Key of 1 to {LONGEST_KEY} characters, a new one for each reply."
        )


class KeyReused(Conflict):
    """The key stands for other words."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for another reply. Send a new one.")


def create_reply(conversation_id: int) -> ResponseReturnValue:
    """Put a reply on its way, held as the desk holds it."""
    wanted, by = body(shapes.NewReply), current_user()
    draft = _draft(wanted, by, conversation_id)
    delivery = replies.write(serving.session(), conversation_id, draft, by=by)
    _check_same(delivery.message, wanted)
    return answer(shaping.reply(delivery), HTTPStatus.ACCEPTED)


def create_submission(conversation_id: int) -> ResponseReturnValue:
    """Let a reply wait until somebody else approves it."""
    session, by, wanted = serving.session(), current_user(), body(shapes.NewReply)
    draft = _draft(wanted, by, conversation_id)
    submitted = submitting.submit(session, conversation_id, draft, by=by)
    _check_same(submitted, wanted)
    found = showing.find(session, submitted.id)
    return answer(shaping.submission(found), HTTPStatus.ACCEPTED)


@auditing.reads_private
def get_submission(submission_id: int) -> ResponseReturnValue:
    """Give what became of a reply that was submitted."""
    return answer(shaping.submission(showing.read(serving.session(), submission_id)))


def _draft(wanted: shapes.NewReply, by: models.User, conversation_id: int) -> Draft:
    return Draft(
        text=wanted.text,
        audience=wanted.audience,
        client_token=_token(by, conversation_id),
        reply_to_message_id=wanted.reply_to_message_id,
        is_by_program=True,
    )


# A key is one program's: another person's, or the same key on another
# conversation, is another reply.
def _token(by: models.User, conversation_id: int) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if not 0 < len(key) <= LONGEST_KEY:
        raise NoKey
    return hashlib.sha256(f"{by.id}:{conversation_id}:{key}".encode()).hexdigest()


def _check_same(said: models.Message | models.Submission, wanted: shapes.NewReply) -> None:
    if (said.text, said.audience) != (wanted.text, wanted.audience):
        raise KeyReused


_KEY = Parameter(
    name="Idempotency-Key",
    place="header",
    schema={"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
    description="The same key again gives the same reply; nothing is sent twice.",
    is_required=True,
)

OPERATIONS = (
    Operation(
        method="POST",
        needs=Permission.REPLY,
        path="/conversations/{conversation_id}/replies",
        summary="Answer, publicly or privately",
        handler=create_reply,
        parameters=(_KEY,),
        takes=shapes.NewReply,
        gives=shapes.Reply,
        status=HTTPStatus.ACCEPTED,
        refusals=(
            HTTPStatus.NOT_FOUND,
            HTTPStatus.CONFLICT,
            HTTPStatus.UNPROCESSABLE_ENTITY,
        ),
    ),
    Operation(
        method="POST",
        needs=Permission.REPLY,
        path="/conversations/{conversation_id}/submissions",
        summary="Submit a reply for approval",
        handler=create_submission,
        parameters=(_KEY,),
        takes=shapes.NewReply,
        gives=shapes.Submission,
        status=HTTPStatus.ACCEPTED,
        refusals=(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
    ),
    Operation(
        method="GET",
        needs=Permission.REPLY,
        path="/submissions/{submission_id}",
        summary="Read what became of a submitted reply",
        handler=get_submission,
        gives=shapes.Submission,
        refusals=(HTTPStatus.NOT_FOUND,),
    ),
)

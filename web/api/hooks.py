"""How do programs say that they want to be told what happens?"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from inbox import models
from inbox.permissions import Permission
from inbox.subscribers import choosing, given_up, shapes, showing
from web import serving
from web.access import current_user
from web.api.caller import answer, body
from web.api.operations import Operation

Verb = Callable[[Session, models.User], object]


def list_webhooks() -> ResponseReturnValue:
    """Give every address that is told, and how it goes."""
    return _everybody()


def create_webhook() -> ResponseReturnValue:
    """Tell another address. The answer alone holds the secret that signs what it is told."""
    wanted = body(shapes.NewWebhook)
    row, secret = choosing.add(
        serving.session(),
        name=wanted.name,
        address=wanted.address,
        wanted=wanted.happenings,
        giving=wanted.words,
        by=current_user(),
    )
    made = shapes.MadeWebhook(webhook=showing.webhook(row), secret=secret)
    return answer(made, HTTPStatus.CREATED)


def delete_webhook(webhook_id: int) -> ResponseReturnValue:
    """Tell an address nothing any more."""
    return _changed(lambda session, by: choosing.remove(session, webhook_id, by=by))


def put_webhook_words(webhook_id: int) -> ResponseReturnValue:
    """Let it be given these words; direct messages once a person agrees who reads and leads."""
    words = body(shapes.WordsOfWebhook).words
    return _changed(lambda session, by: choosing.give(session, webhook_id, words, by=by))


def put_webhook_pause(webhook_id: int) -> ResponseReturnValue:
    """Keep what happens until it is resumed."""
    return _changed(lambda session, by: choosing.pause(session, webhook_id, by=by))


def delete_webhook_pause(webhook_id: int) -> ResponseReturnValue:
    """Tell it what was kept, and go on."""
    return _changed(lambda session, by: choosing.resume(session, webhook_id, by=by))


def list_given_up() -> ResponseReturnValue:
    """Give what no receiver took within a day, with the reason."""
    rows = given_up.listed(serving.session())
    return answer(shapes.AllGivenUp(items=[showing.dead(row) for row in rows]))


def replay_given_up(dispatch_id: int) -> ResponseReturnValue:
    """Send it again, under its number."""
    return _changed(lambda session, by: given_up.replay(session, dispatch_id, by=by))


def _changed(verb: Verb) -> ResponseReturnValue:
    session = serving.session()
    verb(session, current_user())
    session.flush()
    return _everybody()


def _everybody() -> ResponseReturnValue:
    return answer(shapes.Webhooks(items=showing.everybody(serving.session())))


def _operation(
    method: str,
    path: str,
    summary: str,
    handler: Callable[..., ResponseReturnValue],
    gives: type = shapes.Webhooks,
) -> Operation:
    return Operation(
        method=method,
        needs=Permission.CONNECT,
        path=f"/webhooks{path}",
        summary=summary,
        handler=handler,
        gives=gives,
        refusals=(HTTPStatus.NOT_FOUND,) if "{" in path else (),
    )


OPERATIONS = (
    _operation("GET", "", "List webhooks", list_webhooks),
    Operation(
        method="POST",
        needs=Permission.CONNECT,
        path="/webhooks",
        summary="Add a webhook",
        handler=create_webhook,
        takes=shapes.NewWebhook,
        gives=shapes.MadeWebhook,
        status=HTTPStatus.CREATED,
        refusals=(HTTPStatus.UNPROCESSABLE_ENTITY,),
    ),
    _operation("DELETE", "/{webhook_id}", "Remove a webhook", delete_webhook),
    Operation(
        method="PUT",
        needs=Permission.CONNECT,
        path="/webhooks/{webhook_id}/words",
        summary="Choose which words a webhook is given",
        handler=put_webhook_words,
        takes=shapes.WordsOfWebhook,
        gives=shapes.Webhooks,
        refusals=(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
    ),
    _operation("PUT", "/{webhook_id}/pause", "Pause a webhook", put_webhook_pause),
    _operation("DELETE", "/{webhook_id}/pause", "Resume a webhook", delete_webhook_pause),
    _operation("GET", "/given-up", "List what was given up", list_given_up, shapes.AllGivenUp),
    _operation("POST", "/given-up/{dispatch_id}/replay", "Send it again", replay_given_up),
)

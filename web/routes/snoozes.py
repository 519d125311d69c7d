"""When does a conversation come back to the desk?"""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, request
from werkzeug.wrappers import Response as Answer

from inbox import clock, snooze_times, snoozing
from web import access, returning, serving
from web.access import current_user

routes = Blueprint("snoozes", __name__, url_prefix="/conversations/<number:conversation_id>")


@routes.post("/snooze")
@access.handles
def create(conversation_id: int) -> Answer:
    """Snooze it for one of the usual times, `choice`, or until the moment in `until`."""
    snoozing.snooze(serving.session(), conversation_id, until=chosen(), by=current_user())
    return returning.after_change(conversation_id)


@routes.post("/snooze/removal")
@access.handles
def remove(conversation_id: int) -> Answer:
    """Put it back on the desk now."""
    snoozing.wake(serving.session(), conversation_id, by=current_user())
    return returning.after_change(conversation_id)


def chosen() -> datetime | None:
    """Return until when the form asks to snooze. Raises Invalid for what cannot be read."""
    zone, session = serving.runtime().settings.time_zone, serving.session()
    for choice in snooze_times.choices(clock.now(session), zone):
        if choice.key == request.form.get("choice"):
            return choice.until
    return snooze_times.moment(request.form.get("until", ""), zone)

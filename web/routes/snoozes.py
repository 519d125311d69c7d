"""When does a conversation come back to the desk?"""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, request
from werkzeug.wrappers import Response as Answer

from inbox import clock, said_times, snooze_times, snoozing
from web import access, returning, serving
from web.access import current_user

routes = Blueprint("snoozes", __name__, url_prefix="/conversations/<number:conversation_id>")


@routes.post("/snooze")
@access.handles
def create(conversation_id: int) -> Answer:
    """Snooze it for one of the usual times, `choice`, as `said`, or until the moment `until`."""
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
    zone, now = serving.runtime().settings.time_zone, clock.now(serving.session())
    # Before the rest, which is chosen already where the words are one field of several.
    if said := request.form.get("said", "").strip():
        return said_times.moment(said, now, zone)
    for choice in snooze_times.choices(now, zone):
        if choice.key == request.form.get("choice"):
            return choice.until
    return snooze_times.moment(request.form.get("until", ""), zone)

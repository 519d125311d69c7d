"""Is somebody heard less inside the desk?"""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, request
from werkzeug.wrappers import Response as Answer

from inbox import clock, mute_times, muting, snooze_times
from web import access, returning, serving
from web.access import current_user

routes = Blueprint("mutes", __name__, url_prefix="/conversations/<number:conversation_id>")


@routes.post("/mute")
@access.handles
def create(conversation_id: int) -> Answer:
    """Mute whom it is with, for `reason`, by one of the usual times or until the moment given."""
    reason = request.form.get("reason", "")
    muting.mute(
        serving.session(), conversation_id, reason=reason, until=_chosen(), by=current_user()
    )
    return returning.after_change(conversation_id)


@routes.post("/mute/removal")
@access.handles
def remove(conversation_id: int) -> Answer:
    """Let them be heard again."""
    muting.unmute(serving.session(), conversation_id, by=current_user())
    return returning.after_change(conversation_id)


def _chosen() -> datetime | None:
    zone, session = serving.runtime().settings.time_zone, serving.session()
    for choice in mute_times.choices(clock.now(session), zone):
        if choice.key == request.form.get("choice"):
            return choice.until
    return snooze_times.moment(request.form.get("until", ""), zone)

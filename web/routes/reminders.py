"""When is somebody reminded of a conversation?"""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from babel.dates import format_date, format_skeleton
from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import reminding
from inbox.snooze_times import UnreadableMoment
from web import access, returning, serving
from web.access import current_user
from web.languages import locale, say
from web.routes import snoozes

routes = Blueprint("reminders", __name__)


@routes.post("/conversations/<number:conversation_id>/reminders")
@access.handles
def create(conversation_id: int) -> Answer:
    """Remind at a usual time, `choice`, as `said`, or at the moment `until`, with `words`."""
    at, words = snoozes.chosen(), request.form.get("words", "")
    if at is None:
        raise UnreadableMoment
    reminding.remind(serving.session(), conversation_id, at=at, words=words, by=current_user())
    if returning.is_by_turbo():
        return returning.toast(_sentence(at), HTTPStatus.OK)
    return returning.to_conversation(conversation_id)


@routes.post("/reminders/<number:reminder_id>/removal")
@access.handles
def remove(reminder_id: int) -> Answer:
    """Give one up."""
    reminding.give_up(serving.session(), reminder_id, by=current_user())
    return redirect(url_for("notifications.index"), HTTPStatus.SEE_OTHER)


def _sentence(at: datetime) -> str:
    there = at.astimezone(serving.runtime().settings.time_zone)
    return say(
        "You are reminded on {weekday}, {day}, at {time}. The bell keeps your reminders.",
        weekday=format_date(there, "EEEE", locale=locale()),
        day=format_skeleton("MMMd", there, locale=locale()),
        time=f"{there:%H:%M}",
    )

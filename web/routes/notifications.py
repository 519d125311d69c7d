"""What was a person told, and what do they want to be told?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import mailing, notification_choices, notifying, reminding
from inbox.models import NotificationKind
from inbox.notification_choices import Choices
from inbox.notification_wording import KINDS
from web import access, frame, numbers, serving
from web.access import current_user

routes = Blueprint("notifications", __name__, url_prefix="/notifications")


@routes.get("")
@access.reads
def index() -> str:
    """List what a person was told, and what they chose to be told."""
    session, user = serving.session(), current_user()
    return frame.page(
        "notifications/index.html",
        section="notifications",
        notifications=notifying.shown(session, user),
        reminders=reminding.of(session, user),
        has_mail=mailing.server(session) is not None,
        trouble=mailing.trouble(session, user),
        kinds=KINDS,
        choices=notification_choices.of(session, user),
    )


@routes.post("/reading")
@access.reads
def read_all() -> Answer:
    """Note that everything was read, up to the newest that was on the page."""
    up_to = numbers.given("up_to") or 0
    notifying.read_all(serving.session(), up_to=up_to, by=current_user())
    return _back()


@routes.post("/<number:notification_id>/reading")
@access.reads
def read(notification_id: int) -> Answer:
    """Note that one was read."""
    notifying.read(serving.session(), notification_id, by=current_user())
    return _back()


@routes.post("/choices")
@access.reads
def choose() -> Answer:
    """Keep which kinds are wanted, and where they are shown."""
    asked = set(request.form.getlist("kind"))
    choices = Choices(
        wanted=frozenset(kind for kind in NotificationKind if kind in asked),
        by_browser="by_browser" in request.form,
        by_mail="by_mail" in request.form,
    )
    notification_choices.choose(serving.session(), choices, by=current_user())
    return _back()


def _back() -> Answer:
    return redirect(url_for("notifications.index"), HTTPStatus.SEE_OTHER)

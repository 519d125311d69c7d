"""Which conversations are there, and what does one look like?"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlencode

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Answer

from connectors.words import Verb
from inbox import desk_views, notifying, threads
from inbox.approval import showing
from inbox.canned import offering
from inbox.canned.using import Inserted
from inbox.desk_views import FILTER
from inbox.filters import reading
from inbox.filters.conditions import ANY, BY_NAME
from inbox.filters.reading import BadFilter
from inbox.models import Conversation, DeliveryState, Drawer
from web import (
    access,
    auditing,
    desk_address,
    desk_page,
    filter_form,
    fragments,
    frame,
    numbers,
    serving,
)
from web.access import current_user
from web.desk_page import Moderating, Writing
from web.fragments import Reading

routes = Blueprint("desk", __name__)


@routes.get("/")
@routes.get("/desk", endpoint="typed", strict_slashes=False)
@access.signed_in
def home() -> Answer:
    """Begin where somebody's work is."""
    return redirect(frame.home(current_user()))


@routes.get("/desk/<view>")
@access.reads
def index(view: str) -> ResponseReturnValue:
    """List a view. What narrows it stands in the query, in one way only."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "after"]
    if view != FILTER and any(name in BY_NAME for name, _ in asked):
        return redirect(desk_address.of(_narrowed(view, asked)))
    if view != FILTER:
        return desk_page.list_alone(view, request.args.get("after"))
    try:
        found = reading.read(asked)
    except BadFilter as error:
        return filter_form.page(error.rest, error.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    if urlencode(asked) != found.query:
        return redirect(desk_address.of(f"{FILTER}?{found.query}"))
    return desk_page.list_alone(f"{FILTER}?{found.query}", request.args.get("after"))


@routes.get("/desk/post/<number:post_id>")
@access.reads
def post(post_id: int) -> Answer:
    """List all conversations under one post, whatever their status."""
    asked = reading.read([("post", str(post_id)), ("status", ANY)])
    return redirect(desk_address.of(f"{FILTER}?{asked.query}"))


@routes.get("/desk/<view>/<number:conversation_id>")
@access.reads
@auditing.reads_private
def conversation(view: str, conversation_id: int) -> ResponseReturnValue:
    """Open a conversation beside its view; a merged one leads to where all of it stands."""
    read = fragments.reading(serving.session(), conversation_id)
    mark = desk_address.mark(view, list(request.args.items(multi=True)))
    if (goal := read.conversation.merged_into_id) is not None:
        return redirect(desk_address.of(mark, goal))
    writing = replace(_writing(read), answers=numbers.asked("answers"))
    page = desk_page.with_conversation(mark, read, writing, moderating=_hiding())
    _note_seen(read.conversation)
    return page


def _hiding() -> Moderating | None:
    """Open the form to hide a message, or to show it again, for whoever came for that."""
    message_id = numbers.asked("hide")
    return Moderating(message_id=message_id, verb=Verb.HIDE) if message_id else None


def _narrowed(key: str, asked: list[tuple[str, str]]) -> str:
    """Return the mark of a view that is narrowed by a hand-written query."""
    view = desk_views.find(serving.session(), key, current_user())
    usual = desk_views.equivalent(view)
    named = {name for name, _ in asked}
    kept = [(name, one) for name, given in usual.parts for one in given if name not in named]
    return f"{FILTER}?{urlencode([*kept, *asked])}"


def _writing(read: Reading) -> Writing:
    if returned := numbers.asked("returned"):
        return _taken_back(read, returned)
    if submitted := numbers.asked("submission"):
        return Writing(picture_submitted=showing.find(serving.session(), submitted))
    if shortcut := request.args.get("canned"):
        return _canned(read, shortcut)
    return Writing()


def _taken_back(read: Reading, delivery_id: int) -> Writing:
    for item in read.opened.items:
        delivery, message = item.delivery, item.message
        if delivery and message and delivery.id == delivery_id:
            is_back = delivery.state is DeliveryState.TAKEN_BACK
            picture = next((one for one in message.attachments if one.digest), None)
            text = _joined(message.text, _begun(read))
            back = Writing(text=text, mode=message.audience.value, picture=picture)
            return back if is_back else Writing()
    return Writing()


def _canned(read: Reading, shortcut: str) -> Writing:
    by, wanted = current_user(), request.args.get("language")
    offer = offering.of_shortcut(serving.session(), read.conversation, by, shortcut)
    if offer is None:
        return Writing()
    version = next((one for one in offer.versions if one.language == wanted), offer.versions[0])
    return Writing(
        text=_joined(_begun(read), version.filled.text),
        inserted=(Inserted(offer.response.id, version.language),),
        picture_ready=offer.response.id if offer.response.picture_digest else None,
    )


# What is put in never takes the place of what was begun.
def _begun(read: Reading) -> str:
    kept = read.begun_by(current_user()).get(Drawer.REPLY)
    return kept.text if kept else ""


def _joined(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)


def _note_seen(opened: Conversation) -> None:
    # A browser that fetches ahead has shown nothing to anybody.
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    by = current_user()
    is_news = opened.is_unread or notifying.has_unread(serving.session(), opened.id, by)
    if is_news and not is_ahead and request.method == "GET":
        with serving.writing_beside() as session:
            threads.mark_seen(session, opened.id, by=by)

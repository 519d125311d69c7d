"""What becomes of a reply on its way: back, out at once, again, or given up?"""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response as Answer

from inbox import deliveries, outgoing_pictures
from inbox.models import Delivery
from web import access, returning, serving
from web.access import current_user

routes = Blueprint("deliveries", __name__, url_prefix="/deliveries/<number:delivery_id>")


@routes.post("/retraction")
@access.replies
def retract(delivery_id: int) -> Answer:
    """Take a held reply back. 409 when it has left."""
    deliveries.take_back(serving.session(), delivery_id, by=current_user())
    return _returned(delivery_id)


@routes.post("/dispatch")
@access.replies
def dispatch(delivery_id: int) -> Answer:
    """Send a held reply now."""
    delivery = deliveries.send_now(serving.session(), delivery_id, by=current_user())
    return _moved(delivery)


@routes.post("/retry")
@access.replies
def retry(delivery_id: int) -> Answer:
    """Send a reply again that failed, or that a person saw is not there."""
    delivery = deliveries.retry(serving.session(), delivery_id, by=current_user())
    return _moved(delivery)


@routes.post("/settlement")
@access.replies
def settle(delivery_id: int) -> Answer:
    """Settle an unknown reply that a person saw on the platform."""
    delivery = deliveries.accept(serving.session(), delivery_id, by=current_user())
    return _moved(delivery)


@routes.post("/by-hand")
@access.replies
def mark_by_hand(delivery_id: int) -> Answer:
    """Note that a refused reply was given on the platform itself."""
    delivery = deliveries.mark_by_hand(serving.session(), delivery_id, by=current_user())
    return _moved(delivery)


@routes.post("/abandonment")
@access.replies
def abandon(delivery_id: int) -> Answer:
    """Give up a reply that was not sent; its words return to the composer."""
    deliveries.discard(serving.session(), delivery_id, by=current_user())
    return _returned(delivery_id)


@routes.post("/removal")
@access.replies
def remove(delivery_id: int) -> Answer:
    """Give up a reply that was not sent, and its words with it."""
    deliveries.discard(serving.session(), delivery_id, by=current_user())
    return _moved(deliveries.find(serving.session(), delivery_id))


def _moved(delivery: Delivery) -> Answer:
    if _asks_for_data():
        return jsonify(delivery=delivery.id, state=delivery.state.value)
    return returning.after_change(delivery.conversation_id)


def _returned(delivery_id: int) -> Answer:
    delivery = deliveries.find(serving.session(), delivery_id)
    message = delivery.message
    if _asks_for_data():
        picture = _picture(message.id)
        return jsonify(text=message.text, audience=message.audience.value, picture=picture)
    return returning.to_conversation(delivery.conversation_id, returned=delivery_id)


def _picture(message_id: int) -> dict[str, object] | None:
    held = outgoing_pictures.held(serving.session(), message_id)
    return {"id": held.id, "description": held.title} if held else None


def _asks_for_data() -> bool:
    return request.headers.get("Accept") == "application/json"

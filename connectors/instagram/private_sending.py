"""How does a reply leave for Instagram, once, and recognisable afterwards?

Not through instagrapi's `direct_send` and `media_comment`: they draw a new random
token each time and read the answer strictly, so that a message that did go out can
end in an exception. Fields: instagrapi 3.2.2, those two methods.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from connectors.errors import OutcomeUnknown, Refused, TryLater
from connectors.instagram import private_parsing as parsing
from connectors.instagram.private_errors import writing
from connectors.instagram.private_line import Line
from connectors.phrases import Phrase
from connectors.sending import OutgoingReply, Receipt

TOKEN_NAMESPACE = uuid.UUID("6b1c4a4e-2f0b-4c53-9d0f-8e6d6d2f7a11")
# The numbers that the app draws its tokens from (instagrapi, generate_mutation_token).
FIRST_CONTEXT = 6_800_011_111_111_111_111
LAST_CONTEXT = 6_800_099_999_999_999_999


def comment(line: Line, reply: OutgoingReply) -> Receipt:
    """Answer below a comment. Replies are one level deep: they join its top-level comment."""
    if not reply.post_id:
        raise Refused(
            Phrase("The post of this comment is not known, so it cannot be answered from here.")
        )
    path = f"media/{reply.post_id}/comment/"
    answer = line.post(path, _comment_data(line, reply), signed=True)
    with writing():
        return _comment_receipt(answer)


def message(line: Line, reply: OutgoingReply) -> Receipt:
    """Send a direct message to a thread, a request being accepted first."""
    _accept_request(line, reply)
    path = f"direct_v2/threads/broadcast/{_method(reply)}/"
    answer = line.post(path, _message_data(line, reply), signed=False)
    with writing():
        return _message_receipt(answer)


def _accept_request(line: Line, reply: OutgoingReply) -> None:
    """Accept what may be a message request, as the app does before an answer.

    Again, or for words about a story in a thread long open, it changes nothing; and
    nothing of ours has been sent by then. Raises TryLater, or what refuses it.
    """
    if reply.surface is None:
        return
    path = f"direct_v2/threads/{reply.thread_id}/approve/"
    try:
        line.post(path, {"filter": "DEFAULT", "_uuid": line.client.uuid}, signed=False)
    except OutcomeUnknown as unclear:
        raise TryLater(Phrase("Instagram did not say that the request was accepted.")) from unclear


def client_context(client_token: str) -> str:
    """Return the number under which Instagram keeps a direct message of ours."""
    digest = int.from_bytes(hashlib.sha256(client_token.encode()).digest())
    return str(FIRST_CONTEXT + digest % (LAST_CONTEXT - FIRST_CONTEXT + 1))


def idempotence_token(client_token: str) -> str:
    """Return the token under which a comment of ours is sent."""
    return str(uuid.uuid5(TOKEN_NAMESPACE, client_token))


def _comment_data(line: Line, reply: OutgoingReply) -> dict[str, Any]:
    token = idempotence_token(reply.client_token)
    data: dict[str, Any] = line.client.with_action_data(
        {
            "delivery_class": "organic",
            "feed_position": "0",
            "container_module": "feed_timeline",
            "media_id": reply.post_id,
            "_uid": line.own_id,
            "user_breadcrumb": line.client.gen_user_breadcrumb(len(reply.text)),
            "idempotence_token": token,
            "comment_creation_key": token,
            "comment_text": reply.text,
            "replied_to_comment_id": int(reply.thread_id),
        }
    )
    return data


def _message_data(line: Line, reply: OutgoingReply) -> dict[str, Any]:
    token = client_context(reply.client_token)
    data: dict[str, Any] = line.client.with_default_data(
        {
            "action": "send_item",
            "is_x_transport_forward": "false",
            "send_silently": "false",
            "is_shh_mode": "0",
            "send_attribution": "message_button",
            "client_context": token,
            "mutation_token": token,
            "offline_threading_id": token,
            "thread_ids": json.dumps([int(reply.thread_id)]),
            **_body(reply),
        }
    )
    return data


def _method(reply: OutgoingReply) -> str:
    if reply.picture:
        return "photo_attachment"
    return "link" if "http" in reply.text else "text"


def _body(reply: OutgoingReply) -> dict[str, str]:
    text = reply.text
    if reply.picture:
        return {"attachment_fbid": reply.picture.uploaded_as, "allow_full_aspect_ratio": "true"}
    if "http" not in text:
        return {"text": text}
    return {"link_text": text, "link_urls": json.dumps(re.findall(r"https?://\S+", text))}


def _comment_receipt(answer: Mapping[str, Any]) -> Receipt:
    created = answer["comment"]
    seconds = parsing.written_at(created)
    at = datetime.fromtimestamp(seconds, UTC) if seconds else datetime.now(UTC)
    return Receipt(external_id=str(created["pk"]), accepted_at=at)


def _message_receipt(answer: Mapping[str, Any]) -> Receipt:
    payload = answer["payload"]
    at = payload.get("timestamp")
    accepted_at = parsing.microseconds(at) if at else datetime.now(UTC)
    return Receipt(external_id=str(payload["item_id"]), accepted_at=accepted_at)

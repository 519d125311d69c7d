"""How is something said in a direct message? The same edge serves Messenger and Instagram.

Sources: Page edges POST /messages and POST /message_attachments; "Upload Media for Instagram
Messaging", of April 2026; messaging_type and tag in docs/platforms.md 5.2.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from connectors.errors import Refused
from connectors.graph.client import GraphClient
from connectors.graph.conversations import Inbox
from connectors.graph.errors import WindowClosed
from connectors.phrases import Phrase
from connectors.sending import OutgoingReply

RESPONSE, MESSAGE_TAG, HUMAN_AGENT = "RESPONSE", "MESSAGE_TAG", "HUMAN_AGENT"
INSTAGRAM = "INSTAGRAM"
WORDS_APART = Phrase("Words and a picture are two messages here. Send one after the other.")

Json = Mapping[str, Any]


def upload(client: GraphClient, inbox: Inbox, reply: OutgoingReply) -> OutgoingReply:
    """Upload the picture of a message, if it has one. Raises TryLater or what refuses it."""
    if reply.picture is None:
        return reply
    if reply.text:
        raise Refused(WORDS_APART)
    payload = {"attachment": {"type": "image", "payload": {"is_reusable": True}}}
    name = client.upload(
        f"{inbox.page_id}/message_attachments",
        named="attachment_id",
        field="filedata",
        picture=reply.picture,
        message=json.dumps(payload),
        platform=inbox.asked,
    )
    return replace(reply, picture=replace(reply.picture, uploaded_as=name))


def send_direct(client: GraphClient, inbox: Inbox, reply: OutgoingReply) -> str:
    """Answer a person in their thread; return the message's id.

    Within 24 hours of their last message that is a RESPONSE. After it, for seven
    days, a person (never a machine) may answer with the HUMAN_AGENT tag. The
    platform knows best which of the two it is: its refusal is certain and cheap.
    Raises WindowClosed when both are over.
    """
    recipient, message = {"id": reply.recipient_id}, _message(inbox, reply)
    try:
        return _send(client, inbox, recipient, message, messaging_type=RESPONSE)
    except WindowClosed:
        tagged = {"messaging_type": MESSAGE_TAG, "tag": HUMAN_AGENT}
        return _send(client, inbox, recipient, message, **tagged)


def send_privately(client: GraphClient, inbox: Inbox, reply: OutgoingReply) -> str:
    """Answer a public comment in a direct message: once, within seven days of it."""
    return _send(client, inbox, {"comment_id": reply.reply_to}, {"text": reply.text})


def _message(inbox: Inbox, reply: OutgoingReply) -> Json:
    if reply.picture is None:
        return {"text": reply.text}
    name = reply.picture.uploaded_as
    if inbox.asked == INSTAGRAM:
        return {"attachment": {"type": "MEDIA_SHARE", "payload": {"id": name}}}
    return {"attachment": {"type": "image", "payload": {"attachment_id": name}}}


def _send(
    client: GraphClient, inbox: Inbox, recipient: dict[str, str], message: Json, **how: Any
) -> str:
    return client.publish(
        inbox.page_id,
        "messages",
        named="message_id",
        recipient=json.dumps(recipient),
        message=json.dumps(message),
        **how,
    )

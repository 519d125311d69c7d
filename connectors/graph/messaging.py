"""How is something said in a direct message? The same edge serves Messenger and Instagram.

Source: Page edge POST /messages; messaging_type and tag in docs/platforms.md 5.2.
"""

from __future__ import annotations

import json
from typing import Any

from connectors.graph.client import GraphClient
from connectors.graph.errors import WindowClosed
from connectors.sending import OutgoingReply

RESPONSE, MESSAGE_TAG, HUMAN_AGENT = "RESPONSE", "MESSAGE_TAG", "HUMAN_AGENT"


def send_direct(client: GraphClient, page_id: str, reply: OutgoingReply) -> str:
    """Answer a person in their thread; return the message's id.

    Within 24 hours of their last message that is a RESPONSE. After it, for seven
    days, a person (never a machine) may answer with the HUMAN_AGENT tag. The
    platform knows best which of the two it is: its refusal is certain and cheap.
    Raises WindowClosed when both are over.
    """
    recipient = {"id": reply.recipient_id}
    try:
        return _send(client, page_id, recipient, reply.text, messaging_type=RESPONSE)
    except WindowClosed:
        tagged = {"messaging_type": MESSAGE_TAG, "tag": HUMAN_AGENT}
        return _send(client, page_id, recipient, reply.text, **tagged)


def send_privately(client: GraphClient, page_id: str, reply: OutgoingReply) -> str:
    """Answer a public comment in a direct message: once, within seven days of it."""
    return _send(client, page_id, {"comment_id": reply.reply_to}, reply.text)


def _send(
    client: GraphClient, page_id: str, recipient: dict[str, str], text: str, **how: Any
) -> str:
    return client.publish(
        page_id,
        "messages",
        named="message_id",
        recipient=json.dumps(recipient),
        message=json.dumps({"text": text}),
        **how,
    )

"""How does a picture come into a post or message on X?

Sources: X OpenAPI 2.159, `POST /2/media/upload` (one shot, as JSON with base64, since tweepy
signs no files) and `POST /2/media/metadata`; tweepy 4.17.0 has methods for neither.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from functools import partial
from typing import Any

from connectors.errors import OutcomeUnknown
from connectors.phrases import Phrase
from connectors.pictures import OutgoingPicture
from connectors.sending import OutgoingReply
from connectors.x import finding
from connectors.x.client import XClient
from connectors.x.errors import XIsDown

FOR_POSTS, FOR_MESSAGES = "tweet_image", "dm_image"
MOST_DESCRIPTION = 1000


def upload(client: XClient, reply: OutgoingReply) -> OutgoingReply:
    """Upload a reply's picture, and its description where posts show one."""
    if reply.picture is None:
        return reply
    is_private = finding.is_private(reply)
    name = _uploaded(client, reply.picture, FOR_MESSAGES if is_private else FOR_POSTS)
    if reply.picture.description and not is_private:
        _describe(client, name, reply.picture.description[:MOST_DESCRIPTION])
    return replace(reply, picture=replace(reply.picture, uploaded_as=name))


def _uploaded(client: XClient, picture: OutgoingPicture, category: str) -> str:
    body = {
        "media": b64encode(picture.body).decode(),
        "media_category": category,
        "media_type": picture.media_type,
    }
    name = str(_prepare(client, "/2/media/upload", body).get("id"))
    if not name.isdecimal():
        raise XIsDown(Phrase("X's answer names no id for the picture."))
    return name


def _describe(client: XClient, name: str, description: str) -> None:
    about = {"alt_text": {"text": description}}
    _prepare(client, "/2/media/metadata", {"id": name, "metadata": about})


def _prepare(client: XClient, route: str, body: dict[str, Any]) -> dict[str, Any]:
    """Write what nobody sees yet: where the outcome is not known, it can be done again."""
    try:
        return client.write(partial(client.tweepy.request, "POST", route), json=body)
    except OutcomeUnknown as unclear:
        raise XIsDown(Phrase("X did not confirm the picture.")) from unclear

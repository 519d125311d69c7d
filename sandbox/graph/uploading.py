"""How does Graph take a picture that a comment or a message will name?

Sources: Page `photos` and `message_attachments`; Messenger Platform and Instagram Messaging,
uploads. What Meta says when a file is none is assumed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import request

from sandbox import uploads
from sandbox.graph import accounts
from sandbox.graph.failing import bad_parameter
from sandbox.records import Profile
from sandbox.world import World

Asked = Mapping[str, str]

MOST_PHOTO, MOST_MESSAGE = 10 * 1024**2, 8 * 1024**2


def photo(world: World, page: Profile, asked: Asked) -> dict[str, Any]:
    """Take a photo that nobody sees yet. Raises GraphError."""
    if asked.get("published", "true") != "false":
        raise bad_parameter("The sandbox publishes no photos by themselves")
    body = _file("source", MOST_PHOTO)
    return {"id": uploads.keep(world, page.id, body, asked.get("alt_text_custom", ""))}


def message_attachment(world: World, page: Profile, asked: Asked) -> dict[str, Any]:
    """Take a picture for messages, of the Page or of its Instagram account. Raises GraphError."""
    if _type(asked) != "image":
        raise bad_parameter("Param message[attachment][type] must be image")
    on_instagram = asked.get("platform", "messenger").upper() == "INSTAGRAM"
    owner = accounts.instagram_of(world, page.id) if on_instagram else page
    if owner is None:
        raise bad_parameter("Param platform names an account that is not connected")
    return {"attachment_id": uploads.keep(world, owner.id, _file("filedata", MOST_MESSAGE))}


def _type(asked: Asked) -> str:
    try:
        return str(json.loads(asked.get("message", "{}"))["attachment"]["type"])
    except (ValueError, KeyError, TypeError):
        return ""


def _file(name: str, most: int) -> bytes:
    given = request.files.get(name)
    body = given.read() if given else b""
    if not uploads.media_type_of(body) or len(body) > most:
        raise bad_parameter(f"Param {name} must be a picture of at most {most} bytes")
    return body

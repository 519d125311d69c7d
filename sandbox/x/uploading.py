"""How does X take a picture, and its description, before a post or message names it?

Source: X OpenAPI 2.159, `POST /2/media/upload` and `POST /2/media/metadata`.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox import uploads
from sandbox.records import Profile
from sandbox.uploads import Upload
from sandbox.world import World
from sandbox.x.problems import invalid
from sandbox.x.tokens import Rate, caller

UPLOAD = Rate("media upload", user=500, scopes=("media.write",))
DESCRIBE = Rate("media metadata", user=500, scopes=("media.write",))
LARGEST = 5 * 1024**2
LONGEST_DESCRIPTION = 1000
CATEGORIES = ("tweet_image", "dm_image")
KEPT_SECONDS = 86_400


def add(x: Blueprint, world: World) -> None:
    """Add the routes of pictures."""

    @x.post("/2/media/upload")
    def upload() -> Response:
        profile, body = caller(world, UPLOAD, user_only=True), _body()
        if body.get("media_category") not in CATEGORIES:
            raise invalid("media_category is missing or not valid")
        picture = _picture(body)
        name = uploads.keep(world, profile.id, picture)
        data = {"id": name, "media_key": f"3_{name}", "size": len(picture)}
        return jsonify({"data": data | {"expires_after_secs": KEPT_SECONDS}, "meta": {}})

    @x.post("/2/media/metadata")
    def describe() -> Response:
        profile, body = caller(world, DESCRIBE, user_only=True), _body()
        metadata = body.get("metadata")
        about = metadata.get("alt_text", {}) if isinstance(metadata, dict) else {}
        text = about.get("text") if isinstance(about, dict) else None
        if not isinstance(text, str) or len(text) > LONGEST_DESCRIPTION:
            raise invalid(f"alt_text must have at most {LONGEST_DESCRIPTION} characters")
        found = named(world, profile, body.get("id"))
        uploads.describe(world, found.id, text)
        about = {"alt_text": {"text": text}}
        return jsonify({"data": {"id": found.id, "associated_metadata": about}})


def named(world: World, profile: Profile, name: Any) -> Upload:
    """Return the upload that a request names. Raises Problem 400."""
    found = uploads.find(world, str(name), profile.id)
    if found is None:
        raise invalid("Your media IDs are invalid.")
    return found


def _body() -> dict[str, Any]:
    body: Any = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise invalid("The body is not a JSON object")
    return body


def _picture(body: dict[str, Any]) -> bytes:
    try:
        picture = b64decode(str(body.get("media")), validate=True)
    except (ValueError, binascii.Error):
        raise invalid("media is not base64") from None
    if len(picture) > LARGEST or uploads.media_type_of(picture) != body.get("media_type"):
        raise invalid("media is too large, or not of its media_type")
    return picture

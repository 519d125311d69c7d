"""How does the app's interface take a picture for a direct message?

Source: instagrapi 3.2.2, `_photo_rupload`: the bytes as they are, to rupload.facebook.com.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from sandbox import uploads
from sandbox.instagram import refusals, sessions
from sandbox.world import World

HOST = "rupload.facebook.com"


def add(blueprint: Blueprint, world: World) -> None:
    """Add the upload."""

    @blueprint.post("/messenger_image/<_entity>")
    def upload(_entity: str) -> dict[str, Any]:
        profile, body = sessions.current(world), request.get_data()
        said = request.headers.get("x-entity-type"), request.headers.get("x-entity-length")
        if said != (uploads.media_type_of(body), str(len(body))) or said[0] != uploads.JPEG:
            raise refusals.invalid("The picture could not be read.")
        return {"media_id": int(uploads.keep(world, profile.id, body))}

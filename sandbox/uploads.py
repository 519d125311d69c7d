"""Which pictures did the department upload, and has each been said yet?

Each platform keeps what is uploaded where nobody sees it until words or a message name it.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from sandbox.world import World

DRAWER = "uploads"
KEPT = 20
JPEG, PNG = "image/jpeg", "image/png"
_BEGINNINGS = {b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
SUFFIXES = {JPEG: "jpg", PNG: "png"}


@dataclass(frozen=True)
class Upload:
    """One picture as it was uploaded."""

    id: str
    body: bytes
    media_type: str
    description: str


def media_type_of(body: bytes) -> str:
    """Return what the first bytes say; empty for anything but a JPEG or PNG."""
    return next((kind for begin, kind in _BEGINNINGS.items() if body.startswith(begin)), "")


def keep(world: World, profile_id: str, body: bytes, description: str = "") -> str:
    """Keep a picture and return its number. The oldest of many leave."""
    with world.lock:
        shelf = world.drawer(DRAWER)
        upload_id = f"88{world.count():014}"
        shelf[upload_id] = {
            "profile": profile_id,
            "body": b64encode(body).decode(),
            "description": description,
        }
        for old in list(shelf)[:-KEPT]:
            del shelf[old]
        world.touch(f"uploaded {upload_id}")
        return upload_id


def describe(world: World, upload_id: str, description: str) -> None:
    """Write down what a picture shows. Raises KeyError."""
    with world.lock:
        world.drawer(DRAWER)[upload_id]["description"] = description
        world.touch(f"described {upload_id}")


def find(world: World, upload_id: str, profile_id: str | None = None) -> Upload | None:
    """Return an upload, of one profile if that is asked."""
    told = world.drawer(DRAWER).get(upload_id)
    if told is None or profile_id not in (None, told["profile"]):
        return None
    body = b64decode(told["body"])
    return Upload(upload_id, body, media_type_of(body), told["description"])


def said_with(upload: Upload) -> dict[str, Any]:
    """Write down that a saying shows a picture, for its `extra`."""
    name = f"uploaded/{upload.id}.{SUFFIXES[upload.media_type]}"
    kept = {"kind": "picture", "sample": "of its own", "title": upload.description, "file": name}
    return {"attachment": kept}

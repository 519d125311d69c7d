"""How does X show what came with a post or a message? Source: X OpenAPI 2.159, `Media`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox import attaching
from sandbox.attaching import Attached
from sandbox.x import asking
from sandbox.x.wording import shortened

Json = dict[str, Any]

_ON_X = {attaching.PICTURE: "photo", attaching.VIDEO: "video", attaching.VOICE: "video"}


def keys(one: Attached | None) -> Json | None:
    """Name the media of a post or message."""
    return {"media_keys": [_key(one)]} if one else None


def with_address(text: str, one: Attached | None) -> str:
    """Put the address of what came along behind the words, as X does."""
    return f"{text} {shortened(one.id)}".lstrip() if one else text


def entity(text: str, one: Attached | None) -> list[Json]:
    """Name that address among a post's links."""
    if one is None or shortened(one.id) not in text:
        return []
    start, short = text.find(shortened(one.id)), shortened(one.id)
    full = f"https://x.com/i/web/status/{one.id}/photo/1"
    place = {"start": start, "end": start + len(short)}
    return [{**place, "url": short, "expanded_url": full, "media_key": _key(one)}]


def included(every: Iterable[Attached | None]) -> list[Json]:
    """Describe media, where the request's expansions ask for it."""
    if "attachments.media_keys" not in asking.expansions():
        return []
    wanted = {"media_key", "type"} | asking.media_field_names()
    return [asking.made(_fields(one), wanted) for one in every if one]


def _fields(one: Attached) -> asking.Fields:
    is_photo = one.kind == attaching.PICTURE
    film = {"bit_rate": 832000, "content_type": "video/mp4", "url": one.url}
    return {
        "media_key": lambda: _key(one),
        "type": lambda: _ON_X[one.kind],
        "url": lambda: one.url if is_photo else None,
        "preview_image_url": lambda: None if is_photo else one.picture,
        "variants": lambda: None if is_photo else [film],
        "alt_text": lambda: one.title or None,
        "width": lambda: one.width,
        "height": lambda: one.height,
    }


def _key(one: Attached) -> str:
    return f"{3 if one.kind == attaching.PICTURE else 7}_{one.id}"

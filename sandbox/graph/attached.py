"""How does Graph show what came with a comment or a message?

Sources: Graph API, StoryAttachment; Message, `attachments`, `sticker`, `shares`. Instagram
names no media type; which values `type` has is not documented (docs/media.md).
"""

from __future__ import annotations

from typing import Any

from sandbox import attaching
from sandbox.attaching import Attached
from sandbox.records import FACEBOOK, Saying

Json = dict[str, Any]

_TYPES = {
    attaching.PICTURE: "photo",
    attaching.VIDEO: "video_inline",
    attaching.STICKER: "sticker",
    attaching.LINK: "share",
    attaching.VOICE: "share",
}
_MEDIA_TYPES = {
    attaching.PICTURE: "image/png",
    attaching.VIDEO: "video/mp4",
    attaching.VOICE: "audio/mp4",
}
_PUSHED = {
    attaching.PICTURE: "image",
    attaching.VIDEO: "video",
    attaching.VOICE: "audio",
    attaching.STICKER: "image",
    attaching.LINK: "fallback",
}


def comment(saying: Saying) -> Json | None:
    """Show a comment's `attachment`."""
    one = attaching.of(saying)
    if one is None:
        return None
    image = {"src": one.picture, "width": one.width, "height": one.height}
    film = {"source": one.url} if one.kind == attaching.VIDEO else {}
    told = {
        "type": _TYPES[one.kind],
        "url": one.url if one.kind == attaching.LINK else f"https://www.facebook.com/{one.id}",
        "target": {"id": one.id},
        "media": {"image": image, **film},
    }
    return told | ({"title": one.title} if one.title else {})


def files(saying: Saying) -> Json | None:
    """Show a message's `attachments`."""
    one = attaching.of(saying)
    if one is None or one.kind not in _MEDIA_TYPES:
        return None
    on_messenger = {"id": one.id, "mime_type": _MEDIA_TYPES[one.kind], "name": one.title}
    return {"data": [(on_messenger if saying.platform == FACEBOOK else {}) | _data(one)]}


def _data(one: Attached) -> Json:
    if one.kind == attaching.VOICE:
        return {"file_url": one.url}
    name = "image_data" if one.kind == attaching.PICTURE else "video_data"
    sizes = {"width": one.width, "height": one.height}
    return {name: {"url": one.url, "preview_url": one.picture, **sizes}}


def sticker(saying: Saying) -> str | None:
    """Show a message's `sticker`."""
    one = attaching.of(saying)
    return one.picture if one and one.kind == attaching.STICKER else None


def shares(saying: Saying) -> Json | None:
    """Show a message's `shares`."""
    one = attaching.of(saying)
    if one is None or one.kind != attaching.LINK:
        return None
    return {"data": [{"link": one.url, "name": one.title}]}


def pushed(saying: Saying) -> Json:
    """Show what a pushed message holds besides its words."""
    one = attaching.of(saying)
    if one is None:
        return {}
    return {"attachments": [{"type": _PUSHED[one.kind], "payload": _payload(one)}]}


def _payload(one: Attached) -> Json:
    sticker = {"sticker_id": int(one.id)} if one.kind == attaching.STICKER else {}
    return {"url": one.url, **({"title": one.title} if one.title else {}), **sticker}

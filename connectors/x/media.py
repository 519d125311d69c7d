"""Which pictures and films came with a post or message on X?

An answer names them by key and describes them once, among what it includes.
Source: X OpenAPI 2.159, `Photo`, `Video`, `AnimatedGif`; docs/platforms.md 2.1.
"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.attachments import Attachment, AttachmentKind, address, line, pixels
from connectors.x.json_fields import Raw, child, number, rows, word

ByKey = Mapping[str, Attachment]

_KINDS = {
    "photo": AttachmentKind.PICTURE,
    "video": AttachmentKind.VIDEO,
    "animated_gif": AttachmentKind.VIDEO,
}


def included(body: Raw) -> ByKey:
    """Return the media an answer describes, by key."""
    listed = rows(child(body, "includes").get("media"))
    return {word(raw, "media_key"): _read(raw) for raw in listed if word(raw, "media_key")}


def attached(raw: Raw, found: ByKey) -> tuple[Attachment, ...]:
    """Return what came with a post or message; a key without description is a file."""
    keys = child(raw, "attachments").get("media_keys")
    listed = [str(key) for key in keys] if isinstance(keys, list) else []
    unknown = AttachmentKind.FILE
    return tuple(found.get(key, Attachment(kind=unknown, external_id=key)) for key in listed)


def _read(raw: Raw) -> Attachment:
    film = max(rows(raw.get("variants")), key=lambda one: number(one, "bit_rate"), default={})
    return Attachment(
        kind=_KINDS.get(word(raw, "type"), AttachmentKind.FILE),
        url=address(raw.get("url")) or address(film.get("url")),
        external_id=word(raw, "media_key"),
        title=line(raw.get("alt_text")),
        preview_url=address(raw.get("preview_image_url")),
        media_type=line(film.get("content_type")),
        width=pixels(raw.get("width")),
        height=pixels(raw.get("height")),
    )

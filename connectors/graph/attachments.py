"""What came with a direct message on Messenger or Instagram, polled or pushed?

Sources: Graph API, Message (`attachments`, `sticker`, `shares`); Messenger Platform,
webhook event `messages` (`attachments` with `type` and `payload`); docs/media.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.attachments import Attachment, AttachmentKind, address, line, pixels

Json = Mapping[str, Any]

_BY_MEDIA_TYPE = {
    "image": AttachmentKind.PICTURE,
    "video": AttachmentKind.VIDEO,
    "audio": AttachmentKind.AUDIO,
}
_PUSHED = {
    **_BY_MEDIA_TYPE,
    "file": AttachmentKind.FILE,
    "ig_reel": AttachmentKind.VIDEO,
    "reel": AttachmentKind.VIDEO,
}


def of_message(told: Json) -> tuple[Attachment, ...]:
    """Read what a message asked for holds besides its words."""
    sticker = address(told.get("sticker"))
    stickers = [Attachment(kind=AttachmentKind.STICKER, url=sticker)] if sticker else []
    files = [_file(each) for each in _rows(told.get("attachments"))]
    shares = [_share(each) for each in _rows(told.get("shares"))]
    return (*stickers, *files, *shares)


def of_push(told: Json) -> tuple[Attachment, ...]:
    """Read what a pushed message holds besides its words."""
    listed = told.get("attachments")
    each = listed if isinstance(listed, list) else []
    return tuple(_pushed(one) for one in each if isinstance(one, Mapping))


def _file(told: Json) -> Attachment:
    shown = _child(told, "image_data") or _child(told, "video_data")
    media_type = line(told.get("mime_type"))
    return Attachment(
        kind=_kind(told, media_type),
        url=address(shown.get("url")) or address(told.get("file_url")),
        external_id=str(told.get("id") or ""),
        title=line(told.get("name")),
        preview_url=address(shown.get("preview_url")),
        media_type=media_type,
        width=pixels(shown.get("width")),
        height=pixels(shown.get("height")),
    )


def _kind(told: Json, media_type: str) -> AttachmentKind:
    if _child(told, "image_data").get("render_as_sticker"):
        return AttachmentKind.STICKER
    # Instagram tells no media type: which field holds the address says what it is.
    fields = (("image_data", AttachmentKind.PICTURE), ("video_data", AttachmentKind.VIDEO))
    by_field = next((kind for name, kind in fields if told.get(name)), AttachmentKind.FILE)
    return _BY_MEDIA_TYPE.get(media_type.partition("/")[0], by_field)


def _share(told: Json) -> Attachment:
    title = line(told.get("name")) or line(told.get("description"))
    return Attachment(kind=AttachmentKind.LINK, url=address(told.get("link")), title=title)


def _pushed(told: Json) -> Attachment:
    payload = _child(told, "payload")
    kind = _PUSHED.get(str(told.get("type")), AttachmentKind.LINK)
    if payload.get("sticker_id"):
        kind = AttachmentKind.STICKER
    return Attachment(kind=kind, url=address(payload.get("url")), title=line(payload.get("title")))


def _rows(edge: object) -> Iterator[Json]:
    listed = edge.get("data") if isinstance(edge, Mapping) else None
    rows = listed if isinstance(listed, list) else []
    yield from (one for one in rows if isinstance(one, Mapping))


def _child(told: Json, name: str) -> Json:
    value = told.get(name)
    return value if isinstance(value, Mapping) else {}

"""What came with a comment on Facebook?

Source: Graph API, Comment, field `attachment` (StoryAttachment: type, url, title, media).
The values of `type` are not listed there; those read here are from its examples and from
what developers report. One that is not known is shown as a link.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.attachments import Attachment, AttachmentKind, address, line, pixels

Json = Mapping[str, Any]

_KINDS = (
    ("sticker", AttachmentKind.STICKER),
    ("video", AttachmentKind.VIDEO),
    ("photo", AttachmentKind.PICTURE),
    ("animated_image", AttachmentKind.PICTURE),
)


def of_comment(told: Json) -> tuple[Attachment, ...]:
    """Read the one thing that may come with a comment."""
    attached = told.get("attachment")
    return (_read(attached),) if isinstance(attached, Mapping) else ()


def _read(told: Json) -> Attachment:
    media, target = _child(told, "media"), _child(told, "target")
    image = _child(media, "image")
    kind, picture = _kind(told), address(image.get("src"))
    # `url` is the page of a photo or film; the file itself is `image.src` or `source`.
    source = {
        AttachmentKind.LINK: address(told.get("url")),
        AttachmentKind.VIDEO: address(media.get("source")),
    }.get(kind, picture)
    return Attachment(
        kind=kind,
        url=source,
        external_id=str(target.get("id") or ""),
        title=line(told.get("title")),
        preview_url=picture if kind is not AttachmentKind.PICTURE else "",
        width=pixels(image.get("width")),
        height=pixels(image.get("height")),
    )


def _kind(told: Json) -> AttachmentKind:
    name = str(told.get("type") or "")
    return next((kind for part, kind in _KINDS if part in name), AttachmentKind.LINK)


def _child(told: Json, name: str) -> Json:
    value = told.get(name)
    return value if isinstance(value, Mapping) else {}

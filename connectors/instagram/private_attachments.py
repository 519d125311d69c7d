"""What came with a direct message in the app's own answers?

Fields: instagrapi 3.2.2, `extract_direct_message` and `extract_direct_media`; no document
of Instagram's describes them (docs/media.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.attachments import Attachment, AttachmentKind, address, line, pixels

VIDEO = 2
_NESTED = ("media", "visual_media", "voice_media", "media_share", "clip")
_SHARED = ("xma", "xma_media_share", "xma_clip", "xma_story_share", "generic_xma", "xma_link")

Json = Mapping[str, Any]


def of_item(item: Json) -> tuple[Attachment, ...]:
    """Read what an item of a thread holds besides its words."""
    nested = [_media(_inner(item, name)) for name in _NESTED if _inner(item, name)]
    links = [_link(_child(item, "link"))] if _child(item, "link") else []
    animated = [_sticker(item["animated_media"])] if _child(item, "animated_media") else []
    shared = [_shared(one) for name in _SHARED for one in _rows(item.get(name))]
    return (*nested, *links, *animated, *shared)


def _inner(item: Json, name: str) -> Json:
    told = _child(item, name)
    return _child(told, "media") or _child(told, "clip") or told


def _media(told: Json) -> Attachment:
    picture = _first(_child(told, "image_versions2").get("candidates"))
    film = _first(told.get("video_versions"))
    audio = address(_child(told, "audio").get("audio_src"))
    kind = AttachmentKind.VIDEO if film or told.get("media_type") == VIDEO else None
    shown = film or picture
    return Attachment(
        kind=AttachmentKind.AUDIO if audio else kind or AttachmentKind.PICTURE,
        url=audio or address(shown.get("url")),
        external_id=str(told.get("id") or ""),
        preview_url=address(picture.get("url")) if film else "",
        width=pixels(shown.get("width")),
        height=pixels(shown.get("height")),
    )


def _link(told: Json) -> Attachment:
    about = _child(told, "link_context")
    return Attachment(
        kind=AttachmentKind.LINK,
        url=address(about.get("link_url")),
        title=line(about.get("link_title")),
        preview_url=address(about.get("link_image_url")),
    )


def _sticker(told: Json) -> Attachment:
    image = _child(_child(told, "images"), "fixed_height")
    return Attachment(kind=AttachmentKind.STICKER, url=address(image.get("url")))


def _shared(told: Json) -> Attachment:
    return Attachment(
        kind=AttachmentKind.LINK,
        url=address(told.get("target_url")),
        title=line(told.get("title_text")),
        preview_url=address(told.get("preview_url")),
    )


def _first(value: object) -> Json:
    return next(iter(_rows(value)), {})


def _rows(value: object) -> list[Json]:
    listed = value if isinstance(value, list) else []
    return [one for one in listed if isinstance(one, Mapping)]


def _child(told: Json, name: str) -> Json:
    value = told.get(name)
    return value if isinstance(value, Mapping) else {}

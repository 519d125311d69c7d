"""What came with the words: pictures, films, voices, stickers, links?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from connectors.phrases import Phrase

MOST_TITLE = 300
MOST_PIXELS = 2**31


class AttachmentKind(StrEnum):
    """What sort of thing came with the words."""

    PICTURE = "picture"
    VIDEO = "video"
    AUDIO = "audio"
    STICKER = "sticker"
    LINK = "link"
    FILE = "file"

    @property
    def noun(self) -> str:
        """What people call it."""
        return _NOUNS[self]


_NOUNS = {
    AttachmentKind.PICTURE: Phrase("Picture"),
    AttachmentKind.VIDEO: Phrase("Video"),
    AttachmentKind.AUDIO: Phrase("Voice message"),
    AttachmentKind.STICKER: Phrase("Sticker"),
    AttachmentKind.LINK: Phrase("Link"),
    AttachmentKind.FILE: Phrase("File"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One thing that came with a message, as its platform tells of it.

    `url` is where it lies, which on most platforms is so for some days only;
    `preview_url` a picture of it. `title` is what its author or the platform wrote
    about it. Sizes are in pixels. All but the kind may be missing.
    """

    kind: AttachmentKind
    url: str = ""
    external_id: str = ""
    title: str = ""
    preview_url: str = ""
    media_type: str = ""
    width: int | None = None
    height: int | None = None


def address(value: object) -> str:
    """Return a web address, or nothing for what is none."""
    text = value if isinstance(value, str) else ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("https", "http") and parts.netloc else ""


def line(value: object) -> str:
    """Return a text on one line, cut to a title's length; nothing for what is no text."""
    return " ".join(value.split())[:MOST_TITLE] if isinstance(value, str) else ""


def pixels(value: object) -> int | None:
    """Return a length in pixels, or None for what is none."""
    return value if isinstance(value, int) and 1 < value < MOST_PIXELS else None

"""What may come with words, and where does it lie?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.media import GROUNDS, HEIGHT, WIDTH
from sandbox.records import FACEBOOK, INSTAGRAM, Saying, X

PICTURE, VIDEO, VOICE, STICKER, LINK = "picture", "video", "voice", "sticker", "link"
KINDS = (PICTURE, VIDEO, VOICE, STICKER, LINK)
HOSTS = {
    FACEBOOK: "scontent.xx.fbcdn.net",
    INSTAGRAM: "scontent.cdninstagram.com",
    X: "pbs.twimg.com",
}
SAMPLES = tuple(GROUNDS)
SHARED = "https://www.example.org/shared"


@dataclass(frozen=True)
class Attached:
    """One thing that came with a saying. `url` is the file, or the page for a link."""

    id: str
    kind: str
    url: str
    picture: str
    title: str
    width: int = WIDTH
    height: int = HEIGHT


def kept(kind: str, sample: str, title: str) -> dict[str, Any]:
    """Write down what comes with a saying, for its `extra`."""
    return {"attachment": {"kind": kind, "sample": sample, "title": title}}


def on_x(saying: Saying) -> Attached | None:
    """Return the same where X has a word for it: it knows no stickers and no link objects."""
    one = of(saying)
    return one if one and one.kind not in (STICKER, LINK) else None


def path_of(saying: Saying) -> str:
    """Return where a browser finds the picture that came with a saying, or nothing."""
    one = of(saying)
    is_picture = one is not None and one.kind == PICTURE
    return f"/host/{one.picture.removeprefix('https://')}" if one and is_picture else ""


def of(saying: Saying) -> Attached | None:
    """Return what came with a saying."""
    told = saying.extra.get("attachment")
    if not told:
        return None
    host = HOSTS[saying.platform]
    file = told.get("file", f"practice/{told['sample']}.png")
    picture = f"https://{host}/{file}"
    url = {LINK: SHARED, VIDEO: f"https://{host}/practice/film.mp4"}.get(told["kind"], picture)
    if told["kind"] == VOICE:
        url = f"https://{host}/practice/voice.m4a"
    return Attached(f"7{saying.sequence:012}", told["kind"], url, picture, told["title"])

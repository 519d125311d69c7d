"""Where do the pictures lie that residents attach?

On the hosts from which the platforms serve media. A few sample pictures are drawn here,
and beside them everything that a desk must refuse.
"""

from __future__ import annotations

import struct
import zlib

from flask import Blueprint, Response, abort, redirect
from werkzeug.wrappers import Response as Answer

from sandbox import films, uploads
from sandbox.world import World

NAME = "media"
HOSTS = (
    "scontent.xx.fbcdn.net",
    "cdn.fbsbx.com",
    "scontent.cdninstagram.com",
    "pbs.twimg.com",
    "video.twimg.com",
)
WIDTH, HEIGHT = 320, 240
BOMB = 50_000
GROUNDS = {
    "car": (196, 60, 48),
    "dog": (176, 132, 72),
    "wires": (72, 104, 160),
    "road": (92, 112, 124),
    "station": (58, 84, 128),
    "podium": (39, 54, 77),
}
"""Sample pictures, by the colour that fills them."""
REFUSED = {
    "empty": b"",
    "page": b"<html><script>alert(1)</script></html>",
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "huge": b"\0" * 1_200_000,
}
"""What calls itself a picture and must not be shown, by name."""


def routes(world: World) -> Blueprint:
    """Serve the samples, and what the department uploaded."""
    blueprint = Blueprint(NAME, __name__)

    @blueprint.get("/practice/<name>.png")
    def picture(name: str) -> Answer:
        if name == "away":
            return redirect("http://127.0.0.1/secret")
        if name == "bomb":
            return Response(_png(BOMB, BOMB, b""), mimetype="image/png")
        if name in REFUSED:
            return Response(REFUSED[name], mimetype="image/png")
        if name not in GROUNDS:
            abort(404)
        return Response(drawn(GROUNDS[name]), mimetype="image/png")

    @blueprint.get("/practice/film.mp4")
    def film() -> Answer:
        return Response(films.film(), mimetype="video/mp4")

    @blueprint.get("/practice/voice.m4a")
    def voice() -> Answer:
        return Response(films.voice(), mimetype="audio/mp4")

    @blueprint.get("/uploaded/<number>.<_suffix>")
    def uploaded(number: str, _suffix: str) -> Answer:
        found = uploads.find(world, number) or abort(404)
        return Response(found.body, mimetype=found.media_type)

    return blueprint


def seed(_world: World) -> None:
    """Add nothing: the samples are always there."""


def refuse(fault: str) -> Response:
    """Answer as a file host does: with a status and nothing more."""
    return Response(status=429 if fault == "rate_limit" else 403)


def drawn(ground: tuple[int, int, int]) -> bytes:
    """Draw a plain ground with a darker band, as PNG."""
    light, dark = bytes(ground), bytes(value // 2 for value in ground)
    rows = (dark if HEIGHT // 3 < row < HEIGHT // 2 else light for row in range(HEIGHT))
    return _png(WIDTH, HEIGHT, b"".join(b"\0" + colour * WIDTH for colour in rows))


def _png(width: int, height: int, lines: bytes) -> bytes:
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + checksum

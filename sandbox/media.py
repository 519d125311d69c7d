"""Where do the pictures lie that residents attach?

On the hosts from which the platforms serve media. A few sample pictures are drawn here,
and beside them everything that a desk must refuse.
"""

from __future__ import annotations

import struct
import zlib

from flask import Blueprint, Response, abort

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
GROUNDS = {"car": (196, 60, 48), "dog": (176, 132, 72), "wires": (72, 104, 160)}
"""Sample pictures, by the colour that fills them."""


def routes(_world: World) -> Blueprint:
    """Serve the samples."""
    blueprint = Blueprint(NAME, __name__)

    @blueprint.get("/practice/<name>.png")
    def picture(name: str) -> Response:
        if name not in GROUNDS:
            abort(404)
        return Response(drawn(GROUNDS[name]), mimetype="image/png")

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
    lines = b"".join(b"\0" + colour * WIDTH for colour in rows)
    head = struct.pack(">2I5B", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + checksum

"""Are files made to fill the memory refused in words, before they have filled it?"""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.sandbox.running import ROOT

MEGABYTE = 1024 * 1024
# What the largest picture that is shown takes while it is drawn, and more is never taken.
MOST = 700 * MEGABYTE
LITTLE = 40 * MEGABYTE
# In a process of its own, whose memory nobody else used before.
DRAW = """
import resource, sys
from inbox import pictures
from tests.factories.drawing import photograph
pictures.drawn(photograph())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    pictures.drawn(open(sys.argv[1], "rb").read())
    print("drawn")
except pictures.NotAPicture as problem:
    print(problem)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)
"""
NOT_ONE = "The file is not a picture of a kind that can be shown."
TOO_MANY = "It unpacks to more pixels than can be shown."


def png(width: int, height: int, *more: tuple[bytes, bytes], bits: int = 1) -> bytes:
    """Return a PNG of one colour that says that it is so large."""
    head = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    rows = zlib.compressobj(9)
    body = b"".join(_packed(rows, (1 + width * bits // 8 + 1) * height))
    chunks = ((b"IHDR", head), *more, (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _packed(rows: zlib._Compress, size: int) -> Iterator[bytes]:
    for _ in range(min(size, 60 * MEGABYTE) // MEGABYTE + 1):
        yield rows.compress(bytes(MEGABYTE))
    yield rows.flush()


def gif(width: int, height: int) -> bytes:
    """Return a GIF that says that it is so large."""
    screen = struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)
    frame = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x4c\x01\x00"
    return b"GIF89a" + screen + frame + b";"


def animation() -> bytes:
    """Return a GIF of many large frames that are nearly nothing."""
    frames = [Image.new("P", (2_000, 2_000), number % 2) for number in range(2)]
    kept = io.BytesIO()
    frames[0].save(kept, "GIF", save_all=True, append_images=[frames[1]] * 40)
    return kept.getvalue()


def archive() -> bytes:
    """Return a zip of a hundred megabytes of nothing."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("picture.png", bytes(100 * MEGABYTE))
    return kept.getvalue()


def nested_drawing() -> bytes:
    """Return an SVG that would grow to a billion words, and has a script."""
    grows = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return (
        f'<!DOCTYPE svg [<!ENTITY a0 "obeyed">{grows}]><svg xmlns="http://www.w3.org/2000/svg">'
        "<script>obeyed()</script><text>&a9;</text></svg>"
    ).encode()


def many_words() -> bytes:
    """Return a PNG whose remark unpacks to a hundred megabytes."""
    return png(8, 8, (b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(100 * MEGABYTE), 1)))


@pytest.mark.parametrize(
    ("body", "told", "most"),
    [
        (lambda: png(50_000, 50_000), TOO_MANY, LITTLE),
        (lambda: png(2**31 - 1, 1), TOO_MANY, LITTLE),
        (lambda: gif(50_000, 50_000), TOO_MANY, LITTLE),
        (archive, NOT_ONE, LITTLE),
        (nested_drawing, NOT_ONE, LITTLE),
        (many_words, None, LITTLE),
        (animation, "drawn", 80 * MEGABYTE),
        (lambda: png(7_700, 7_700), "drawn", MOST),
    ],
    ids=["large PNG", "wide PNG", "large GIF", "zip", "SVG", "words", "animation", "largest"],
)
def test_a_file_made_to_fill_the_memory_does_not(
    tmp_path: Path, body: object, told: str | None, most: int
) -> None:
    file = tmp_path / "picture"
    file.write_bytes(body())  # type: ignore[operator]  # each is made when it is its turn

    words = [sys.executable, "-c", DRAW, str(file)]
    said = subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)

    answer, _, grown = said.stdout.strip().partition("\n")
    assert told is None or answer == told
    assert int(grown) <= most + LITTLE

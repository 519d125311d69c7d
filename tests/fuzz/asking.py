"""Which requests are made up: what pages offer, with hostile words in place of some of it?"""

from __future__ import annotations

import io
import json
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from inbox.models import Role
from tests.factories import hostile
from tests.fuzz.addresses import Fields, Way

WORDS = st.one_of(
    st.sampled_from(sorted(hostile.WORDS.values())),
    st.sampled_from(hostile.ODD),
    st.text(max_size=30),
)
NUMBERS = st.one_of(st.sampled_from("123456"), st.sampled_from(hostile.NUMBERS))
# Mostly as browsers send them: one that asks for data is answered with less to look at.
HEADERS: SearchStrategy[dict[str, str]] = st.one_of(
    st.just({}),
    st.just({"Accept": "text/vnd.turbo-stream.html, text/html"}),
    st.just({"Accept": "application/json"}),
    st.fixed_dictionaries(
        {},
        optional={
            "Referer": st.sampled_from(hostile.ADDRESSES),
            "Origin": st.sampled_from(["http://localhost", *hostile.ADDRESSES]),
            "Accept-Language": st.sampled_from(["es", "xx;q=9", "*", "a" * 300, "es;q=nan"]),
            "Range": st.sampled_from(["bytes=0-", "bytes=9-1", "bytes=x"]),
            "X-Request-ID": st.sampled_from(["a", "\x1b[31m", "0" * 32]),
            "X-Forwarded-For": st.sampled_from(["1.2.3.4", "x", "::1, 1", "a" * 400]),
            "If-Modified-Since": st.sampled_from(["x", "Sat, 01 Jan 0001 00:00:00 GMT"]),
            "Cookie": st.sampled_from(["hearback=x", 'theme="\x1b"; hearback=' + "y" * 500]),
        },
    ),
)


def picture_of(width: int, height: int) -> bytes:
    """Return a PNG that says it is so large and has the pixels of none."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(b"\x00" * 10_000)
    chunks = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


SVG = (
    f"<svg xmlns='http://www.w3.org/2000/svg' onload='{hostile.MARK}()'>"
    f"<script>{hostile.MARK}()</script></svg>"
)
FILES = (
    b"",
    picture_of(50_000, 50_000),
    picture_of(8, 8),
    picture_of(0, 0),
    picture_of(2**31 - 1, 1),
    SVG.encode(),
    b"GIF89a" + b"\xff" * 40,
    b"\xff\xd8\xff\xe1" + b"Exif\x00\x00" + b"\xff" * 60,
    b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 30,
    b"PK\x03\x04" + zlib.compress(b"\x00" * 1_000_000),
    b"%PDF-1.7 <script>obeyed()</script>",
)


@dataclass(frozen=True)
class Asked:
    """One request, as it goes over the line."""

    role: Role
    method: str
    path: str
    body: bytes = b""
    kind: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.role}: {self.method} {self.path} {self.body[:600]!r} {self.headers}"


@st.composite
def requests(draw: DrawFn, way: Way, roles: SearchStrategy[Role]) -> Asked:
    """Make up a request for a route."""
    path = way.path(
        {
            name: quote(_place(draw, way, sort, name), safe="", errors="surrogatepass")
            for sort, name in way.parts
        }
    )
    headers, role = draw(HEADERS), draw(roles)
    if way.method == "GET":
        query = _mixed(draw, way.offered.queries, way.names)
        return Asked(role, "GET", f"{path}?{_written(query)}" if query else path, headers=headers)
    body, kind = _body(draw, way)
    return Asked(role, way.method, path, body, kind, headers)


def _place(draw: DrawFn, way: Way, sort: str, name: str) -> str:
    known = sorted(way.offered.places.get(name, ()))
    usual = st.sampled_from(known) if known else st.just("1")
    odd = NUMBERS if sort in ("number", "int") else WORDS.filter(lambda word: len(word) < 400)
    return draw(odd if draw(st.integers(0, 3)) == 3 else usual) or "x"


def _body(draw: DrawFn, way: Way) -> tuple[bytes, str]:
    sort = draw(st.sampled_from(["form"] * 7 + ["files", "json", "junk"]))
    fields = _mixed(draw, way.offered.forms, way.names)
    if (way.takes_files and sort != "form") or sort == "files":
        return _with_file(draw, fields)
    if sort == "json":
        said = draw(st.one_of(st.just(dict(fields)), _ANYTHING))
        return json.dumps(said).encode(), "application/json"
    if sort == "junk":
        kinds = [
            "application/x-www-form-urlencoded",
            "application/json",
            "multipart/form-data",
            "x",
        ]
        return draw(st.binary(max_size=60)), draw(st.sampled_from(kinds))
    return _written(fields).encode(), "application/x-www-form-urlencoded"


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


def _mixed(draw: DrawFn, known: set[Fields], names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Take what a page offers, and put other words in some places."""
    fields = draw(st.sampled_from(sorted(known))) if known else ()
    mixed = []
    for name, value in fields:
        what = draw(st.integers(0, 9))
        if what < 9:
            mixed.append((name, draw(WORDS) if what > 4 else value or draw(WORDS)))
    if names and draw(st.integers(0, 3 if fields else 0)) == 0:
        chosen = draw(st.lists(st.sampled_from(names), max_size=4))
        mixed += [(name, draw(WORDS)) for name in chosen]
    return mixed


def _written(fields: list[tuple[str, str]]) -> str:
    return urlencode(fields, errors="surrogatepass")


def _with_file(draw: DrawFn, fields: list[tuple[str, str]]) -> tuple[bytes, str]:
    edge, out = "edge-of-a-part", io.BytesIO()
    name = draw(WORDS).replace('"', "'").replace("\r", "").replace("\n", "")
    for field_name, value in fields:
        _part(out, edge, f'name="{field_name}"', value.encode(errors="surrogatepass"))
    file = draw(st.one_of(st.sampled_from(FILES), st.binary(max_size=50)))
    _part(out, edge, f'name="picture"; filename="{name or "a"}"', file)
    out.write(f"--{edge}--\r\n".encode())
    return out.getvalue(), f"multipart/form-data; boundary={edge}"


def _part(out: io.BytesIO, edge: str, what: str, body: bytes) -> None:
    head = f"--{edge}\r\nContent-Disposition: form-data; {what}\r\n\r\n"
    out.write(head.encode(errors="surrogatepass") + body + b"\r\n")


def as_arguments(asked: Asked) -> dict[str, Any]:
    """Return what a test client's `open` takes."""
    return {
        "method": asked.method,
        "data": asked.body or None,
        "content_type": asked.kind,
        "headers": asked.headers,
    }

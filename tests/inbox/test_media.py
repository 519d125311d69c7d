"""Is a picture fetched and kept once, and everything else refused with a sentence?"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from connectors import media as fetching
from connectors.attachments import Attachment as Seen
from connectors.attachments import AttachmentKind
from connectors.media import NotFetched, NotNow
from inbox import media, pictures, recordings
from inbox.models import Attachment, FileState
from inbox.runtime import Runtime
from sandbox.media import GROUNDS, drawn
from tests.factories.making import Make
from tests.web.conftest import Person
from web.app import create_app

# Far less than what such a host would take for its answer.
PATIENCE_SECONDS = 5
DRIP_SECONDS = 0.05


@contextmanager
def dripping(beginning: bytes) -> Iterator[str]:
    """A host that gives the rest of its answer byte by byte."""
    is_over = threading.Event()

    def answer(line: socket.socket) -> None:
        with line:
            line.recv(9999)
            line.sendall(beginning)
            while not is_over.wait(DRIP_SECONDS):
                with suppress(OSError):
                    line.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = threading.Thread(target=lambda: answer(listening.accept()[0]))
        serving.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        is_over.set()
        serving.join()


def fetched(
    house: Runtime, build: Make, name: str, kind: AttachmentKind = AttachmentKind.PICTURE
) -> Attachment:
    file = name if "." in name else f"{name}.png"
    url = f"https://pbs.twimg.com/practice/{file}"
    build.conversation(text="", attachments=(Seen(kind=kind, url=url),), external_id=name)
    with house.writing() as session:
        (number,) = media.nudge_due(session)
    media.fetch(house, number)
    media.fetch(house, number)
    with house.reading() as session:
        return session.get_one(Attachment, number)


def test_a_picture_is_kept_as_it_came_and_drawn_anew(house: Runtime, build: Make) -> None:
    row = fetched(house, build, "car")

    original = drawn(GROUNDS["car"])
    assert (row.state, row.size) == (FileState.STORED, len(original))
    with house.reading() as session:
        assert media.original(session, row.id) == original
        assert media.shown(session, row.id).startswith(b"RIFF")


def test_a_file_is_handed_over_so_that_nothing_in_it_can_run(house: Runtime, build: Make) -> None:
    row = fetched(house, build, "dog")
    ana = Person(create_app(house), build.user())

    picture, original = (
        ana.get(f"/attachments/{row.id}"),
        ana.get(f"/attachments/{row.id}/original"),
    )

    assert picture.mimetype == "image/webp"
    assert original.headers["Content-Disposition"].startswith("attachment")
    for answer in (picture, original):
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert ana.get("/attachments/999").status_code == 404


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("empty", "empty"),
        ("page", "not a picture"),
        ("drawing", "not a picture"),
        ("bomb", "more pixels"),
        ("away", "not a plain https address"),
        ("nowhere", "no longer"),
    ],
)
def test_what_must_not_be_shown_is_refused(
    house: Runtime, build: Make, name: str, why: str
) -> None:
    row = fetched(house, build, name)
    assert row.state is FileState.REFUSED
    assert why in (row.reason or "")


@pytest.mark.parametrize(
    ("file", "kind", "plays_as", "media_type"),
    [
        ("film.mp4", AttachmentKind.VIDEO, "video", "video/webm"),
        ("voice.m4a", AttachmentKind.AUDIO, "audio", "audio/wav"),
        ("voice.m4a", AttachmentKind.FILE, "audio", "audio/wav"),
        ("page.png", AttachmentKind.VIDEO, "", recordings.NOT_PLAYED),
    ],
)
def test_a_film_or_voice_is_kept_and_played_by_what_it_holds(
    house: Runtime, build: Make, file: str, kind: AttachmentKind, plays_as: str, media_type: str
) -> None:
    row = fetched(house, build, file, kind)
    ana = Person(create_app(house), build.user())
    part = ana.get(f"/attachments/{row.id}/recording", Range="bytes=0-3")

    assert (row.state, row.plays_as, row.media_type) == (FileState.STORED, plays_as, media_type)
    assert ana.get(f"/attachments/{row.id}/original").mimetype == "application/octet-stream"
    assert ana.get(f"/attachments/{row.id}").status_code == 404
    if not plays_as:
        assert part.status_code == 404
        return
    assert (part.status_code, len(part.data), part.mimetype) == (206, 4, media_type)
    assert part.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert part.headers["X-Content-Type-Options"] == "nosniff"
    part.close()


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b"\0\0\0\x18ftypM4A ", "audio/mp4"),
        (b"ID3\x04", "audio/mpeg"),
        (b"OggS\0", "audio/ogg"),
        (b"\0\0\0\x18ftypevil", recordings.NOT_PLAYED),
        (b"<html>", recordings.NOT_PLAYED),
        (b"", recordings.NOT_PLAYED),
    ],
)
def test_what_is_played_is_told_by_its_first_bytes(head: bytes, told: str) -> None:
    assert recordings.type_of(head, AttachmentKind.VIDEO) == told


def test_more_than_was_asked_for_is_not_read(house: Runtime) -> None:
    with pytest.raises(NotFetched, match="larger than 1 MB"):
        fetching.fetch(
            "https://pbs.twimg.com/practice/huge.png",
            most=1024**2,
            address=house.settings.platform_address,
        )


@pytest.mark.parametrize("beginning", [b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b""])
def test_a_host_that_gives_a_byte_now_and_then_holds_no_worker(beginning: bytes) -> None:
    with dripping(beginning) as address:
        began = time.monotonic()

        with pytest.raises(NotNow, match="in time"):
            fetching.fetch(
                "https://pbs.twimg.com/slow.png", most=9999, address=address, seconds=0.5
            )

        assert time.monotonic() - began < PATIENCE_SECONDS


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost/x.png",
        "https://127.0.0.1/x.png",
        "https://[::1]/x.png",
        "https://[::ffff:127.0.0.1]/x.png",
        "https://169.254.169.254/latest",
        "https://10.0.0.8/x.png",
        "http://example.org/x.png",
        "https://user@example.org/x.png",
        "https://example.org:6379/x.png",
    ],
)
def test_nothing_private_is_asked_for_anything(url: str) -> None:
    with pytest.raises(NotFetched, match="address") as refused:
        fetching.fetch(url, most=1)
    assert type(refused.value) is NotFetched


def test_a_picture_without_pixels_is_none() -> None:
    with pytest.raises(pictures.NotAPicture):
        pictures.drawn(b"\x89PNG\r\n\x1a\n")

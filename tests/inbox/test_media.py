"""Is a picture fetched and kept once, and everything else refused with a sentence?"""

from __future__ import annotations

import pytest

from connectors import media as fetching
from connectors.attachments import Attachment as Seen
from connectors.attachments import AttachmentKind
from connectors.media import NotFetched
from inbox import media, pictures
from inbox.models import Attachment, FileState
from inbox.runtime import Runtime
from sandbox.media import GROUNDS, drawn
from tests.factories.making import Make
from tests.web.conftest import Person
from web.app import create_app


def fetched(house: Runtime, build: Make, name: str) -> Attachment:
    url = f"https://pbs.twimg.com/practice/{name}.png"
    build.conversation(
        text="", attachments=(Seen(kind=AttachmentKind.PICTURE, url=url),), external_id=name
    )
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


def test_more_than_was_asked_for_is_not_read(house: Runtime) -> None:
    with pytest.raises(NotFetched, match="larger than 1 MB"):
        fetching.fetch(
            "https://pbs.twimg.com/practice/huge.png",
            most=1024**2,
            address=house.settings.platform_address,
        )


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

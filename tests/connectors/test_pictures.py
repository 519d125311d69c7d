"""Does a picture of ours reach each platform through its real client, once, and is it found?"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
import requests
from PIL import Image

from connectors.base import Connector
from connectors.errors import OutcomeUnknown, Refused, TryLater
from connectors.pages import Incoming
from connectors.pictures import JPEG, OutgoingPicture, is_shown
from connectors.sending import OutgoingReply
from connectors.words import Direction
from tests.connectors.graph.department import answer_to, walk
from tests.connectors.test_attachments import connector_of
from tests.sandbox.running import Running

# Account, platform, what is answered, its stream, the routes of the upload and of what is
# published, and the words beside the picture where they are one message with it.
SURFACES = [
    ("facebook", "facebook", "comment", "comments", "*/photos", "*/comments", "Seen"),
    ("facebook", "facebook", "direct_message", "messages", "*_attachments", "*/messages", ""),
    ("instagram_graph", "instagram", "direct_message", "messages", "*_att*", "*/messages", ""),
    ("instagram_private", "instagram", "direct_message", "messages", "/mess*", "*/photo_a*", ""),
    ("x", "x", "mention", "mentions", "*/upload", "/2/tweets", "Seen https://example.org/a"),
    ("x", "x", "direct_message", "messages", "*/upload", "*/messages", "Seen example.org"),
]
NAMES = [f"{row[0]}-{row[2]}" for row in SURFACES]
surfaces = pytest.mark.parametrize("surface", SURFACES, ids=NAMES)


def jpeg() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (64, 48), (40, 90, 160)).save(kept, "JPEG")
    return kept.getvalue()


PICTURE = OutgoingPicture(body=jpeg(), media_type=JPEG, description="A closed road")


class Asked:
    """Somebody wrote to the department, and it answers with a picture."""

    def __init__(self, sandbox: Running, surface: tuple[str, ...]) -> None:
        account, platform, kind, self.stream, self.upload, self.publish, words = surface
        self.sandbox = sandbox
        place: dict[str, Any] = {"platform": platform, "profile": account}
        sandbox.publish(**place, text="Road works")
        sandbox.say(**place, kind=kind, author="Ana", text="Which road?")
        self.connector: Connector = connector_of(sandbox, account)
        self.item: Incoming = walk(self.connector, self.stream).items[0]
        self.reply = replace(answer_to(self.item, words), picture=PICTURE)

    def sent(self) -> list[dict[str, Any]]:
        return [one for one in self.sandbox.sayings() if one["from_department"]]

    def uploaded(self) -> OutgoingReply:
        return self.connector.upload(self.reply)


@surfaces
def test_a_picture_is_published_once_and_found_again(
    sandbox: Running, surface: tuple[str, ...]
) -> None:
    asked = Asked(sandbox, surface)

    receipt = asked.connector.send(asked.uploaded())

    (sent,) = asked.sent()
    assert (sent["id"], sent["text"]) == (receipt.external_id, asked.reply.text)
    file = sent["extra"]["attachment"]["file"]
    where = f"{sandbox.address}/host/pbs.twimg.com/{file}"
    assert requests.get(where, timeout=5).content == PICTURE.body
    found = asked.connector.find_sent(asked.reply)
    assert found is not None
    assert found.external_id == receipt.external_id
    (ours,) = [
        one
        for one in walk(asked.connector, asked.stream).items
        if one.external_id == receipt.external_id
    ] or [None]
    if ours is not None:
        assert ours.direction is Direction.OUT
        assert (ours.text, is_shown(ours.attachments)) == (asked.reply.text, True)


@surfaces
def test_an_upload_that_broke_off_may_be_done_again_and_published_nothing(
    sandbox: Running, surface: tuple[str, ...]
) -> None:
    asked = Asked(sandbox, surface)

    for kind in ("reset_after", "error_after_write"):
        sandbox.faults(kind=kind, route=asked.upload, method="POST")
        with pytest.raises(TryLater):
            asked.uploaded()

    assert asked.sent() == []
    asked.connector.send(asked.uploaded())
    assert len(asked.sent()) == 1


@surfaces
def test_an_answer_lost_after_publishing_is_unknown_and_then_found(
    sandbox: Running, surface: tuple[str, ...]
) -> None:
    asked = Asked(sandbox, surface)
    ready = asked.uploaded()
    assert asked.connector.find_sent(asked.reply) is None
    sandbox.faults(kind="reset_after", route=asked.publish, method="POST")

    with pytest.raises(OutcomeUnknown):
        asked.connector.send(ready)

    found = asked.connector.find_sent(asked.reply)
    assert found is not None
    assert [found.external_id] == [one["id"] for one in asked.sent()]


@pytest.mark.parametrize("surface", [SURFACES[0], SURFACES[4]], ids=["facebook", "x"])
def test_the_words_without_their_picture_are_left_to_a_person(
    sandbox: Running, surface: tuple[str, ...]
) -> None:
    asked = Asked(sandbox, surface)
    asked.connector.send(replace(asked.reply, picture=None))

    with pytest.raises(OutcomeUnknown, match="without the picture"):
        asked.connector.find_sent(asked.reply)


@pytest.mark.parametrize("surface", [SURFACES[0], SURFACES[4]], ids=["facebook", "x"])
def test_what_a_picture_shows_is_told_where_people_read_it(
    sandbox: Running, surface: tuple[str, ...]
) -> None:
    asked = Asked(sandbox, surface)
    asked.connector.send(asked.uploaded())
    assert asked.sent()[0]["extra"]["attachment"]["title"] == "A closed road"


@pytest.mark.parametrize("surface", SURFACES[1:4], ids=NAMES[1:4])
def test_words_and_a_picture_are_never_two_messages(
    sandbox: Running, surface: tuple[str, ...]
) -> None:
    asked = Asked(sandbox, surface)
    asked.reply = replace(asked.reply, text="Both")

    with pytest.raises(Refused):
        asked.uploaded()
    assert asked.sent() == []


def test_residents_see_the_picture_and_the_journal_tells_of_the_file(sandbox: Running) -> None:
    asked = Asked(sandbox, SURFACES[0])
    asked.connector.send(asked.uploaded())

    page = requests.get(f"{sandbox.address}/facebook", timeout=5).text
    source = page.partition('class="picture" src="')[2].partition('"')[0]
    assert requests.get(sandbox.address + source, timeout=5).content == PICTURE.body
    (upload,) = sandbox.journal(path="/photos")
    assert upload["files"] == {"source": len(PICTURE.body)}


def test_the_sandbox_takes_nothing_that_is_no_picture(sandbox: Running) -> None:
    asked = Asked(sandbox, SURFACES[0])
    asked.reply = replace(asked.reply, picture=replace(PICTURE, body=b"<svg/>"))
    with pytest.raises(Refused):
        asked.uploaded()

"""Does what comes with the words arrive from every platform, through its real client?"""

from __future__ import annotations

from typing import Any

import pytest

from connectors.attachments import Attachment, AttachmentKind, address
from connectors.base import Connector
from connectors.facebook import attachments as facebook_attachments
from connectors.graph import attachments as graph_attachments
from connectors.instagram import private_parsing
from connectors.instagram.private_sign_in import sign_in
from connectors.x import media
from tests.connectors.graph import department as graph
from tests.connectors.instagram_private import department as private
from tests.connectors.x.conftest import OnX
from tests.sandbox.running import Running

SURFACES = [
    ("facebook", "facebook", "comment", "comments"),
    ("facebook", "facebook", "direct_message", "messages"),
    ("instagram", "instagram_graph", "direct_message", "messages"),
    ("instagram", "instagram_private", "direct_message", "messages"),
    ("x", "x", "mention", "mentions"),
    ("x", "x", "direct_message", "messages"),
]
KINDS = {
    "picture": AttachmentKind.PICTURE,
    "video": AttachmentKind.VIDEO,
    "voice": AttachmentKind.AUDIO,
    "sticker": AttachmentKind.STICKER,
    "link": AttachmentKind.LINK,
}
# What a surface has no word for. Instagram's Graph tells a voice message only as a file.
UNTOLD = {
    "comment": {"voice"},
    "instagram_graph": {"voice", "sticker"},
    "x": {"voice", "sticker", "link"},
}


def connector_of(sandbox: Running, name: str) -> Connector:
    if name == "x":
        return OnX(sandbox).connector
    if name == "instagram_private":
        connected = sign_in(private.USERNAME, private.PASSWORD, sandbox.address)
        return private.connector(sandbox, connected.credentials)
    return {"facebook": graph.facebook, "instagram_graph": graph.instagram}[name](sandbox)


@pytest.mark.parametrize(("platform", "profile", "kind", "stream"), SURFACES)
def test_what_comes_without_words_arrives_as_what_it_is(
    sandbox: Running, platform: str, profile: str, kind: str, stream: str
) -> None:
    sandbox.publish(platform=platform, profile=profile, text="Road works")
    sent = KINDS.keys() - UNTOLD.get(kind, set()) - UNTOLD.get(profile, set())
    said = {
        sandbox.say(
            platform=platform, profile=profile, kind=kind, author="Ana", text="", attach=name
        ): KINDS[name]
        for name in sent
    }

    items = graph.walk(connector_of(sandbox, profile), stream).items

    found = {item.external_id: item.attachments for item in items if item.external_id in said}
    assert {key: [one.kind for one in each] for key, each in found.items()} == {
        key: [wanted] for key, wanted in said.items()
    }
    assert all(one.url.startswith("https://") for each in found.values() for one in each)


def test_a_description_arrives_with_the_picture(sandbox: Running) -> None:
    sandbox.say(
        platform="x", kind="mention", author="Ana", text="", attach="picture", title="A red car"
    )

    (item,) = graph.walk(connector_of(sandbox, "x"), "mentions").items

    (picture,) = item.attachments
    assert picture.title == "A red car"
    assert picture.url == "https://pbs.twimg.com/practice/car.png"
    assert (picture.width, picture.height) == (320, 240)


def test_a_push_tells_the_same_as_a_poll() -> None:
    told = {"attachments": [{"type": "image", "payload": {"url": "https://cdn.fbsbx.com/1.png"}}]}
    picture = Attachment(kind=AttachmentKind.PICTURE, url="https://cdn.fbsbx.com/1.png")
    assert graph_attachments.of_push(told) == (picture,)


BROKEN: list[Any] = [None, 7, "words", [], [7, None], {}, {"data": 7}, {"data": [None, {}]}]


@pytest.mark.parametrize("broken", BROKEN, ids=repr)
def test_nothing_malformed_loses_a_message(broken: Any) -> None:
    graph_attachments.of_message({"attachments": broken, "sticker": broken, "shares": broken})
    graph_attachments.of_push({"attachments": broken})
    facebook_attachments.of_comment({"attachment": broken})
    media.attached({"attachments": broken}, media.included({"includes": broken}))
    item = {"item_id": "1", "timestamp": "1", "user_id": 2, "item_type": "xma", "xma": broken}
    thread = {"thread_id": "3", "items": [item | {"media": broken, "voice_media": broken}]}
    (message,) = private_parsing.messages(thread, "9", 0)
    assert "{" not in message.text
    assert "[" not in message.text


@pytest.mark.parametrize(
    "hostile", ["javascript:alert(1)", "file:///etc/passwd", "//x", "http://[", "data:,x", 7]
)
def test_only_web_addresses_are_taken(hostile: object) -> None:
    assert address(hostile) == ""

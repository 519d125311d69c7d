"""What do we make of what Meta pushes?"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors import webhooks
from connectors.graph.webhook import is_signed
from connectors.pages import Incoming, Notice, Pointer, Reacted, Reaction
from connectors.webhooks import Source, UnreadableWebhook
from connectors.words import Direction, Happening, Kind, Platform

PAGE, PERSON = "104857600010001", "7001"
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SECONDS = 1767323045
STORY = "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1"
COMMENT = {
    "item": "comment",
    "verb": "add",
    "comment_id": "P_C",
    "post_id": f"{PAGE}_P",
    "parent_id": f"{PAGE}_P",
    "from": {"id": PERSON, "name": "Jane"},
    "message": "hi",
    "created_time": SECONDS,
}
MESSAGE = {
    "sender": {"id": PERSON},
    "recipient": {"id": PAGE},
    "timestamp": SECONDS * 1000,
    "message": {"mid": "m_1", "text": "hello"},
}


def pushed(about: str = "page", **entry: Any) -> list[Incoming | Notice | Reacted]:
    body = {"object": about, "entry": [{"id": PAGE, "time": SECONDS, **entry}]}
    (told,) = webhooks.read(Source.META, json.dumps(body).encode())
    assert told.external_id == PAGE
    return [*told.page.items, *told.page.notices]


def feed(**value: Any) -> Incoming | Notice | Reacted:
    (told,) = pushed(changes=[{"field": "feed", "value": COMMENT | value}])
    return told


def message(**event: Any) -> Incoming | Notice | Reacted:
    (told,) = pushed(messaging=[MESSAGE | event])
    return told


def test_a_comment_is_named_as_polling_names_it() -> None:
    told = feed()

    assert isinstance(told, Incoming)
    assert (told.kind, told.external_id, told.thread_id) == (Kind.COMMENT, "P_C", "P_C")
    assert told.post is not None
    assert told.post.external_id == f"{PAGE}_P"
    assert (told.text, told.sent_at, told.direction) == ("hi", AT, Direction.IN)


def test_a_reply_below_a_comment_belongs_to_its_thread() -> None:
    told = feed(comment_id="P_D", parent_id="P_C")

    assert isinstance(told, Incoming)
    assert (told.thread_id, told.reply_to) == ("P_C", "P_C")


def test_what_the_page_itself_writes_is_ours() -> None:
    told = feed(**{"from": {"id": PAGE, "name": "The department"}})

    assert isinstance(told, Incoming)
    assert told.direction is Direction.OUT


@pytest.mark.parametrize("at", [SECONDS, SECONDS * 1000, str(SECONDS), "2026-01-02T03:04:05+0000"])
def test_a_time_may_be_told_in_four_ways(at: object) -> None:
    told = feed(created_time=at)

    assert isinstance(told, Incoming)
    assert told.sent_at == AT


def test_a_comment_that_is_a_picture_alone_arrives_without_words() -> None:
    value = {key: told for key, told in COMMENT.items() if key != "message"}

    (told,) = pushed(changes=[{"field": "feed", "value": value}])

    assert isinstance(told, Incoming)
    assert not told.text


@pytest.mark.parametrize(("told", "words"), [(None, ""), (112, "112")])
def test_words_that_are_no_text_are_no_reason_to_stop(told: object, words: str) -> None:
    comment, sent = feed(message=told), message(message={"mid": "m_1", "text": told})

    assert isinstance(comment, Incoming)
    assert isinstance(sent, Incoming)
    assert (comment.text, sent.text) == (words, words)


@pytest.mark.parametrize(
    ("verb", "happening"),
    [
        ("remove", Happening.REMOVED),
        ("hide", Happening.HIDDEN),
        ("unhide", Happening.UNHIDDEN),
    ],
)
def test_what_becomes_of_a_comment_is_a_notice(verb: str, happening: Happening) -> None:
    written_before = {"created_time": SECONDS - 3600}

    assert feed(verb=verb, **written_before) == Notice(
        external_id="P_C", happening=happening, at=AT
    )


@pytest.mark.parametrize("value", [{"item": "reaction"}, {"verb": "a verb of next year"}])
def test_what_nobody_said_is_nothing(value: dict[str, str]) -> None:
    assert pushed(changes=[{"field": "feed", "value": COMMENT | value}]) == []


def test_a_field_we_never_asked_for_is_nothing() -> None:
    assert pushed(changes=[{"field": "ratings", "value": {}}]) == []


def test_a_message_names_its_person_and_no_thread() -> None:
    told = message()

    assert isinstance(told, Incoming)
    assert told.contact is not None
    assert (told.contact.external_id, told.thread_id) == (PERSON, "")
    assert (told.external_id, told.sent_at, told.direction) == ("m_1", AT, Direction.IN)


def test_an_echo_is_ours_and_its_recipient_is_the_person() -> None:
    told = message(
        sender={"id": PAGE},
        recipient={"id": PERSON},
        message={"mid": "m_2", "text": "We look into it.", "is_echo": True},
    )

    assert isinstance(told, Incoming)
    assert told.contact is not None
    assert (told.direction, told.contact.external_id) == (Direction.OUT, PERSON)


def test_a_message_taken_back_is_a_notice() -> None:
    told = message(message={"mid": "m_1", "is_deleted": True})

    assert told == Notice(external_id="m_1", happening=Happening.REMOVED)


def test_an_edited_message_tells_its_new_words() -> None:
    event = {key: told for key, told in MESSAGE.items() if key != "message"}

    (told,) = pushed(messaging=[event | {"message_edit": {"mid": "m_1", "text": "hello again"}}])

    assert isinstance(told, Incoming)
    assert (told.external_id, told.text) == ("m_1", "hello again")


@pytest.mark.parametrize("event", ["delivery", "read", "postback"])
def test_what_is_no_message_is_nothing(event: str) -> None:
    told = {key: one for key, one in MESSAGE.items() if key != "message"}

    assert pushed(messaging=[told | {event: {"mid": "m_1"}}]) == []


def test_what_another_application_answers_arrives_all_the_same() -> None:
    (told,) = pushed(standby=[MESSAGE])

    assert isinstance(told, Incoming)


@pytest.mark.parametrize(
    ("field", "kind"), [("comments", Kind.COMMENT), ("live_comments", Kind.LIVE_COMMENT)]
)
def test_instagram_tells_comments_in_its_own_words(field: str, kind: Kind) -> None:
    value = {
        "id": "C",
        "parent_id": "C0",
        "text": "nice",
        "from": {"id": PERSON, "username": "jane"},
        "media": {"id": "M", "media_product_type": "FEED"},
    }

    (told,) = pushed("instagram", changes=[{"field": field, "value": value}])

    assert isinstance(told, Incoming)
    assert (told.kind, told.thread_id, told.text, told.sent_at) == (kind, "C0", "nice", AT)


@pytest.mark.parametrize(
    ("about", "surface"),
    [
        ({"text": "Well done", "reply_to": {"story": {"url": STORY, "id": "1"}}}, "story_reply"),
        (
            {"attachments": [{"type": "story_mention", "payload": {"url": STORY}}]},
            "story_mention",
        ),
        ({"text": "Yes", "reply_to": {"mid": "m_0"}}, None),
    ],
)
def test_instagram_says_what_is_about_a_story(about: dict[str, Any], surface: str | None) -> None:
    (told,) = pushed("instagram", messaging=[MESSAGE | {"message": {"mid": "m_1", **about}}])

    assert isinstance(told, Incoming)
    assert (told.surface, [one.url for one in told.attachments]) == (
        surface,
        [STORY] if surface else [],
    )


@pytest.mark.parametrize("comment", [None, "17894227972186120"])
def test_instagram_names_a_mention_by_its_ids_alone(comment: str | None) -> None:
    ids = {"media_id": "17918195224117851"} | ({"comment_id": comment} if comment else {})
    entry = {"id": PAGE, "time": SECONDS, "changes": [{"field": "mentions", "value": ids}]}

    body = json.dumps({"object": "instagram", "entry": [entry]}).encode()

    (told,) = webhooks.read(Source.META, body)
    assert told.page.pointers == (Pointer(post_id="17918195224117851", comment_id=comment),)
    assert (told.page.items, told.page.notices) == ((), ())


def test_one_push_may_speak_of_several_accounts() -> None:
    entries = [{"id": one, "time": SECONDS, "messaging": [MESSAGE]} for one in ("1", "2")]
    body = json.dumps({"object": "page", "entry": entries}).encode()

    told = webhooks.read(Source.META, body)

    assert [(one.platform, one.external_id) for one in told] == [
        (Platform.FACEBOOK, "1"),
        (Platform.FACEBOOK, "2"),
    ]
    assert all(one.page.bodies[0].body == body for one in told)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'{"object": "page"}',
        b'{"object": "whatsapp", "entry": []}',
        b'{"object": "page", "entry": [{}]}',
        b'{"object": "page", "entry": [{"id": 1, "changes": [{"field": "feed", "value": null}]}]}',
        b'{"object": "page", "entry": [{"id": 1, "messaging": [{"message": {"mid": "m"}}]}]}',
        b'{"object": "page", "entry": "\xff"}',
        (
            b'{"object": "instagram", "entry": [{"id": 1, "changes": [{"field": "mentions", '
            b'"value": {"media_id": "1){id},owner.x(1"}}]}]}'
        ),
        b"[" * 200_000,
        (
            b'{"object": "page", "entry": [{"id": 1, "changes": [{"field": "feed", "value": '
            b'{"item": "comment", "verb": "add", "comment_id": "C", "created_time": 1e30}}]}]}'
        ),
    ],
)
def test_what_cannot_be_read_says_so(body: bytes) -> None:
    with pytest.raises(UnreadableWebhook):
        webhooks.read(Source.META, body)


def test_a_signature_is_over_the_bytes_as_they_came() -> None:
    body = rb'{"text": "caf\u00e9"}'
    signature = "sha256=5c2c89d0aa77314162938b96bd53355a2764ef8d68e4a93efcced2cc957cf8c0"

    assert is_signed(body, signature, "a secret")
    assert not is_signed(body + b" ", signature, "a secret")
    assert not is_signed(body, signature, "another secret")
    assert not is_signed(body, "", "a secret")
    assert not is_signed(body, "sha256=café", "a secret")


@pytest.mark.parametrize(
    ("told", "emoji"),
    [
        ({"action": "react", "emoji": "🙏", "reaction": "other"}, "🙏"),
        ({"action": "react", "reaction": "love"}, "❤️"),
        ({"action": "unreact"}, None),
    ],
)
@pytest.mark.parametrize("about", ["page", "instagram"])
def test_a_reaction_is_a_notice_of_whose_it_is(
    about: str, told: dict[str, str], emoji: str | None
) -> None:
    event = {name: MESSAGE[name] for name in ("sender", "recipient", "timestamp")}
    (notice,) = pushed(about, messaging=[event | {"reaction": {"mid": "m_1", **told}}])

    assert isinstance(notice, Reacted)
    assert (notice.external_id, notice.at) == ("m_1", AT)
    assert notice.reaction == Reaction(person_id=PERSON, emoji=emoji)


def test_a_reaction_by_nothing_is_nothing() -> None:
    assert pushed(messaging=[MESSAGE | {"message": None, "reaction": {"mid": "m_1"}}]) == []

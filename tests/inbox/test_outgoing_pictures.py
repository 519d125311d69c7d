"""Does a picture leave once with its reply, and nothing that was hidden in its file?"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select

from connectors.pictures import JPEG, PNG, PictureRule
from connectors.words import Audience, Kind, Platform
from inbox import outbox, outgoing_pictures, polling
from inbox.models import Account, Attachment, Conversation, Delivery, DeliveryState, Message
from inbox.outgoing_pictures import Chosen, UnusablePicture
from inbox.replies import ReplyNotAllowed
from inbox.runtime import Runtime
from sandbox.media import BOMB, REFUSED, _png
from tests.clocks import SetClock
from tests.factories.drawing import GPS, drawing, photograph
from tests.factories.making import Make
from tests.sandbox.running import Running

RULE = PictureRule(most_bytes=1024**2, longest_side=64)
ROAD = Chosen(body=photograph(), description="A closed road")


@pytest.fixture
def comment(house: Runtime, sandbox: Running, page: Account) -> Iterator[Conversation]:
    """A resident's comment, on the desk."""
    post = sandbox.publish(platform="facebook", text="Juniper Street is closed.")
    sandbox.say(platform="facebook", kind="comment", author="Ana", text="Where?", post=post)
    polling.poll(house, page.id)
    with house.reading() as session:
        yield session.scalars(select(Conversation)).one()


def sent(sandbox: Running) -> list[dict[str, Any]]:
    return [one for one in sandbox.sayings() if one["from_department"]]


def later(house: Runtime, delivery: Delivery, times: int = 1) -> Delivery:
    assert isinstance(house.clock, SetClock)
    for _ in range(times):
        house.clock.advance(seconds=20)
        outbox.deliver(house, delivery.id)
    with house.reading() as session:
        return session.get_one(Delivery, delivery.id)


def attachments(house: Runtime) -> list[Attachment]:
    with house.reading() as session:
        return list(session.scalars(select(Attachment)))


def test_a_photograph_stands_upright_and_does_not_tell_where_it_was_taken() -> None:
    picture, size = outgoing_pictures.drawn(photograph(80, 40), RULE)

    shown = Image.open(io.BytesIO(picture.body))
    assert (picture.media_type, shown.size, size) == (JPEG, (32, 64), (32, 64))
    assert not shown.getexif()
    assert not shown.getexif().get_ifd(GPS)
    assert b"Taken at home" not in picture.body


def test_a_drawing_stays_one_where_the_platform_takes_it_and_else_stands_on_white() -> None:
    kept, _ = outgoing_pictures.drawn(drawing(), RULE)
    flat, _ = outgoing_pictures.drawn(
        drawing(), PictureRule(media_types=(JPEG,), most_bytes=1024**2)
    )

    assert (kept.media_type, flat.media_type) == (PNG, JPEG)
    assert Image.open(io.BytesIO(flat.body)).getpixel((0, 0)) == pytest.approx((227, 142, 142), 5)


def test_a_picture_is_made_as_small_as_the_platform_wants_it() -> None:
    noise = Image.effect_noise((900, 900), 90)
    kept = io.BytesIO()
    noise.save(kept, "PNG")
    rule = PictureRule(most_bytes=60_000)
    picture, _ = outgoing_pictures.drawn(kept.getvalue(), rule)
    assert len(picture.body) <= rule.most_bytes


@pytest.mark.parametrize(
    "body",
    [*(REFUSED[name] for name in ("empty", "page", "drawing")), _png(BOMB, BOMB, b""), b"\xff\xd8"],
    ids=["empty", "page", "svg", "bomb", "cut off"],
)
def test_what_is_no_picture_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(UnusablePicture, match="cannot be sent"):
        outgoing_pictures.drawn(body, RULE)


def test_a_picture_is_published_once_with_its_words_and_known_again(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation, page: Account
) -> None:
    delivery = build.reply(comment, build.user(), text="Here.", picture=ROAD)

    outbox.deliver(house, delivery.id)
    assert later(house, delivery).state is DeliveryState.SENT
    polling.poll(house, page.id)

    (one,) = sent(sandbox)
    assert (one["text"], one["extra"]["attachment"]["title"]) == ("Here.", "A closed road")
    (ours,) = attachments(house)
    assert (ours.title, ours.message_id) == ("A closed road", delivery.message_id)
    assert [message.text for message in build.messages(comment)] == ["Where?", "Here."]


@pytest.mark.parametrize("words", ["Here.", ""])
@pytest.mark.parametrize("route", ["*/photos", "*/comments"])
def test_an_answer_lost_at_either_step_leaves_one_reply(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation, words: str, route: str
) -> None:
    sandbox.faults(kind="reset_after", platform="graph", method="POST", route=route)
    delivery = build.reply(comment, build.user(), text=words, picture=ROAD)

    outbox.deliver(house, delivery.id)
    expected = DeliveryState.QUEUED if route == "*/photos" else DeliveryState.UNKNOWN
    assert later(house, delivery, times=0).state is expected

    assert later(house, delivery).state is DeliveryState.SENT
    assert [one["text"] for one in sent(sandbox)] == [words]


def test_what_never_arrived_is_uploaded_and_published_again_after_three_looks(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    sandbox.faults(kind="reset_before", platform="graph", method="POST", route="*/comments")
    delivery = build.reply(comment, build.user(), text="", picture=ROAD)
    outbox.deliver(house, delivery.id)

    assert later(house, delivery, times=3).state is not DeliveryState.SENT
    assert sent(sandbox) == []
    assert later(house, delivery, times=2).state is DeliveryState.SENT
    assert len(sent(sandbox)) == 1


def test_a_poll_that_reads_our_picture_before_it_is_confirmed_settles_it(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation, page: Account
) -> None:
    sandbox.faults(kind="reset_after", platform="graph", method="POST", route="*/comments")
    delivery = build.reply(comment, build.user(), text="", picture=ROAD)
    outbox.deliver(house, delivery.id)

    assert isinstance(house.clock, SetClock)
    house.clock.advance(seconds=60)
    polling.poll(house, page.id)

    with house.reading() as session:
        assert session.get_one(Delivery, delivery.id).state is DeliveryState.SENT
        assert session.scalar(select(func.count()).select_from(Message)) == 2
    assert len(attachments(house)) == 1


def test_a_picture_whose_file_is_gone_is_not_sent_without_it(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    delivery = build.reply(comment, build.user(), text="Here.", picture=ROAD)
    for file in (house.settings.data / "media").rglob("*"):
        if file.is_file():
            file.unlink()

    outbox.deliver(house, delivery.id)

    assert later(house, delivery, times=0).state is DeliveryState.FAILED
    assert sent(sandbox) == []


def test_no_picture_is_taken_where_the_platform_has_none(build: Make) -> None:
    conversation = build.conversation(build.account("instagram_graph", Platform.INSTAGRAM))
    with pytest.raises(ReplyNotAllowed, match="No picture"):
        build.reply(conversation, build.user(), picture=ROAD)


def test_words_and_a_picture_are_kept_apart_where_they_would_be_two_messages(build: Make) -> None:
    conversation = build.conversation(kind=Kind.DIRECT_MESSAGE, post=None)
    with pytest.raises(ReplyNotAllowed, match="two messages"):
        build.reply(conversation, build.user(), audience=Audience.PRIVATE, picture=ROAD)


def test_a_worker_that_lost_the_reply_during_a_long_upload_publishes_nothing(
    house: Runtime, sandbox: Running, build: Make, comment: Conversation
) -> None:
    delivery = build.reply(comment, build.user(), text="Here.", picture=ROAD)
    sandbox.faults(kind="delay", platform="graph", route="*/photos", seconds=0.5)
    worker = threading.Thread(target=outbox.deliver, args=(house, delivery.id))
    worker.start()
    while later(house, delivery, times=0).state is DeliveryState.QUEUED:
        pass
    with house.writing() as session:
        session.get_one(Delivery, delivery.id).leased_by = "another"
    worker.join()

    assert sent(sandbox) == []
    assert later(house, delivery, times=0).state is DeliveryState.SENDING
    assert later(house, delivery, times=6).state is DeliveryState.SENT
    assert len(sent(sandbox)) == 1

"""Do the words of a broadcast stand on the desk once, whichever stream found them?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from connectors.pages import LiveVideo, PostSeen
from connectors.words import Kind, Platform
from inbox import accounts, broadcasts, outbox, polling, reply_options, threads
from inbox.models import Account, Conversation, Cursor, Event, Lane, Message, Post
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.sandbox.running import Running

PAGE = {"platform": "facebook"}


def _say(sandbox: Running, text: str, count: int = 1, **more: Any) -> None:
    said = PAGE | {"kind": "live_comment", "author": "Ana {n}", "text": text, "count": count}
    sandbox.say_many(said | more)


def _poll(house: Runtime, page: Account, lane: Lane) -> None:
    assert isinstance(house.clock, SetClock)
    house.clock.advance(minutes=1)
    polling.poll(house, page.id, lane)


def _counts(house: Runtime) -> tuple[int, int]:
    with house.reading() as session:
        messages = session.scalar(select(func.count(Message.id))) or 0
        return messages, session.scalar(select(func.count(Conversation.id))) or 0


def _live_cursors(house: Runtime) -> list[str]:
    with house.reading() as session:
        return list(session.scalars(select(Cursor.stream).where(Cursor.lane == Lane.LIVE)))


def test_a_broadcast_opens_a_stream_of_its_own_and_closes_it_when_all_is_read(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    sandbox.go_live(**PAGE, text="News conference")
    _poll(house, page, Lane.POLL)
    (stream,) = _live_cursors(house)
    with house.reading() as session:
        assert [post.text for post in broadcasts.on_air(session)] == ["News conference"]

    _say(sandbox, "When does it reopen? {n}", count=250)
    _poll(house, page, Lane.LIVE)
    assert _counts(house) == (250, 250)

    _say(sandbox, "Last words")
    sandbox.end_live(**PAGE)
    _poll(house, page, Lane.LIVE)
    assert _counts(house) == (251, 251)
    assert _live_cursors(house) == []
    with house.reading() as session:
        assert broadcasts.on_air(session) == []
        post = session.scalars(select(Post)).one()
        assert post.live_started_at
        assert post.live_ended_at
        assert post.live_started_at < post.live_ended_at
        told = select(Event.name).where(Event.name.like("broadcast.%")).order_by(Event.id)
        assert list(session.scalars(told)) == ["broadcast.started", "broadcast.ended"]
    assert stream.startswith("live_comments:")


def test_what_the_ordinary_stream_finds_too_is_still_one_message_and_a_live_comment(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    sandbox.go_live(**PAGE, text="Live")
    _poll(house, page, Lane.POLL)
    _say(sandbox, "Found under the post first", count=3)
    _poll(house, page, Lane.POLL)
    _poll(house, page, Lane.LIVE)
    _say(sandbox, "Found in the broadcast first", count=3)
    _poll(house, page, Lane.LIVE)
    _poll(house, page, Lane.POLL)

    assert _counts(house) == (6, 6)
    with house.reading() as session:
        assert set(session.scalars(select(Conversation.kind))) == {Kind.LIVE_COMMENT}


def test_a_comment_after_the_end_is_an_ordinary_one(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    sandbox.go_live(**PAGE, text="Live")
    _poll(house, page, Lane.POLL)
    sandbox.end_live(**PAGE)
    _poll(house, page, Lane.LIVE)
    sandbox.advance(3600)
    sandbox.say(**PAGE, kind="comment", author="Ben", text="Watched it now")
    _poll(house, page, Lane.POLL)

    with house.reading() as session:
        assert session.scalars(select(Conversation.kind)).one() is Kind.COMMENT


def test_an_answer_in_the_stream_stands_below_the_comment_and_on_the_desk_once(
    house: Runtime, sandbox: Running, page: Account, build: Make
) -> None:
    sandbox.go_live(**PAGE, text="Live")
    _poll(house, page, Lane.POLL)
    _say(sandbox, "When does it reopen?")
    _poll(house, page, Lane.LIVE)
    with house.reading() as session:
        asked = session.scalars(select(Conversation)).one()
    delivery = build.reply(asked, build.user(), text="At six.")
    assert isinstance(house.clock, SetClock)
    house.clock.advance(minutes=1)
    outbox.deliver(house, delivery.id)
    _poll(house, page, Lane.LIVE)
    _poll(house, page, Lane.POLL)

    assert _counts(house) == (2, 1)
    (answer,) = sandbox.sayings(from_department=True)
    assert (answer["text"], answer["thread_id"]) == ("At six.", asked.thread_id)


def test_reading_a_broadcast_and_polling_the_rest_do_not_wait_for_each_other(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    sandbox.go_live(**PAGE, text="Live")
    _poll(house, page, Lane.POLL)
    _say(sandbox, "Can you hear us?")
    with house.writing() as session:
        held = session.get_one(Account, page.id)
        held.polling_by, held.polling_until = "another worker", house.clock.now().replace(year=2999)

    _poll(house, page, Lane.LIVE)

    assert _counts(house) == (1, 1)


def test_instagram_offers_a_private_answer_while_on_the_air_alone(
    house: Runtime, build: Make
) -> None:
    account = build.account(connector="instagram_graph", platform=Platform.INSTAGRAM)
    live = LiveVideo(
        external_id="7", post=PostSeen(external_id="post-1"), started_at=house.clock.now()
    )
    with house.writing() as session:
        broadcasts.opened(session, accounts.locked(session, account.id), [live])
    asked = build.conversation(account, kind=Kind.LIVE_COMMENT)

    assert _offered(house, asked) == (False, True)
    with house.writing() as session:
        cursor = session.scalars(select(Cursor.id).where(Cursor.lane == Lane.LIVE)).one()
        broadcasts.follow(session, cursor, is_over=True)
    assert _offered(house, asked) == (False, False)


def _offered(house: Runtime, asked: Conversation) -> tuple[bool, bool]:
    with house.reading() as session:
        opened = threads.open(session, asked.id).conversation
        found = reply_options.options(session, opened)
        return found.public.allowed, found.private.allowed

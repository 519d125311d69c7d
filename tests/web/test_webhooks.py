"""Does what a platform pushes come to the desk, once, and nothing that anybody else sends?"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from connectors.graph.sign_in import App
from connectors.graph.subscribing import subscribe_application
from connectors.pages import Author
from connectors.words import Direction, Kind, Platform, Surface
from hearback.seeding import accounts as seeding
from inbox import polling, taking_in, webhooks
from inbox.clock import SystemClock
from inbox.models import (
    Account,
    Capture,
    Contact,
    Conversation,
    Message,
    MessageVersion,
    Post,
    Webhook,
)
from inbox.runtime import Runtime
from tests import houses
from tests.connectors.graph import department
from tests.database_copies import Database
from tests.factories.incoming import incoming
from tests.factories.making import Make
from tests.sandbox.running import Running
from web.app import create_app

SECRET, VERIFY_TOKEN = "practice-facebook-app-secret", "words for tests"
PATIENCE_SECONDS = 8
INSTAGRAM = {"platform": "instagram", "profile": "instagram_graph"}
MENTION = INSTAGRAM | {"kind": "comment", "author": "@bo"}


@pytest.fixture
def house(committed_database: Database, tmp_path: Path, sandbox: Running) -> Iterator[Runtime]:
    runtime = houses.runtime(
        committed_database.engine,
        tmp_path,
        SystemClock(),
        HEARBACK_PLATFORM_ADDRESS=sandbox.address,
        HEARBACK_POLL_SECONDS="0.001",
        HEARBACK_META_APP_ID="880000000000001",
        HEARBACK_META_APP_SECRET=SECRET,
        HEARBACK_META_VERIFY_TOKEN=VERIFY_TOKEN,
    )
    yield runtime
    runtime.redis.close()


@pytest.fixture
def page(house: Runtime, sandbox: Running) -> Account:
    return seeding.connect_page(house, sandbox.address)


@pytest.fixture
def instagram(house: Runtime, sandbox: Running) -> Account:
    """The Instagram account that the Page speaks for."""
    access = department.access(sandbox, "instagram_graph")
    return Make(house).account(
        "instagram_graph",
        Platform.INSTAGRAM,
        external_id=access.external_id,
        credentials=access.credentials,
    )


@pytest.fixture
def address(house: Runtime) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app(house), threaded=True)
    serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()
    serving.join()


@pytest.fixture
def subscribed(house: Runtime, page: Account, address: str) -> Account:
    settings = house.settings
    app = App(
        app_id=settings.meta_app_id,
        app_secret=settings.meta_app_secret,
        address=settings.platform_address,
    )
    callback = f"{address}/webhooks/meta"
    subscribe_application(app, callback=callback, verify_token=settings.meta_verify_token)
    polling.poll(house, page.id)
    return page


def _take_in(house: Runtime, count: int) -> None:
    """Wait until so many pushes have come, and do what a worker does with each."""
    for one in _wait_for(house, count):
        taking_in.take_in(house, one)


def _wait_for(house: Runtime, count: int) -> list[int]:
    until = time.monotonic() + PATIENCE_SECONDS
    while len(ids := _pushes(house)) < count:
        assert time.monotonic() < until, f"{len(ids)} of {count} pushes came"
        time.sleep(0.02)
    return ids


def _pushes(house: Runtime) -> list[int]:
    with house.reading() as session:
        return list(session.scalars(select(Webhook.id).order_by(Webhook.id)))


def _texts(house: Runtime) -> list[str]:
    with house.reading() as session:
        return list(session.scalars(select(Message.text).order_by(Message.sent_at, Message.id)))


def _post(house: Runtime, body: bytes, secret: str = SECRET) -> HTTPStatus:
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    answer = (
        create_app(house)
        .test_client()
        .post("/webhooks/meta", data=body, headers={"X-Hub-Signature-256": f"sha256={signature}"})
    )
    return HTTPStatus(answer.status_code)


def test_words_come_without_a_poll_and_a_poll_finds_nothing_missed(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    post = sandbox.publish(platform="facebook", text="Juniper Street is closed.")
    said = {"platform": "facebook", "author": "Ana"}
    comment = sandbox.say(**said, kind="comment", text="¿Hasta cuándo? 🚧", post=post)
    sandbox.say(**said, kind="direct_message", text="Are you open?")
    _take_in(house, 2)
    sandbox.edit(comment, "Until when?")
    _take_in(house, 3)

    assert _texts(house) == ["Until when?", "Are you open?"]
    with house.reading() as session:
        assert set(session.scalars(select(Contact.name))) == {"Ana"}
        before = session.scalars(select(Conversation.thread_id)).all()
        sources = session.scalars(select(Capture.source)).all()
        assert sources.count("webhook page") == 3
        assert session.scalars(select(Post.text)).all() == [""]
    polling.poll(house, subscribed.id)
    with house.reading() as session:
        assert session.scalars(select(Conversation.thread_id)).all() == before
        assert session.scalars(select(Post.text)).all() == ["Juniper Street is closed."]
        assert session.scalar(select(Message.permalink).where(Message.text == "Until when?"))
    assert _texts(house) == ["Until when?", "Are you open?"]


def test_what_was_never_pushed_is_found_by_the_next_poll(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    sandbox.pushes(silent=True)
    sandbox.say(platform="facebook", kind="direct_message", author="Ana", text="Are you open?")
    sandbox.pushes()
    sandbox.say(platform="facebook", kind="direct_message", author="Ana", text="Hello?")
    _take_in(house, 1)

    polling.poll(house, subscribed.id)

    assert _texts(house) == ["Are you open?", "Hello?"]


def test_a_push_that_comes_three_times_is_one(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    sandbox.pushes(repeat=3)
    sandbox.say(platform="facebook", kind="direct_message", author="Ana", text="Are you open?")
    sandbox.pushes()
    sandbox.say(platform="facebook", kind="direct_message", author="Ana", text="Hello?")
    _take_in(house, 2)

    for one in _pushes(house):
        taking_in.take_in(house, one)

    assert _texts(house) == ["Are you open?", "Hello?"]


def test_a_push_that_tells_of_many_things_brings_each(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    sandbox.pushes(batch=2)
    sandbox.say(platform="facebook", kind="direct_message", author="Ana", text="Are you open?")
    sandbox.say(platform="facebook", kind="direct_message", author="Ben", text="Hello?")
    _take_in(house, 1)

    assert sorted(_texts(house)) == ["Are you open?", "Hello?"]


def test_an_answer_typed_on_the_platform_ends_the_wait(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    said = {"platform": "facebook", "kind": "direct_message", "author": "Ana"}
    sandbox.say(**said, text="Are you open?")
    sandbox.say(**said, text="Until six.", as_department=True)
    _take_in(house, 2)

    with house.reading() as session:
        (conversation,) = session.scalars(select(Conversation))
        assert conversation.waiting_since is None
        directions = session.scalars(select(Message.direction).order_by(Message.id))
        assert list(directions) == [Direction.IN, Direction.OUT]


def test_an_edited_private_message_keeps_its_earlier_words(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    said = sandbox.say(
        platform="facebook", kind="direct_message", author="Ana", text="It was a blue car"
    )
    _take_in(house, 1)
    sandbox.edit(said, "It was a green car")
    _take_in(house, 2)

    assert _texts(house) == ["It was a green car"]
    with house.reading() as session:
        assert session.scalars(select(MessageVersion.text)).all() == ["It was a blue car"]


def test_an_edit_that_is_pushed_before_its_message_is_not_undone_by_it(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    said = sandbox.say(
        platform="facebook", kind="direct_message", author="Ana", text="It was a blue car"
    )
    sandbox.edit(said, "It was a green car")

    for one in reversed(_wait_for(house, 2)):
        taking_in.take_in(house, one)

    assert _texts(house) == ["It was a green car"]
    with house.reading() as session:
        assert session.scalars(select(MessageVersion.text)).all() == ["It was a blue car"]


def test_a_mention_in_a_comment_comes_with_its_words_which_a_worker_asks_for(
    house: Runtime, sandbox: Running, subscribed: Account, instagram: Account
) -> None:
    media = sandbox.publish(**INSTAGRAM, edge="tags", author="@ana", text="Our street")
    named = sandbox.say(**MENTION, text="Ask @mesaverdepd about that", post=media)
    gone = sandbox.say(**MENTION, text="@mesaverdepd!", post=media)
    sandbox.say(**MENTION, text="Nobody is named here", post=media)
    _wait_for(house, 2)
    assert _asked_of(sandbox, instagram) == []
    sandbox.remove(gone)
    _take_in(house, 2)

    with house.reading() as session:
        message = session.scalars(select(Message)).one()
        copy = session.get_one(Capture, message.capture_id)
        problems = session.scalars(select(Webhook.problem).order_by(Webhook.id)).all()
    assert (message.external_id, message.surface) == (named, Surface.COMMENT_MENTION)
    assert copy.source == f"GET /v24.0/{instagram.external_id}"
    assert problems[0] is None
    assert "must be one in which the account is mentioned" in problems[1]
    assert len(_asked_of(sandbox, instagram)) == 2
    _take_in(house, 2)
    assert len(_asked_of(sandbox, instagram)) == 2


def _asked_of(sandbox: Running, account: Account) -> list[dict[str, Any]]:
    calls = sandbox.journal(platform="graph", method="GET")
    return [call for call in calls if call["path"].endswith(f"/{account.external_id}")]


def test_a_removed_comment_is_marked(house: Runtime, sandbox: Running, subscribed: Account) -> None:
    post = sandbox.publish(platform="facebook", text="Juniper Street is closed.")
    said = sandbox.say(platform="facebook", kind="comment", author="Ana", text="Oh", post=post)
    sandbox.remove(said)
    _take_in(house, 2)

    with house.reading() as session:
        assert session.scalars(select(Message.removed_at)).one() is not None


def test_what_hangs_below_words_that_are_here_joins_their_conversation(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    said = {"platform": "facebook", "kind": "comment", "author": "Ana"}
    wall = sandbox.publish(
        platform="facebook", edge="visitor_posts", author="Ben", text="A light is out."
    )
    ours = sandbox.publish(platform="facebook", text="Juniper Street is closed.")
    polling.poll(house, subscribed.id)
    top = sandbox.say(**said, post=ours, text="Until when?")
    reply = sandbox.say(**said, reply_to=top, text="And why?")
    sandbox.say(**said, reply_to=reply, text="Hello?")
    sandbox.say(**said, post=wall, text="Here too.")

    _take_in(house, 4)

    with house.reading() as session:
        rows = session.execute(
            select(Message.text, Conversation.thread_id).join(
                Conversation, Conversation.id == Message.conversation_id
            )
        )
        places = dict(map(tuple, rows))
    assert places == {
        "A light is out.": wall,
        "Until when?": top,
        "And why?": top,
        "Hello?": top,
        "Here too.": wall,
    }


def test_a_comment_pushed_before_the_visitors_post_above_it_is_read_waits_there_for_it(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    by = {"platform": "facebook", "author": "Ben"}
    wall = sandbox.publish(**by, edge="visitor_posts", text="A light is out.")
    sandbox.say(**by, kind="comment", post=wall, text="Here too.")
    _take_in(house, 1)
    assert _texts(house) == ["Here too."]

    polling.poll(house, subscribed.id)

    assert sorted(_texts(house)) == ["A light is out.", "Here too."]
    with house.reading() as session:
        assert session.scalars(select(Conversation.thread_id)).all() == [wall]


def test_the_platform_is_asked_to_push_once_for_each_connection(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    for _ in range(3):
        polling.poll(house, page.id)
    assert len(sandbox.journal(path="subscribed_apps")) == 1

    seeding.connect_page(house, sandbox.address)
    polling.poll(house, page.id)
    assert len(sandbox.journal(path="subscribed_apps")) == 2


def test_nobody_else_can_push(house: Runtime) -> None:
    body = b'{"object": "page", "entry": []}'

    assert _post(house, body, secret="another secret") is HTTPStatus.FORBIDDEN
    unsigned = create_app(house).test_client().post("/webhooks/meta", data=body)
    assert unsigned.status_code == HTTPStatus.FORBIDDEN
    assert _pushes(house) == []


def test_without_a_secret_nothing_is_accepted(runtime: Runtime) -> None:
    assert _post(runtime, b"{}", secret="") is HTTPStatus.FORBIDDEN


def test_one_that_cannot_be_read_is_kept_with_its_reason_and_blocks_no_other(
    house: Runtime, page: Account, sandbox: Running
) -> None:
    sandbox.say(platform="facebook", kind="direct_message", author="Ana", text="Not pushed")
    polling.poll(house, page.id)
    (ana,) = (person["id"] for person in sandbox.state()["people"])
    good = {
        "sender": {"id": ana},
        "recipient": {"id": page.external_id},
        "timestamp": 1_795_000_000_000,
        "message": {"mid": "m_new", "text": "Pushed"},
    }
    entry = {"id": page.external_id, "time": 1, "messaging": [good]}
    assert _post(house, b'{"object": "page"}') is HTTPStatus.OK
    assert _post(house, json.dumps({"object": "page", "entry": [entry]}).encode()) is HTTPStatus.OK
    _take_in(house, 2)

    with house.reading() as session:
        unread, read = session.scalars(select(Webhook).order_by(Webhook.id))
    assert unread.problem is not None
    assert "could not be read" in unread.problem
    assert unread.taken_in_at is None
    assert read.taken_in_at is not None
    assert "Pushed" in _texts(house)


def test_of_one_push_for_two_accounts_each_is_taken_in_by_itself(
    house: Runtime, page: Account
) -> None:
    make, ana = Make(house), Author(external_id="ana", name="Ana")
    other = make.account()
    private = {"kind": Kind.DIRECT_MESSAGE, "thread_id": "t_ana", "post": None}
    make.received(other, [incoming(**private, author=ana, contact=ana)])
    body = {
        "object": "page",
        # Of the first nobody can say to which thread it belongs.
        "entry": [
            _private(page, {"id": "a stranger"}, "To the first"),
            _private(other, {"id": "ana"}, "To the second"),
        ],
    }
    assert _post(house, json.dumps(body).encode()) is HTTPStatus.OK

    _take_in(house, 1)
    _take_in(house, 1)

    assert _texts(house).count("To the second") == 1
    with house.reading() as session:
        push = session.scalars(select(Webhook)).one()
    assert push.taken_in_at is None
    assert push.due_at
    assert push.problem


def _private(account: Account, sender: dict[str, str], text: str) -> dict[str, Any]:
    said = {
        "sender": sender,
        "recipient": {"id": account.external_id},
        "timestamp": 1_795_000_000_000,
        "message": {"mid": f"m_{text}", "text": text},
    }
    return {"id": account.external_id, "time": 1, "messaging": [said]}


def test_one_whose_nudge_was_lost_is_nudged_again(house: Runtime, page: Account) -> None:
    assert _post(house, b'{"object": "page", "entry": []}') is HTTPStatus.OK
    with house.writing() as session:
        assert webhooks.nudge_due(session) == []
        session.scalars(select(Webhook)).one().nudged_at = None
    with house.writing() as session:
        assert webhooks.nudge_due(session) == _pushes(house)


def test_meta_is_answered_only_when_it_repeats_our_words(house: Runtime) -> None:
    browser = create_app(house).test_client()
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}

    right = browser.get("/webhooks/meta", query_string=asked | {"hub.verify_token": VERIFY_TOKEN})
    wrong = browser.get("/webhooks/meta", query_string=asked | {"hub.verify_token": "guess"})

    assert (right.status_code, right.text) == (HTTPStatus.OK, "1158201444")
    assert wrong.status_code == HTTPStatus.FORBIDDEN


def test_an_emoji_below_a_message_of_ours_comes_and_goes(
    house: Runtime, subscribed: Account, sandbox: Running
) -> None:
    sandbox.say(platform="facebook", kind="direct_message", author="Jane", text="Open again?")
    answer = {"platform": "facebook", "kind": "direct_message", "author": "Jane"}
    ours = sandbox.say(**answer, text="At six.", as_department=True)
    _take_in(house, 2)

    sandbox.react(ours, "❤️")
    _take_in(house, 3)
    assert _emoji_below(house, ours) == ["❤️"]

    sandbox.react(ours)
    _take_in(house, 4)
    assert _emoji_below(house, ours) == []


def _emoji_below(house: Runtime, external_id: str) -> list[str]:
    with house.reading() as session:
        found = session.scalars(select(Message).where(Message.external_id == external_id)).one()
        return [*found.emoji_below.values()]

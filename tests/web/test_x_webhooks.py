"""Does what X pushes come to the desk, once, as a poll would bring it?"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select
from werkzeug.serving import make_server

from connectors.words import Direction, Surface
from connectors.x import webhook
from hearback import pushing
from hearback.seeding import accounts as seeding
from inbox import disconnecting, polling, taking_in
from inbox.clock import SystemClock
from inbox.models import (
    Account,
    Capture,
    Contact,
    Conversation,
    Cursor,
    Message,
    MessageVersion,
    Post,
    Webhook,
)
from inbox.runtime import Runtime
from tests import houses
from tests.database_copies import Database
from tests.factories.making import Make
from tests.sandbox.running import Running
from web.app import create_app

SECRET = "practice-x-consumer-secret"
PATIENCE_SECONDS = 8
SAID = {"platform": "x", "kind": "mention", "author": "Jane Doe"}
WRITTEN = SAID | {"kind": "direct_message"}

MALFORMED = (
    b"not json",
    b"[]",
    b"{}",
    b'{"data": {}}',
    b'{"data": {"event_type": "post.mention.create", "filter": {"user_id": "1"}}}',
    b'{"data": {"event_type": "dm.sent", "filter": {"user_id": "1"}, "payload": []}}',
    b'{"data": {"event_type": "post.create", "filter": {"user_id": "1"}, "payload": {}}}',
    b'{"data": {"event_type": "chat.sent", "filter": {"user_id": "1"}, "payload": {"id": "1"}}}',
    b'{"data": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
)


@pytest.fixture
def house(committed_database: Database, tmp_path: Path, sandbox: Running) -> Iterator[Runtime]:
    runtime = houses.runtime(
        committed_database.engine,
        tmp_path,
        SystemClock(),
        HEARBACK_PLATFORM_ADDRESS=sandbox.address,
        HEARBACK_POLL_SECONDS="0.001",
        HEARBACK_X_CONSUMER_KEY="practice-x-consumer-key",
        HEARBACK_X_CONSUMER_SECRET=SECRET,
    )
    yield runtime
    runtime.redis.close()


@pytest.fixture
def profile(house: Runtime, sandbox: Running) -> Account:
    return seeding.connect_x(house, sandbox.address)


@pytest.fixture
def address(house: Runtime) -> Iterator[str]:
    with served(house) as address:
        yield address


@contextmanager
def served(house: Runtime) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app(house), threaded=True)
    serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()
    serving.join()


@pytest.fixture
def subscribed(house: Runtime, profile: Account, address: str) -> Account:
    told = pushing.subscribe(house, address)
    assert [one.sentence for one in told] == [f"X pushes to {address}/webhooks/x."]
    return profile


def _rules(sandbox: Running, **rules: str) -> None:
    address = f"{sandbox.address}/host/api.twitter.com/sandbox/rules"
    assert requests.put(address, json=rules, timeout=5).ok


def _take_in(house: Runtime, count: int) -> None:
    """Wait until so many pushes have come, and do what a worker does with each."""
    until = time.monotonic() + PATIENCE_SECONDS
    while len(ids := _pushes(house)) < count:
        assert time.monotonic() < until, f"{len(ids)} of {count} pushes came"
        time.sleep(0.02)
    for one in ids:
        taking_in.take_in(house, one)


def _pushes(house: Runtime) -> list[int]:
    with house.reading() as session:
        return list(session.scalars(select(Webhook.id).order_by(Webhook.id)))


def _problems(house: Runtime) -> list[str | None]:
    with house.reading() as session:
        return list(session.scalars(select(Webhook.problem).order_by(Webhook.id)))


def _messages(house: Runtime) -> list[tuple[Any, ...]]:
    """Return all that a desk can tell of each message, whichever way it came."""
    with house.reading() as session:
        return list(
            session.execute(
                select(
                    Message.external_id,
                    Message.text,
                    Message.direction,
                    Conversation.thread_id,
                    Contact.name,
                    Contact.handle,
                    Message.reply_to,
                    Message.is_summons,
                    Message.surface,
                    Message.permalink,
                )
                .join(Conversation, Conversation.id == Message.conversation_id)
                .outerjoin(Contact, Contact.id == Message.author_contact_id)
                .order_by(Message.sent_at, Message.id)
            )
        )


def _texts(house: Runtime) -> list[str]:
    return [row[1] for row in _messages(house)]


def _signed(house: Runtime, body: bytes, signature: str) -> HTTPStatus:
    headers = {webhook.SIGNATURE_HEADER: signature}
    answer = create_app(house).test_client().post("/webhooks/x", data=body, headers=headers)
    return HTTPStatus(answer.status_code)


def _push(house: Runtime, told: Any, secret: str = SECRET) -> HTTPStatus:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return _signed(house, body, webhook.signature(body, secret))


def _event(kind: str, payload: Any, user_id: str) -> dict[str, Any]:
    return {"event_type": kind, "filter": {"user_id": user_id}, "payload": payload}


def _message(message_id: int, text: str, account: Account) -> dict[str, Any]:
    told = {
        "target": {"recipient_id": account.external_id},
        "sender_id": "1500007919",
        "message_data": {"text": text},
    }
    return {
        "type": "message_create",
        "id": str(message_id),
        "created_timestamp": str(1_795_000_000_000 + message_id),
        "message_create": told,
    }


@pytest.mark.parametrize(("dialect", "parents"), [("tweet", "left_out"), ("post", "pushed")])
def test_words_come_as_a_poll_would_bring_them_and_a_poll_finds_nothing_new(
    house: Runtime, sandbox: Running, subscribed: Account, dialect: str, parents: str
) -> None:
    _rules(sandbox, dialect=dialect, parents=parents)
    post = sandbox.publish(platform="x", text="Juniper Street is closed.")
    asked = sandbox.say(**SAID, text="¿Hasta cuándo? &<> 🚧", post=post)
    ours = sandbox.say(**SAID, text="Until six.", as_department=True, reply_to=asked)
    sandbox.say(**SAID, text="@MesaVerdePD and tomorrow? example.com/a", reply_to=ours)
    sandbox.say(**SAID, text="So slow", quotes=post)
    sandbox.say(**SAID, text="@MesaVerdePD " + "long " * 80)
    sandbox.say(**SAID, text="@MesaVerdePD look", attach="picture")
    sandbox.say(**WRITTEN, text="Are you open? <3")
    sandbox.say(**WRITTEN, text="Until six.", as_department=True)
    _take_in(house, 9)

    pushed = _messages(house)
    assert len(pushed) == 8
    assert _problems(house) == [None] * 9
    polling.poll(house, subscribed.id)
    assert _messages(house) == pushed
    with house.reading() as session:
        assert session.scalars(select(MessageVersion)).all() == []
        assert session.scalars(select(Cursor.problem)).all() == [None] * 5
        assert {text for text in session.scalars(select(Post.text)) if text} == {
            "Juniper Street is closed."
        }
        assert "webhook x" in session.scalars(select(Capture.source)).all()


def test_what_no_push_tells_is_found_by_the_next_poll(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    sandbox.pushes(silent=True)
    sandbox.say(**WRITTEN, text="Are you open?")
    sandbox.pushes()
    first = sandbox.say(**SAID, text="@MesaVerdePD hello")
    sandbox.say(**SAID | {"author": "Bob"}, text="I know it", reply_to=first)
    _take_in(house, 1)
    assert _texts(house) == ["@MesaVerdePD hello"]

    polling.poll(house, subscribed.id)

    assert sorted(_texts(house)) == ["@MesaVerdePD hello", "Are you open?", "I know it"]


def test_repeats_and_one_post_told_as_two_events_are_one_message(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    post = sandbox.publish(platform="x", text="Juniper Street is closed.")
    sandbox.pushes(repeat=3)
    sandbox.say(**SAID, text="@MesaVerdePD why?", post=post)
    sandbox.pushes()
    sandbox.say(**WRITTEN, text="Hello?")
    _take_in(house, 3)

    for one in reversed(_pushes(house)):
        taking_in.take_in(house, one)

    assert _texts(house) == ["@MesaVerdePD why?", "Hello?"]
    with house.reading() as session:
        assert len(session.scalars(select(Conversation)).all()) == 2


def test_pushes_in_any_order_and_one_with_many_messages_read_in_order(
    house: Runtime, profile: Account
) -> None:
    late = [_message(3, "three", profile), _message(2, "two", profile)]
    events = [
        _event("dm.received", {"direct_message_events": late}, profile.external_id),
        _event("dm.received", {"direct_message_events": late[1:]}, profile.external_id),
    ]
    assert _push(house, {"data": events}) is HTTPStatus.OK
    early = {"direct_message_events": [_message(1, "one", profile)]}
    assert (
        _push(house, {"data": _event("dm.received", early, profile.external_id)}) is HTTPStatus.OK
    )
    _take_in(house, 2)

    assert _texts(house) == ["one", "two", "three"]
    with house.reading() as session:
        (conversation,) = session.scalars(select(Conversation))
    assert conversation.thread_id == f"1500007919-{profile.external_id}"
    assert conversation.snippet == "three"


def test_a_batch_is_read_like_what_it_holds(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    sandbox.pushes(batch=3)
    first = sandbox.say(**SAID, text="@MesaVerdePD open?")
    sandbox.say(**SAID, text="Until six.", as_department=True, reply_to=first)
    sandbox.say(**WRITTEN, text="Hello?")
    _take_in(house, 1)

    assert _texts(house) == ["@MesaVerdePD open?", "Until six.", "Hello?"]


def test_an_answer_typed_on_x_ends_the_wait_and_what_we_took_back_is_marked(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    asked = sandbox.say(**SAID, text="@MesaVerdePD open?")
    ours = sandbox.say(**SAID, text="Until six.", as_department=True, reply_to=asked)
    sandbox.remove(ours)
    _take_in(house, 3)

    with house.reading() as session:
        (conversation,) = session.scalars(select(Conversation))
        assert conversation.waiting_since is None
        said = {one.direction: one for one in session.scalars(select(Message))}
    assert said[Direction.OUT].removed_at is not None
    assert said[Direction.IN].removed_at is None


def test_an_encrypted_message_waits_and_says_where_it_can_be_read(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    sandbox.say(**WRITTEN, text="in plain words")
    sandbox.say(**WRITTEN, text="only for you", encrypted=True)
    _take_in(house, 2)
    polling.poll(house, subscribed.id)

    with house.reading() as session:
        (conversation,) = session.scalars(select(Conversation))
        plain, encrypted = session.scalars(select(Message).order_by(Message.sent_at))
    assert (plain.text, encrypted.text) == ("in plain words", "")
    assert encrypted.surface is Surface.ENCRYPTED
    assert encrypted.permalink.startswith("https://x.com/messages/")
    assert conversation.snippet == "Encrypted message"
    assert conversation.waiting_since is not None


def test_events_that_say_nothing_to_us_are_kept_and_skipped(
    house: Runtime, profile: Account
) -> None:
    me = profile.external_id
    reposted = {"referenced_tweets": [{"type": "retweeted", "id": "19"}]}
    for event in (
        _event("follow.follow", {"source": {}}, me),
        {"event_type": "oauth.revoke", "filter": {}, "payload": {"user_id": me}},
        _event("news.new", {}, me),
        _event("post.create", {"id": "20", "author_id": me, "text": "Road closed"}, me),
        _event("post.create", {"id": "21", "author_id": me, "text": "RT", **reposted}, me),
        _event("dm.received", {"direct_message_events": [{"type": "typing"}]}, me),
    ):
        assert _push(house, {"data": event}) is HTTPStatus.OK
    _take_in(house, 6)

    assert _problems(house) == [None] * 6
    assert _messages(house) == []


def test_one_that_cannot_be_read_is_kept_with_its_reason(house: Runtime) -> None:
    for body in MALFORMED:
        assert _push(house, body) is HTTPStatus.OK
    _take_in(house, len(MALFORMED))

    problems = _problems(house)
    assert [one for one in problems if "could not be read" not in str(one)] == []


def test_nothing_is_taken_in_for_an_account_that_is_not_connected_or_no_longer(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    boss = Make(house).user()
    stranger = {"direct_message_events": [_message(1, "for others", subscribed)]}
    assert _push(house, {"data": _event("dm.received", stranger, "12")}) is HTTPStatus.OK
    with house.writing() as session:
        disconnecting.disconnect(session, subscribed.id, by=boss)
    sandbox.say(**SAID, text="@MesaVerdePD too late")
    _take_in(house, 2)

    assert _messages(house) == []
    assert _problems(house) == [None, None]


def test_a_parent_is_asked_for_by_the_worker_and_again_when_x_is_down(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    _rules(sandbox, parents="left_out")
    post = sandbox.publish(platform="x", text="Juniper Street is closed.")
    sandbox.faults(kind="status", status=503, platform="x", route="/2/tweets")
    sandbox.say(**SAID, text="why?", post=post)
    _take_in(house, 1)
    assert _messages(house) == []
    assert "503" in str(_problems(house)[0])

    sandbox.clear_faults()
    polling.poll(house, subscribed.id)
    sandbox.http.delete(f"{sandbox.address}/sandbox/journal").raise_for_status()
    _take_in(house, 1)

    assert _texts(house) == ["why?"]
    assert sandbox.journal(platform="x") == []


def test_nobody_else_can_push(house: Runtime) -> None:
    body = b'{"data": {"event_type": "x", "filter": {}, "payload": {}}}'

    assert _push(house, body, secret="another secret") is HTTPStatus.FORBIDDEN
    assert _signed(house, body, "") is HTTPStatus.FORBIDDEN
    assert _signed(house, body + b" ", webhook.signature(body, SECRET)) is HTTPStatus.FORBIDDEN
    assert _pushes(house) == []


def test_without_a_secret_nothing_is_accepted_or_proven(runtime: Runtime) -> None:
    assert _signed(runtime, b"{}", webhook.signature(b"{}", "")) is HTTPStatus.FORBIDDEN
    answer = create_app(runtime).test_client().get("/webhooks/x?crc_token=words")
    assert answer.status_code == HTTPStatus.FORBIDDEN


def test_x_is_shown_that_we_know_the_secret(house: Runtime) -> None:
    browser = create_app(house).test_client()

    proven = browser.get("/webhooks/x", query_string={"crc_token": "MDA3-ZjU5_x.y~z+/="})
    assert proven.json == {"response_token": webhook.signature(b"MDA3-ZjU5_x.y~z+/=", SECRET)}
    assert browser.get("/webhooks/x").status_code == HTTPStatus.FORBIDDEN


def test_nobody_gets_a_push_signed_by_calling_it_a_challenge(house: Runtime) -> None:
    forged = json.dumps(_event("dm.received", {}, "1"))
    answer = create_app(house).test_client().get("/webhooks/x", query_string={"crc_token": forged})

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "response_token" not in answer.text


def test_a_push_with_a_wrong_signature_is_refused_and_the_poll_brings_the_words(
    house: Runtime, sandbox: Running, subscribed: Account
) -> None:
    sandbox.pushes(signed_wrongly=True)
    sandbox.say(**SAID, text="@MesaVerdePD hello")
    sandbox.pushes()
    polling.poll(house, subscribed.id)

    assert _texts(house) == ["@MesaVerdePD hello"]
    assert _pushes(house) == []


def test_x_is_asked_once_for_each_connection_and_again_only_for_what_is_missing(
    house: Runtime, sandbox: Running, profile: Account, address: str
) -> None:
    polling.poll(house, profile.id)
    assert _asked(sandbox) == 0

    pushing.subscribe(house, address)
    events = len(webhook.READERS)
    assert _asked(sandbox) == events
    pushing.subscribe(house, address)
    polling.poll(house, profile.id)
    seeding.connect_x(house, sandbox.address)
    polling.poll(house, profile.id)
    assert _asked(sandbox) == events


def _asked(sandbox: Running) -> int:
    return len(sandbox.journal(path="activity/subscriptions", method="POST"))


def test_a_desk_that_moved_takes_its_pushes_along_once_nobody_answers_at_the_old_address(
    house: Runtime, sandbox: Running, profile: Account, address: str
) -> None:
    with served(house) as old:
        pushing.subscribe(house, old)
        (refused,) = pushing.subscribe(house, address)
    moved = pushing.subscribe(house, address)
    sandbox.say(**SAID, text="@MesaVerdePD hello")
    _take_in(house, 1)

    assert refused.is_problem
    assert "WebhookLimitExceeded" in refused.sentence
    assert [one.is_problem for one in moved] == [False]
    assert _texts(house) == ["@MesaVerdePD hello"]

"""Is a program told what happens, signed, and no more than it may know?"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from connectors.words import Audience, Kind
from inbox import assignment, status, tagging
from inbox.models import (
    Conversation,
    DispatchState,
    Giving,
    Role,
    User,
)
from inbox.runtime import Runtime
from inbox.subscribers import consenting, sending
from inbox.vault import Vault
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.factories.receiver import Receiver
from tests.house import sources
from tests.inbox.subscribers.conftest import Listen, do_round, rows

PAGE = sources.ROOT / "docs/outgoing_webhooks.md"


def _example() -> dict[str, Any]:
    """Run the receiver that the page shows, as far as it is no program of its own."""
    code = PAGE.read_text().partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(code, "the example", "exec"), names)  # noqa: S102 - our own page
    return names


def test_what_happens_is_told_signed_as_the_page_says(
    house: Runtime, build: Make, listen: Listen, there: Receiver, clock: SetClock
) -> None:
    _, secret = listen("conversation.created", "message.received")

    conversation = build.conversation(text="Is the road open?")
    do_round(house)

    is_ours, now = _example()["is_ours"], clock.now().timestamp()
    first, second = there.arrived
    assert there.told() == ["conversation.created", "message.received"]
    assert first.id != second.id
    assert first.told["id"] == first.id
    assert first.told["conversation"]["id"] == conversation.id
    assert second.told["message"]["text"] == "Is the road open?"
    assert second.told["is_withheld"] is False
    for one in there.arrived:
        assert is_ours(one.headers, one.body, secret, now)
        assert not is_ours(one.headers, one.body + b" ", secret, now)
        assert not is_ours(one.headers, one.body, secret, now + 400)
        assert not is_ours({**one.headers, "webhook-id": "other"}, one.body, secret, now)


def test_the_receiver_of_the_page_takes_what_is_ours_once(
    house: Runtime,
    build: Make,
    listen: Listen,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    clock: SetClock,
) -> None:
    clock.at = datetime.now(UTC)
    example = _example()
    server = example["HTTPServer"](("127.0.0.1", 0), example["Receiver"])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    _, secret = listen(at=f"http://127.0.0.1:{server.server_address[1]}/")
    monkeypatch.setenv("WEBHOOK_SECRET", secret)
    try:
        conversation = build.conversation()
        do_round(house)
        monkeypatch.setenv("WEBHOOK_SECRET", "whsec_b3RoZXI=")
        build.conversation()
        do_round(house)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

    assert capsys.readouterr().out == f"message.received {conversation.id}\n"
    assert [row.state for row in rows(house)] == [DispatchState.SENT, DispatchState.WAITING]
    assert rows(house)[1].problem == "It answered with status 401."


def test_with_a_key_that_does_not_open_its_secret_it_is_told_nothing_until_the_right_one_is_back(
    house: Runtime, build: Make, listen: Listen, there: Receiver
) -> None:
    listen()
    right, house.vault = house.vault, Vault((houses.new_key(),))
    build.conversation()
    assert len(do_round(house)) == 1
    assert len(do_round(house, days=2)) == 1

    (waiting,) = rows(house)
    assert waiting.state is DispatchState.WAITING
    assert waiting.problem == sending.SEALED
    assert there.told() == []

    house.vault = right
    do_round(house, days=1)
    assert there.told() == ["message.received"]


def test_only_what_was_chosen_is_told_and_nothing_from_before(
    house: Runtime, build: Make, listen: Listen, there: Receiver
) -> None:
    ana, before = build.user(), build.conversation()
    listen("conversation.assigned", "conversation.tagged", "conversation.status_changed")

    with house.writing() as session:
        assignment.claim(session, before.id, by=session.merge(ana))
        tagging.add(session, before.id, "road", by=ana)
        status.resolve(session, before.id, by=ana, reason="not_for_us")
    build.conversation()
    do_round(house)

    assert there.told() == [
        "conversation.assigned",
        "conversation.tagged",
        "conversation.status_changed",
    ]
    assert there.arrived[0].told["by"] == {"id": ana.id, "name": ana.name}
    assert there.arrived[2].told["conversation"]["status"] == "resolved"


def test_what_is_rolled_back_is_not_told(
    house: Runtime, build: Make, listen: Listen, there: Receiver
) -> None:
    listen("conversation.tagged")
    conversation, ana = build.conversation(), build.user()

    with pytest.raises(ZeroDivisionError), house.writing() as session:
        _tag_and_fail(session, conversation, ana)
    do_round(house)

    assert there.arrived == []
    assert rows(house) == []


def _tag_and_fail(session: Session, conversation: Conversation, by: User) -> None:
    tagging.add(session, conversation.id, "road", by=by)
    session.flush()
    _ = 1 / 0


@pytest.mark.parametrize(
    ("giving", "given"),
    [
        (Giving.NONE, ("", "")),
        (Giving.PUBLIC, ("Is it open?", "")),
        (Giving.ALL, ("Is it open?", "I was hit.")),
    ],
)
def test_words_are_given_as_was_chosen(
    house: Runtime,
    build: Make,
    listen: Listen,
    there: Receiver,
    giving: Giving,
    given: tuple[str, str],
) -> None:
    number, _ = listen(giving=giving)
    if giving is Giving.ALL:
        rosa = build.user("Rosa Diaz", role=Role.SUPERVISOR)
        with house.writing() as session:
            consenting.agree(session, number, by=session.merge(rosa))
    public, private = given

    build.conversation(text="Is it open?")
    build.conversation(text="I was hit.", kind=Kind.DIRECT_MESSAGE, post=None)
    do_round(house)

    comment, direct = sorted(there.told("conversation"), key=lambda one: int(one["id"]))
    told = {one["id"]: one for one in there.told("message")}
    texts = [told[number]["text"] for number in sorted(told)]
    assert texts == [public, private]
    assert [comment["snippet"], direct["snippet"]] == [public, private]
    withheld = {one.told["conversation"]["kind"]: one.told["is_withheld"] for one in there.arrived}
    assert withheld == {"comment": not public, "direct_message": not private}
    everything = b"".join(one.body for one in there.arrived).decode()
    assert ("hit" in everything) is bool(private)


def test_a_private_answer_below_a_public_comment_is_private(
    house: Runtime, build: Make, listen: Listen, there: Receiver, clock: SetClock
) -> None:
    listen("conversation.assigned", "reply.sent")
    conversation, ana = build.conversation(text="Is it open?"), build.user()
    build.reply(conversation, ana, text="A secret", audience=Audience.PRIVATE)

    with house.writing() as session:
        assignment.claim(session, conversation.id, by=session.merge(ana))
    do_round(house)

    (told,) = there.arrived
    assert told.told["conversation"]["snippet"] == ""
    assert told.told["is_withheld"] is True


def test_what_was_said_before_we_came_is_not_told(
    house: Runtime, build: Make, listen: Listen, there: Receiver, clock: SetClock
) -> None:
    account = build.account()
    listen("conversation.created", "message.received", "conversation.tagged")
    old = build.conversation(account, sent_at=clock.now() - timedelta(days=300))

    with house.writing() as session:
        tagging.add(session, old.id, "old", by=build.user())
    do_round(house)

    assert there.told() == ["conversation.tagged"]

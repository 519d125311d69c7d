"""Does a reply get out once, within Facebook's rules, and is it found again?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from connectors.errors import OutcomeUnknown, Refused, TryLater
from connectors.facebook.connector import FacebookConnector
from connectors.graph.errors import WindowClosed
from connectors.pages import Incoming
from connectors.words import Direction
from tests.connectors.graph.department import answer_to, walk
from tests.sandbox.running import Running

Make = Callable[..., Incoming]
DAY = 86400


def posts(sandbox: Running) -> list[dict[str, object]]:
    return sandbox.journal(method="POST", platform="graph")


def test_a_public_reply_appears_once_below_the_comment(
    sandbox: Running, page: FacebookConnector, comment: Make
) -> None:
    asked = comment()

    receipt = page.send(answer_to(asked, "At noon."))

    (said,) = sandbox.sayings(from_department=True)
    assert (said["id"], said["parent_id"]) == (receipt.external_id, asked.external_id)
    arrived = {i.external_id: i for i in walk(page, "comments").items}
    assert arrived[receipt.external_id].direction is Direction.OUT
    assert arrived[receipt.external_id].thread_id == asked.thread_id
    assert len(posts(sandbox)) == 1


def test_a_reply_to_a_reply_goes_below_the_top_level_comment(
    sandbox: Running, page: FacebookConnector, comment: Make
) -> None:
    top = comment()
    below = comment("Me too", reply_to=top.external_id)

    page.send(answer_to(below, "At noon."))

    (said,) = sandbox.sayings(from_department=True)
    assert said["thread_id"] == top.external_id


def test_a_private_reply_opens_a_thread_and_is_possible_once(
    sandbox: Running, page: FacebookConnector, comment: Make
) -> None:
    asked = comment()

    receipt = page.send(answer_to(asked, "Please call us.", privately=True))

    (ours,) = walk(page, "messages").items
    assert ours.external_id == receipt.external_id
    assert ours.contact == asked.author
    with pytest.raises(Refused, match="already replied"):
        page.send(answer_to(asked, "Again.", privately=True))


def test_a_private_reply_after_a_week_is_refused_with_the_reason(
    sandbox: Running, page: FacebookConnector, comment: Make
) -> None:
    asked = comment(seconds_ago=8 * DAY)

    with pytest.raises(WindowClosed, match="outside of allowed window"):
        page.send(answer_to(asked, "Please call us.", privately=True))


def test_a_private_reply_alone_does_not_open_the_window(
    sandbox: Running, page: FacebookConnector, comment: Make
) -> None:
    page.send(answer_to(comment(), "Please call us.", privately=True))
    (ours,) = walk(page, "messages").items

    again = replace(answer_to(ours, "Hello?"), recipient_id=ours.contact.external_id)  # type: ignore[union-attr]
    with pytest.raises(WindowClosed):
        page.send(again)


def test_within_a_day_a_message_goes_out_as_a_response(
    sandbox: Running, page: FacebookConnector, message: Make
) -> None:
    receipt = page.send(answer_to(message(), "Until five."))

    (call,) = posts(sandbox)
    assert call["parameters"]["messaging_type"] == "RESPONSE"  # type: ignore[index]
    assert receipt.external_id in {i.external_id for i in walk(page, "messages").items}


def test_after_a_day_a_person_still_may_answer_with_the_human_agent_tag(
    sandbox: Running, page: FacebookConnector, message: Make
) -> None:
    page.send(answer_to(message(seconds_ago=3 * DAY), "Until five."))

    assert len(sandbox.sayings(from_department=True)) == 1
    tags = [call["parameters"].get("tag") for call in posts(sandbox)]  # type: ignore[attr-defined]
    assert tags == [None, "HUMAN_AGENT"]


def test_after_a_week_nothing_may_be_sent(
    sandbox: Running, page: FacebookConnector, message: Make
) -> None:
    with pytest.raises(WindowClosed):
        page.send(answer_to(message(seconds_ago=8 * DAY), "Until five."))
    assert not sandbox.sayings(from_department=True)


def test_a_text_that_is_too_long_is_refused_with_facebooks_reason(
    page: FacebookConnector, comment: Make, message: Make
) -> None:
    with pytest.raises(Refused, match="at most 8000"):
        page.send(answer_to(comment(), "x" * 8001))
    with pytest.raises(Refused, match="2000"):
        page.send(answer_to(message(), "x" * 2001))


@pytest.mark.parametrize("text", ["<b>bold</b>", "🚓 ñ \u202e", "a&b=c;d+e%20", "{braces}"])
def test_a_text_goes_out_exactly_as_written(
    sandbox: Running, page: FacebookConnector, comment: Make, message: Make, text: str
) -> None:
    page.send(answer_to(comment(), text))
    page.send(answer_to(message(), text))

    assert [said["text"] for said in sandbox.sayings(from_department=True)] == [text, text]


def test_a_character_that_cannot_be_sent_is_refused_before_anything_is_sent(
    sandbox: Running, page: FacebookConnector, comment: Make
) -> None:
    with pytest.raises(Refused):
        page.send(answer_to(comment(), "lone \ud800"))
    assert not posts(sandbox)


@pytest.mark.parametrize("privately", [False, True])
@pytest.mark.parametrize("fault", ["reset_after", "error_after_write", "html", "truncated"])
def test_after_a_lost_answer_the_reply_is_found_and_was_posted_once(
    sandbox: Running, page: FacebookConnector, comment: Make, fault: str, *, privately: bool
) -> None:
    reply = answer_to(comment(), "At noon.", privately=privately)
    sandbox.faults(kind=fault, platform="graph", method="POST")

    with pytest.raises(OutcomeUnknown):
        page.send(reply)

    found = page.find_sent(reply)
    assert found
    (said,) = sandbox.sayings(from_department=True)
    assert found.external_id == said["id"]
    assert len(posts(sandbox)) == 1


def test_after_a_lost_answer_a_direct_message_is_found(
    sandbox: Running, page: FacebookConnector, message: Make
) -> None:
    reply = answer_to(message(), "Until five.")
    sandbox.faults(kind="reset_after", platform="graph", method="POST")

    with pytest.raises(OutcomeUnknown):
        page.send(reply)

    assert page.find_sent(reply)
    assert len(posts(sandbox)) == 1


def test_what_never_arrived_is_certainly_not_there(
    sandbox: Running, page: FacebookConnector, comment: Make, message: Make
) -> None:
    sandbox.faults(kind="reset_before", platform="graph", method="POST", count=3)
    asked, wrote = comment(), message()
    replies = (
        answer_to(asked, "A"),
        answer_to(asked, "B", privately=True),
        answer_to(wrote, "C"),
    )

    for reply in replies:
        with pytest.raises(OutcomeUnknown):
            page.send(reply)
        assert page.find_sent(reply) is None


def test_looking_for_a_reply_fails_aloud_when_the_platform_does(
    sandbox: Running, page: FacebookConnector, comment: Make
) -> None:
    reply = answer_to(comment(), "At noon.")
    sandbox.faults(kind="status", platform="graph", status=500)

    with pytest.raises(TryLater):
        page.find_sent(reply)


def test_the_same_words_said_long_before_are_not_taken_for_the_reply(
    sandbox: Running, page: FacebookConnector, comment: Make
) -> None:
    asked = comment(seconds_ago=7200)
    comment("At noon.", reply_to=asked.external_id, as_department=True, seconds_ago=3600)

    assert page.find_sent(answer_to(asked, "At noon.")) is None


def test_the_same_words_by_somebody_else_are_not_taken_for_the_reply(
    page: FacebookConnector, comment: Make
) -> None:
    asked = comment()
    comment("At noon.", reply_to=asked.external_id, author="Ben Ode")

    assert page.find_sent(answer_to(asked, "At noon.")) is None


def test_a_reply_is_found_below_many_others(
    sandbox: Running, page: FacebookConnector, comment: Make
) -> None:
    asked = comment()
    sent = page.send(answer_to(asked, "At noon."))
    said = {"platform": "facebook", "kind": "comment", "text": "c", "author": "Ana"}
    sandbox.say_many(said | {"count": 230, "reply_to": asked.external_id})

    found = page.find_sent(answer_to(asked, "At noon."))

    assert found
    assert found.external_id == sent.external_id


def test_when_too_little_is_shown_nothing_is_claimed(
    sandbox: Running, page: FacebookConnector, message: Make
) -> None:
    wrote = message()
    said = {"platform": "facebook", "kind": "direct_message", "author": "Ana Ruiz", "text": "m"}
    sandbox.say_many(said | {"count": 25})

    reply = answer_to(wrote, "Until five.")
    with pytest.raises(OutcomeUnknown):
        page.find_sent(replace(reply, attempted_at=reply.attempted_at - timedelta(hours=1)))


def test_a_message_is_found_though_our_clock_is_ahead(
    page: FacebookConnector, message: Make
) -> None:
    reply = replace(
        answer_to(message(), "Until five."),
        attempted_at=datetime.now(UTC) + timedelta(minutes=10),
        attempted_ago=timedelta(seconds=1),
    )

    sent = page.send(reply)

    found = page.find_sent(reply)
    assert found
    assert found.external_id == sent.external_id


def test_a_clock_that_was_set_back_since_the_attempt_hides_no_reply(
    page: FacebookConnector, message: Make
) -> None:
    reply = answer_to(message(), "Until five.")
    page.send(reply)

    assert page.find_sent(replace(reply, attempted_ago=timedelta(minutes=-10)))

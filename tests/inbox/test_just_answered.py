"""Does a colleague's answer stop a second one, once, and nobody for longer?"""

from __future__ import annotations

import pytest

from connectors.words import Audience
from inbox import deliveries
from inbox.approval import submitting
from inbox.just_answered import JustAnswered
from inbox.models import Conversation, Delivery, Submission, User
from inbox.replies import Draft
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make


def _say(
    runtime: Runtime, conversation: Conversation, by: User, known_answer: int = 0
) -> Delivery | Submission:
    draft = Draft(text="At six.", audience=Audience.PUBLIC, client_token=f"of {by.id}")
    with runtime.writing() as session:
        return submitting.say(session, conversation.id, draft, by=by, known_answer=known_answer)


def test_a_second_answer_is_stopped_with_the_words_of_the_first_and_goes_on_once_they_are_known(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    dana, rosa, conversation = make.user("Dana West"), make.user("Rosa Ruiz"), make.conversation()
    first = make.reply(conversation, dana, text="It opens at six.")
    clock.advance(seconds=3)

    with pytest.raises(JustAnswered, match=r"Dana sent a reply 3 s ago\.") as stopped:
        _say(runtime, conversation, rosa)

    assert stopped.value.words == "It opens at six."
    assert stopped.value.answer_id == first.message_id
    assert isinstance(_say(runtime, conversation, rosa, first.message_id), Delivery)


def test_a_third_answer_that_came_meanwhile_stops_again(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    rosa, conversation = make.user("Rosa Ruiz"), make.conversation()
    known = make.reply(conversation, make.user("Dana West")).message_id
    clock.advance(seconds=1)
    make.reply(conversation, make.user("Lee Chan"))

    with pytest.raises(JustAnswered, match="Lee"):
        _say(runtime, conversation, rosa, known)


def test_nobody_is_stopped_by_themselves_nor_by_what_is_half_a_minute_old_or_was_taken_back(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    dana, rosa, conversation = make.user("Dana West"), make.user("Rosa Ruiz"), make.conversation()
    taken_back = make.reply(conversation, dana)
    with runtime.writing() as session:
        deliveries.take_back(session, taken_back.id, by=dana)
    assert _say(runtime, conversation, rosa)
    make.reply(conversation, rosa)
    clock.advance(seconds=31)

    assert _say(runtime, conversation, dana)


def test_an_answer_typed_on_the_platform_stops_as_any_other(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account, asked = make.account(), incoming(thread_id="a thread")
    conversation = make.conversation(account, thread_id="a thread")
    clock.advance(seconds=10)
    make.received(account, [native_answer(asked, sent_at=clock.at)])
    clock.advance(seconds=2)

    with pytest.raises(JustAnswered, match="The department sent a reply 2 s ago"):
        _say(runtime, conversation, make.user())


def test_pressing_twice_after_a_colleague_answered_is_still_the_same_reply(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    rosa, conversation = make.user("Rosa Ruiz"), make.conversation()
    sent = _say(runtime, conversation, rosa)
    make.reply(conversation, make.user("Dana West"))

    assert _say(runtime, conversation, rosa).id == sent.id

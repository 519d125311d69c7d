from __future__ import annotations

import re

from sqlalchemy import select

from connectors.words import Kind, Platform
from inbox.models import Conversation, Delivery, DeliveryState
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person

X = {"connector": "x", "platform": Platform.X}


def _mention(make: Make, **given: object) -> Conversation:
    return make.conversation(make.account(**X), kind=Kind.MENTION, external_id="77", **given)


def test_the_composer_warns_of_a_refusal_before_anything_is_written(
    ana: Person, make: Make
) -> None:
    warned = ana.get(f"/desk/open/{_mention(make, is_summons=False).id}").text
    assert "X may refuse a reply here" in warned
    assert 'href="https://x.com/intent/post?in_reply_to=77"' in warned
    assert "Post publicly" in warned

    summoned = ana.get(f"/desk/open/{_mention(make, is_summons=True).id}").text
    assert "may refuse" not in summoned
    assert "Mark as answered by hand" not in summoned


def test_what_was_answered_by_hand_is_shown_as_such_and_not_as_posted(
    ana: Person, make: Make
) -> None:
    number = _mention(make, is_summons=False).id

    ana.post(f"/conversations/{number}/by-hand")

    page = ana.get(f"/desk/open/{number}").text
    assert "answered by hand on X, marked by" in page
    assert "Its words have not been found on X yet." in page
    assert ">Posted<" not in page
    assert "Mark as answered by hand" not in page
    removal = re.search(r'action="(/conversations/\d+/by-hand/\d+/removal)"', page)
    assert removal
    ana.post(removal[1])
    assert "Mark as answered by hand" in ana.get(f"/desk/open/{number}").text


def test_a_refused_reply_offers_the_way_by_hand_on_every_platform(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation(permalink="https://www.facebook.com/1_2")
    refused = make.reply(conversation, ana.user)
    with runtime.writing() as session:
        failed = session.get_one(Delivery, refused.id)
        failed.state, failed.reason = DeliveryState.FAILED, "Facebook refused: blocked."

    page = ana.get(f"/desk/open/{conversation.id}").text
    assert 'href="https://www.facebook.com/1_2"' in page
    ana.post(f"/deliveries/{refused.id}/by-hand")

    assert "answered by hand on Facebook" in ana.get(f"/desk/open/{conversation.id}").text
    with runtime.reading() as session:
        assert session.scalars(select(Delivery.state)).all() == [DeliveryState.BY_HAND]

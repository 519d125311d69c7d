"""What may be done to a post on X, and what does a look at its id say?"""

from __future__ import annotations

import pytest

from connectors.errors import Refused
from connectors.looking import Found, Target
from connectors.words import Kind, Verb
from tests.connectors.x.conftest import OnX, by_either_sign_in


@by_either_sign_in
def test_x_hides_replies_below_our_posts_and_refuses_elsewhere(x: OnX) -> None:
    below = x.mention("@practicepd when?", post=x.publish("Main Street is closed."))
    free = x.mention("@practicepd hello")
    under = Target(kind=Kind.MENTION, external_id=below, thread_id=below)

    x.connector.act(Verb.HIDE, under)
    assert x.saying(below)["hidden"]
    x.connector.act(Verb.UNHIDE, under)
    assert not x.saying(below)["hidden"]

    with pytest.raises(Refused, match="conversations that it began"):
        x.connector.act(Verb.HIDE, Target(kind=Kind.MENTION, external_id=free, thread_id=free))
    with pytest.raises(Refused):
        x.connector.act(Verb.LIKE, under)


@by_either_sign_in
def test_x_says_which_posts_are_gone_and_how_many_like_the_others(x: OnX) -> None:
    stays, goes = x.mention("@practicepd one"), x.mention("@practicepd two")
    x.sandbox.like(stays, 4)
    targets = [Target(kind=Kind.MENTION, external_id=one, thread_id=one) for one in (stays, goes)]
    items = {item.external_id: item.likes for item in x.walk("mentions")}
    x.sandbox.remove(goes)

    assert x.connector.look_up(targets).found == {stays: Found(), goes: Found(is_there=False)}
    assert items == {stays: 4, goes: 0}


def test_nothing_is_concluded_about_a_direct_message(x: OnX) -> None:
    target = Target(kind=Kind.DIRECT_MESSAGE, external_id="1", thread_id="1")

    assert x.connector.look_up([target]).found == {}

"""Can a comment be hidden, shown, liked and deleted, and what does a look at its id say?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from connectors.errors import NeedsReconnection, OutcomeUnknown, Refused
from connectors.facebook.connector import FacebookConnector
from connectors.looking import Found
from connectors.pages import Incoming
from connectors.words import Verb
from tests.connectors.graph.department import answer_to, target_of, walk
from tests.sandbox.running import Running

Make = Callable[..., Incoming]


def test_each_verb_changes_what_the_platform_shows_and_may_be_repeated(
    sandbox: Running, page: FacebookConnector, comment: Make
) -> None:
    target = target_of(comment())
    steps = (
        (Verb.HIDE, Found(is_hidden=True, is_liked=False)),
        (Verb.LIKE, Found(is_hidden=True, is_liked=True)),
        (Verb.UNHIDE, Found(is_hidden=False, is_liked=True)),
        (Verb.UNLIKE, Found(is_hidden=False, is_liked=False)),
    )

    for verb, found in steps:
        page.act(verb, target)
        page.act(verb, target)
        assert page.look_up([target]).found == {target.external_id: found}


def test_deleting_our_own_words_twice_is_the_same_as_once(
    sandbox: Running, page: FacebookConnector, comment: Make
) -> None:
    asked = comment()
    receipt = page.send(answer_to(asked, "At noon."))
    target = replace(target_of(asked), external_id=receipt.external_id)

    page.act(Verb.DELETE, target)
    page.act(Verb.DELETE, target)

    looked = page.look_up([target, target_of(asked)])
    assert not looked.found[target.external_id].is_there
    assert looked.found[asked.external_id].is_there
    assert len(looked.bodies) == 2


def test_hidden_and_likes_arrive_with_the_comment(
    sandbox: Running, page: FacebookConnector, comment: Make
) -> None:
    asked = comment()
    sandbox.hide(asked.external_id)
    sandbox.like(asked.external_id, 3)

    (item,) = walk(page, "comments").items

    assert (item.is_hidden, item.likes) == (True, 3)
    assert (asked.is_hidden, asked.likes) == (False, 0)


def test_hiding_our_own_words_is_refused_with_the_reason(
    page: FacebookConnector, comment: Make
) -> None:
    asked = comment()
    receipt = page.send(answer_to(asked, "At noon."))

    with pytest.raises(Refused, match="cannot hide its own"):
        page.act(Verb.HIDE, replace(target_of(asked), external_id=receipt.external_id))


def test_a_lost_answer_leaves_the_outcome_unknown_though_it_was_done(
    sandbox: Running, page: FacebookConnector, comment: Make
) -> None:
    target = target_of(comment())
    sandbox.faults(kind="error_after_write", method="POST", count=1)

    with pytest.raises(OutcomeUnknown):
        page.act(Verb.HIDE, target)

    assert page.look_up([target]).found[target.external_id].is_hidden


def test_an_ended_token_is_never_taken_for_a_removal(
    sandbox: Running, page: FacebookConnector, comment: Make
) -> None:
    target = target_of(comment())
    sandbox.control("revoke", {"platform": "facebook"})

    with pytest.raises(NeedsReconnection):
        page.look_up([target])


def test_nothing_is_concluded_about_a_direct_message(
    page: FacebookConnector, message: Make
) -> None:
    assert page.look_up([target_of(message())]).found == {}

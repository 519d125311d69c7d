"""What may be done to a comment through the app's own interface?"""

from __future__ import annotations

import pytest

from connectors.errors import NeedsReconnection, OutcomeUnknown, Refused
from connectors.looking import Found
from connectors.words import Verb
from tests.connectors.graph.department import target_of
from tests.connectors.instagram_private.department import Department


def test_instagram_by_its_app_likes_and_deletes_but_cannot_hide(department: Department) -> None:
    sandbox = department.sandbox
    department.publish()
    said = department.say("Where?")
    item = department.only("comments")
    target = target_of(item)

    department.connector.act(Verb.LIKE, target)
    assert department.connector.look_up([target]).found == {said: Found(is_liked=True)}
    department.connector.act(Verb.UNLIKE, target)
    assert department.connector.look_up([target]).found == {said: Found(is_liked=False)}
    with pytest.raises(Refused):
        department.connector.act(Verb.HIDE, target)
    department.connector.act(Verb.DELETE, target)

    assert department.connector.look_up([target]).found == {said: Found(is_there=False)}
    assert sandbox.sayings(id=said)[0]["removed"]


def test_deleting_again_what_a_lost_answer_had_deleted_is_no_refusal(
    department: Department,
) -> None:
    department.publish()
    department.say("Where?")
    target = target_of(department.only("comments"))
    department.sandbox.faults(kind="error_after_write", method="POST", status=500)
    with pytest.raises(OutcomeUnknown):
        department.connector.act(Verb.DELETE, target)

    department.connector.act(Verb.DELETE, target)

    with pytest.raises(Refused):
        department.connector.act(Verb.LIKE, target)


def test_the_bare_404_of_instagram_is_a_challenge_and_no_removal(department: Department) -> None:
    department.publish()
    department.say("Where?")
    item = department.only("comments")
    department.answer_with(404, "Not Found", route="*inline_child*")

    with pytest.raises(NeedsReconnection):
        department.connector.look_up([target_of(item)])

"""Does every Messenger message arrive, in both directions?"""

from __future__ import annotations

import pytest

from connectors.errors import TryLater
from connectors.facebook.connector import FacebookConnector
from connectors.words import Direction
from tests.connectors.graph.department import walk
from tests.sandbox.running import Running


def write(sandbox: Running, text: str, **facts: object) -> str:
    said = {"platform": "facebook", "kind": "direct_message", "author": "Ana Ruiz", "text": text}
    return sandbox.say(**said | facts)


def test_a_message_arrives_in_its_thread_with_the_person_it_is_with(
    sandbox: Running, page: FacebookConnector
) -> None:
    message_id = write(sandbox, "Is the lobby open?")

    (item,) = walk(page, "messages").items

    assert item.external_id == message_id
    assert item.thread_id.startswith("t_")
    assert item.author
    assert item.author.name == "Ana Ruiz"
    assert item.contact == item.author
    assert item.post is None


def test_words_typed_in_messenger_itself_are_ours_and_still_name_the_person(
    sandbox: Running, page: FacebookConnector
) -> None:
    write(sandbox, "Is the lobby open?")
    write(sandbox, "Yes, until five.", as_department=True)

    by_text = {item.text: item for item in walk(page, "messages").items}

    ours = by_text["Yes, until five."]
    assert ours.direction is Direction.OUT
    assert ours.contact
    assert ours.contact.name == "Ana Ruiz"
    assert ours.thread_id == by_text["Is the lobby open?"].thread_id


def test_threads_that_did_not_change_are_not_read_again(
    sandbox: Running, page: FacebookConnector
) -> None:
    write(sandbox, "long ago", author="Ben Ode", seconds_ago=7200)
    write(sandbox, "now")
    position = walk(page, "messages").position
    write(sandbox, "newer")

    assert walk(page, "messages", since=position).texts == ["newer", "now"]


def test_more_threads_than_a_page_holds_are_walked(
    sandbox: Running, page: FacebookConnector
) -> None:
    for number in range(60):
        write(sandbox, f"m{number}", author=f"Resident {number}")

    walked = walk(page, "messages")

    assert len({item.thread_id for item in walked.items}) == 60
    assert walked.pages == 3


def test_a_long_thread_is_walked_to_its_beginning(
    sandbox: Running, page: FacebookConnector
) -> None:
    said = {"platform": "facebook", "kind": "direct_message", "author": "Ana", "text": "m"}
    ids = sandbox.say_many(said | {"count": 75})

    walked = walk(page, "messages")

    assert {item.external_id for item in walked.items} == set(ids)
    assert all(i.contact and i.contact.name == "Ana" for i in walked.items)


def test_a_thread_that_moves_up_during_a_walk_loses_nothing(
    sandbox: Running, page: FacebookConnector
) -> None:
    moving = write(sandbox, "before", author="Resident 0")
    for number in range(1, 40):
        write(sandbox, "m", author=f"Resident {number}")
    head = page.fetch("messages", since=None, at=None)
    write(sandbox, "after", author="Resident 0")
    rest = page.fetch("messages", since=None, at=head.next)

    later = walk(page, "messages", since=head.position)

    seen = {i.external_id for i in (*head.items, *rest.items, *later.items)}
    assert moving in seen


def test_a_repeated_page_of_threads_keeps_the_walk_open(
    sandbox: Running, page: FacebookConnector
) -> None:
    for number in range(60):
        write(sandbox, "m", author=f"Resident {number}")
    head = page.fetch("messages", since=None, at=None)
    sandbox.faults(kind="repeat_page", platform="graph", route="*/conversations")

    with pytest.raises(TryLater):
        page.fetch("messages", since=None, at=head.next)

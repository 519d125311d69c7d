"""Are broadcasts found, read without a gap, and left when they are over?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from connectors.base import Connector
from connectors.errors import Refused
from connectors.instagram.private_sign_in import sign_in
from connectors.pages import LiveVideo
from connectors.words import Kind
from tests.connectors.graph import department as graph
from tests.connectors.instagram_private import department as private
from tests.sandbox.running import Running

Ask = Callable[[Running], Connector]


def _signed_in(sandbox: Running) -> object:
    return sign_in(private.USERNAME, private.PASSWORD, sandbox.address).credentials


WAYS: dict[str, Ask] = {
    "facebook": graph.facebook,
    "instagram_graph": graph.instagram,
    "instagram_private": lambda sandbox: private.connector(sandbox, _signed_in(sandbox)),
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def place(way: str) -> dict[str, str]:
    return {"platform": way.partition("_")[0], "profile": way}


def on_air(connector: Connector) -> list[LiveVideo]:
    return list(connector.fetch("live", since=None, at=None).opened)


def say(sandbox: Running, way: str, text: str, count: int = 1) -> None:
    sandbox.say_many(
        place(way) | {"kind": "live_comment", "author": "Ana {n}", "text": text, "count": count}
    )


def test_a_broadcast_is_found_read_to_its_beginning_and_left_at_its_end(
    sandbox: Running, way: str
) -> None:
    connector = WAYS[way](sandbox)
    assert on_air(connector) == []
    sandbox.go_live(**place(way), text="News conference")
    say(sandbox, way, "Question {n}", count=230)

    (live,) = on_air(connector)
    assert live.post.text == "News conference"
    walked = graph.walk(connector, live.stream)
    assert sorted(walked.texts) == sorted(f"Question {number}" for number in range(230))
    assert {item.kind for item in walked.items} == {Kind.LIVE_COMMENT}
    assert {item.post.external_id for item in walked.items if item.post} == {live.post.external_id}

    say(sandbox, way, "One more")
    later = graph.walk(connector, live.stream, since=walked.position)
    assert "One more" in later.texts
    assert later.pages <= walked.pages

    sandbox.end_live(**place(way))
    assert on_air(connector) == []
    assert connector.fetch(live.stream, since=later.position, at=None).ended


def test_the_same_words_twice_by_one_person_are_two_comments(sandbox: Running, way: str) -> None:
    connector = WAYS[way](sandbox)
    sandbox.go_live(**place(way), text="Live")
    say(sandbox, way, "Louder please")
    say(sandbox, way, "Louder please")

    (live,) = on_air(connector)
    assert graph.walk(connector, live.stream).texts == ["Louder please", "Louder please"]


def test_facebook_shows_the_same_comment_under_the_post_with_what_it_takes_for_low_quality(
    sandbox: Running,
) -> None:
    connector = graph.facebook(sandbox)
    sandbox.go_live(**place("facebook"), text="Live")
    say(sandbox, "facebook", "👏👏👏")
    (live,) = on_air(connector)
    (heard,) = graph.walk(connector, live.stream).items

    sandbox.end_live(**place("facebook"))
    (found,) = graph.walk(connector, "comments").items
    assert (found.external_id, found.thread_id) == (heard.external_id, heard.thread_id)
    assert found.post
    assert found.post.external_id == live.post.external_id


def test_instagram_answers_privately_while_on_the_air_and_not_afterwards(
    sandbox: Running,
) -> None:
    connector = graph.instagram(sandbox)
    sandbox.go_live(**place("instagram_graph"), text="Live")
    say(sandbox, "instagram_graph", "Is it safe?", count=2)
    (live,) = on_air(connector)
    first, second = graph.walk(connector, live.stream).items

    assert connector.send(graph.answer_to(first, "Yes", privately=True)).external_id
    sandbox.end_live(**place("instagram_graph"))
    with pytest.raises(Refused):
        connector.send(graph.answer_to(second, "Yes", privately=True))

"""What may be done to a comment through the Graph API?"""

from __future__ import annotations

import pytest

from connectors.errors import Refused
from connectors.looking import Found
from connectors.pages import Shortfall
from connectors.words import Verb
from tests.connectors.graph import department as graph
from tests.connectors.graph.department import target_of, walk
from tests.sandbox.running import Running


def test_instagram_by_graph_hides_shows_and_deletes_but_has_no_likes(sandbox: Running) -> None:
    place = {"platform": "instagram", "profile": "instagram_graph"}
    sandbox.publish(**place, text="A picture")
    said = sandbox.say(**place, kind="comment", author="Ana", text="Where?")
    sandbox.like(said, 2)
    connector = graph.instagram(sandbox)
    (item,) = walk(connector, "comments").items
    target = target_of(item)

    connector.act(Verb.HIDE, target)
    assert connector.look_up([target]).found == {said: Found(is_hidden=True)}
    connector.act(Verb.UNHIDE, target)
    assert connector.look_up([target]).found == {said: Found(is_hidden=False)}
    with pytest.raises(Refused):
        connector.act(Verb.LIKE, target)
    connector.act(Verb.DELETE, target)

    assert connector.look_up([target]).found == {said: Found(is_there=False)}
    assert (item.likes, item.is_hidden) == (2, False)


def test_a_media_that_lost_its_only_comment_says_that_it_shows_nothing(sandbox: Running) -> None:
    place = {"platform": "instagram", "profile": "instagram_graph"}
    media = sandbox.publish(**place, text="A picture")
    said = sandbox.say(**place, kind="comment", author="Ana", text="Where?")
    connector = graph.instagram(sandbox)
    position = walk(connector, "comments").position
    sandbox.remove(said)

    page = connector.fetch("comments", since=position, at=None)
    again = connector.fetch("comments", since=page.position, at=None)

    assert page.shortfalls == (Shortfall(post_id=media, shown=frozenset()),)
    assert again.shortfalls == ()

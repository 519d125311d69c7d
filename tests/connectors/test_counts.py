"""Does every way in tell how many comments a post has, and can it read them all once more?"""

from __future__ import annotations

from typing import Any

from connectors.base import Connector
from connectors.instagram.private_sign_in import sign_in
from connectors.pages import Counted, Page, PostSeen
from tests.connectors.graph import department as graph
from tests.connectors.instagram_private import department as private
from tests.connectors.x.conftest import OnX
from tests.sandbox.running import Running

COMMENTS = 120
REPLIES = 12


def _said(sandbox: Running, **where: Any) -> None:
    """Many comments below one post, the first with many replies."""
    post = sandbox.publish(**where, text="Main Street is closed.", seconds_ago=9000)
    facts = {**where, "kind": "comment", "author": "Ana", "post": post}
    top = sandbox.say(**facts, text="When?", seconds_ago=8000)
    sandbox.say_many(
        {**facts, "text": "Below {n}", "reply_to": top, "seconds_ago": 600, "count": REPLIES},
        {**facts, "text": "{n}", "seconds_ago": 3600, "count": COMMENTS - REPLIES - 1},
    )


def _read_whole(connector: Connector, post: PostSeen) -> int:
    mark = connector.whole(post)
    found, at = set(), mark.at if mark else None
    while mark and at:
        page = connector.fetch(mark.stream, since=None, at=at)
        found |= {item.external_id for item in page.items}
        at = page.next
    return len(found)


def _one(page: Page) -> tuple[PostSeen, Counted]:
    post = page.items[0].post
    assert post
    return post, next(one for one in page.counts if one.post_id == post.external_id)


def test_facebook_counts_replies_and_reads_them_again(sandbox: Running) -> None:
    _said(sandbox, platform="facebook")
    connector = graph.facebook(sandbox)

    post, told = _one(connector.fetch("comments", since=None, at=None))

    assert (told.comments, told.with_replies) == (COMMENTS, True)
    assert _read_whole(connector, post) == COMMENTS


def test_instagram_counts_replies_and_reads_them_again(sandbox: Running) -> None:
    _said(sandbox, platform="instagram", profile="mesaverdepd")
    connector = graph.instagram(sandbox)

    post, told = _one(connector.fetch("comments", since=None, at=None))

    assert (told.comments, told.with_replies) == (COMMENTS, True)
    assert _read_whole(connector, post) == COMMENTS
    assert _read_whole(connector, PostSeen(external_id=post.external_id)) == COMMENTS


def test_the_private_way_counts_replies_and_reads_them_again(sandbox: Running) -> None:
    _said(sandbox, platform="instagram", profile=private.NAME)
    signed_in = sign_in(private.USERNAME, private.PASSWORD, sandbox.address)
    connector = private.connector(sandbox, signed_in.credentials)

    post, told = _one(connector.fetch("comments", since=None, at=None))

    assert (told.comments, told.with_replies) == (COMMENTS, True)
    assert _read_whole(connector, post) == COMMENTS


def test_x_tells_direct_replies_only_and_reads_nothing_again(sandbox: Running) -> None:
    x = OnX(sandbox)
    post = x.publish("Road closed", seconds_ago=60)
    asked = x.mention("why?", post=post)
    x.mention("A crash.", as_department=True, reply_to=asked)

    page = x.fetch("mentions")

    assert Counted(post_id=post, comments=1, with_replies=False) in page.counts
    assert x.connector.whole(PostSeen(external_id=post)) is None

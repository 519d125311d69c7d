"""Do words to the Page arrive that stand in posts of others, and under ads?"""

from __future__ import annotations

import pytest

from connectors.facebook.connector import FacebookConnector
from connectors.words import Direction, Kind, Surface
from tests.connectors.graph.department import answer_to, walk
from tests.sandbox.running import Running

OTHERS = [
    ("visitor_posts", "visitor_posts", Surface.VISITOR_POST),
    ("tagged", "tagged_posts", Surface.TAGGED_POST),
]


def publish(sandbox: Running, edge: str, text: str) -> str:
    return sandbox.publish(platform="facebook", edge=edge, author="Ana Ruiz", text=text)


@pytest.mark.parametrize(("edge", "stream", "surface"), OTHERS)
def test_a_post_to_the_page_is_a_conversation_with_all_that_is_said_below(
    sandbox: Running, page: FacebookConnector, edge: str, stream: str, surface: Surface
) -> None:
    post = publish(sandbox, edge, "My car was towed.")
    said = {"platform": "facebook", "kind": "comment", "author": "Ben Ode", "post": post}
    below = sandbox.say(**said, text="Mine too")
    sandbox.say(**said | {"reply_to": below}, text="Same street?")

    items = walk(page, stream).items

    assert {item.thread_id for item in items} == {post}
    assert {item.kind for item in items} == {Kind.MENTION}
    root = next(item for item in items if item.external_id == post)
    assert (root.text, root.surface) == ("My car was towed.", surface)
    assert root.author
    assert root.author.name == "Ana Ruiz"
    assert len(items) == 3
    assert walk(page, "comments").items == ()


def test_a_post_of_a_visitor_is_answered_below_it_and_the_answer_is_ours(
    sandbox: Running, page: FacebookConnector
) -> None:
    post = publish(sandbox, "visitor_posts", "My car was towed.")
    (item,) = walk(page, "visitor_posts").items
    reply = answer_to(item, "Call the front desk.")

    receipt = page.send(reply)

    assert page.find_sent(reply) is not None
    (ours,) = [one for one in walk(page, "visitor_posts").items if one.direction is Direction.OUT]
    assert (ours.external_id, ours.thread_id) == (receipt.external_id, post)
    assert sandbox.sayings(id=receipt.external_id)[0]["post_id"] == post


def test_comments_under_an_ad_say_where_they_stand(
    sandbox: Running, page: FacebookConnector
) -> None:
    ad = publish(sandbox, "ads_posts", "Join us: we are hiring.")
    sandbox.say(platform="facebook", kind="comment", author="Ana", text="Pay?", post=ad)

    (item,) = walk(page, "ad_comments").items

    assert (item.kind, item.surface) == (Kind.COMMENT, Surface.AD)
    assert item.post
    assert item.post.text == "Join us: we are hiring."
    assert walk(page, "comments").items == ()


def test_a_page_without_the_permission_for_ads_goes_on_without_them(
    sandbox: Running, page: FacebookConnector
) -> None:
    known = page.fetch("ad_comments", since=None, at=None).position
    words: dict[str, object] = {"message": "(#200) Requires ads_read", "code": 200}
    refusal = {"error": words | {"type": "OAuthException"}}
    sandbox.faults(kind="status", status=403, body=refusal, platform="graph", route="*/ads_posts")

    page_of_nothing = page.fetch("ad_comments", since=known, at=None)

    assert (page_of_nothing.items, page_of_nothing.position) == ((), known)
    assert b"ads_read" in page_of_nothing.bodies[0].body

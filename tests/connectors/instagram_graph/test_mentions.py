"""Are mentions in comments and captions of others read when a push names them, and answered?"""

from __future__ import annotations

import json

import pytest

from connectors.errors import Refused
from connectors.pages import Pointer
from connectors.words import Kind, Surface
from tests.connectors.graph.department import answer_to, instagram
from tests.sandbox.running import Running

HERE = {"platform": "instagram", "profile": "instagram_graph"}


@pytest.fixture
def media(sandbox: Running) -> str:
    """A picture of somebody else that names and tags the account."""
    return sandbox.publish(**HERE, edge="tags", author="@ana.ruiz", text="With @mesaverdepd")


def _comment(sandbox: Running, text: str, media: str) -> str:
    return sandbox.say(**HERE, kind="comment", author="@bo", text=text, post=media)


def test_a_mention_in_a_comment_is_read_and_answered_below_it(sandbox: Running, media: str) -> None:
    named = _comment(sandbox, "Ask @mesaverdepd about that", media)
    account = instagram(sandbox)

    page = account.follow(Pointer(post_id=media, comment_id=named))
    (item,) = page.items
    sent = account.send(answer_to(item, "Please call us."))

    assert (item.kind, item.surface) == (Kind.MENTION, Surface.COMMENT_MENTION)
    assert (item.external_id, item.text) == (named, "Ask @mesaverdepd about that")
    assert item.author
    assert (item.author.handle, bool(item.permalink)) == ("bo", True)
    assert named in json.loads(page.bodies[item.capture].body)["mentioned_comment"]["id"]
    answer = sandbox.sayings(id=sent.external_id)[0]
    assert (answer["post_id"], answer["parent_id"]) == (media, named)
    with pytest.raises(Refused, match="below media of others"):
        account.find_sent(answer_to(item, "Please call us."))


def test_a_mention_in_a_caption_is_the_same_as_the_tagged_media(
    sandbox: Running, media: str
) -> None:
    (item,) = instagram(sandbox).follow(Pointer(post_id=media)).items

    assert (item.external_id, item.thread_id) == (media, media)
    assert (item.text, item.surface) == ("With @mesaverdepd", Surface.TAGGED_MEDIA)


def test_below_media_of_our_own_it_comes_as_a_comment(sandbox: Running) -> None:
    post = sandbox.publish(**HERE, text="Bike auction on Saturday")
    named = _comment(sandbox, "Thanks @mesaverdepd", post)

    assert instagram(sandbox).follow(Pointer(post_id=post, comment_id=named)).items == ()


def test_what_names_somebody_else_or_is_gone_is_not_ours_to_read(
    sandbox: Running, media: str
) -> None:
    other = _comment(sandbox, "Ask @somebodyelse", media)
    gone = _comment(sandbox, "Ask @mesaverdepd", media)
    sandbox.remove(gone)

    for named in (other, gone):
        with pytest.raises(Refused):
            instagram(sandbox).follow(Pointer(post_id=media, comment_id=named))

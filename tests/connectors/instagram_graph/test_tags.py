"""Do pictures and videos of others arrive that tag the account?"""

from __future__ import annotations

import pytest

from connectors.errors import Refused
from connectors.words import Kind, Surface
from tests.connectors.graph.department import answer_to, instagram, walk
from tests.sandbox.running import Running

TAGGED = {"platform": "instagram", "profile": "instagram_graph", "edge": "tags"}


def test_media_that_tag_us_arrive_once_and_are_answered_below(sandbox: Running) -> None:
    media = sandbox.publish(**TAGGED, author="@ana.ruiz", text="Look what @mesaverdepd did")
    account = instagram(sandbox)
    head = walk(account, "tagged_media")
    (item,) = head.items

    sent = account.send(answer_to(item, "Thank you"))

    assert (item.kind, item.surface) == (Kind.MENTION, Surface.TAGGED_MEDIA)
    assert (item.external_id, item.thread_id) == (media, media)
    assert item.author
    assert item.author.handle == "ana.ruiz"
    assert sandbox.sayings(id=sent.external_id)[0]["post_id"] == media
    with pytest.raises(Refused, match="below media of others"):
        account.find_sent(answer_to(item, "Thank you"))
    assert walk(account, "comments").items == ()


def test_more_media_than_a_page_holds_all_arrive(sandbox: Running) -> None:
    for number in range(30):
        sandbox.publish(**TAGGED, author="@ana.ruiz", text=f"Number {number}")

    assert len(walk(instagram(sandbox), "tagged_media").items) == 30

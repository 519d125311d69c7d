from __future__ import annotations

import json

import pytest

from connectors.pages import Page
from connectors.words import Surface
from tests.connectors.x.conftest import OnX, by_either_sign_in


@pytest.fixture
def named(x: OnX) -> OnX:
    """The department, whose connector knows its handle as one connected by a sign-in does."""
    x.connector = x.connect(handle=x.me["handle"])
    return x


def _walk(x: OnX, page: Page, stream: str, since: str | None = None) -> list[str]:
    found = [item.external_id for item in page.items]
    while page.next:
        page = x.fetch(stream, since, page.next)
        found += [item.external_id for item in page.items]
    return found


@by_either_sign_in
@pytest.mark.parametrize("dialect", ["tweet", "post"])
def test_a_reply_that_leaves_our_name_out_is_found_in_its_branch(named: OnX, dialect: str) -> None:
    named.rules(dialect=dialect)
    post = named.publish("Road closed")
    root = named.mention("why?", post=post)
    below = named.mention("same here", author="Bob", reply_to=root, unnamed=True)
    deeper = named.mention("and here", author="Cy", reply_to=below, unnamed=True)
    named.publish("Another post", seconds_ago=60)

    items = {item.external_id: item for item in named.walk("thread_replies")}

    assert named.fetch("mentions").items[0].external_id == root
    assert {one: items[one].thread_id for one in (below, deeper)} == {below: root, deeper: root}
    assert items[deeper].is_summons is False
    assert items[deeper].post is not None
    assert items[deeper].post.external_id == post


def test_an_answer_to_us_in_somebody_elses_thread_is_found_and_talk_beside_it_is_not(
    named: OnX,
) -> None:
    root = named.mention("@MesaVerdePD help")
    ours = named.mention("Call 911.", as_department=True, reply_to=root)
    answer = named.mention("thanks", reply_to=ours, unnamed=True)
    named.mention("nice weather", author="Bob", reply_to=root, unnamed=True)

    found = _walk(named, named.fetch("thread_replies"), "thread_replies")

    assert answer in found
    assert set(found) == {answer, ours}


def test_thread_replies_are_walked_page_by_page_and_then_only_what_is_new(named: OnX) -> None:
    post = named.publish("Road closed")
    named.sandbox.control(
        "say",
        {"platform": "x", "kind": "mention", "author": "Jane Doe", "post": post}
        | {"text": "why {n}", "unnamed": True, "count": 120},
    )
    head = named.fetch("thread_replies")
    assert len(set(_walk(named, head, "thread_replies"))) == 120

    named.sandbox.advance(600)
    last = named.mention("still?", post=post, unnamed=True)
    named.sandbox.advance(1)
    assert json.loads(head.position or "")["ours"] == [post]
    assert last in _walk(named, named.fetch("thread_replies", head.position), "thread_replies")


@by_either_sign_in
@pytest.mark.parametrize("dialect", ["tweet", "post"])
def test_a_quote_of_our_post_arrives_under_it_and_summons_us(named: OnX, dialect: str) -> None:
    named.rules(dialect=dialect)
    post = named.publish("Road closed")
    before = named.fetch("quotes").position
    quote = named.mention("Again!", quotes=post)

    head = named.fetch("quotes", before)
    (item,) = named.fetch("quotes", before, head.next).items

    assert (item.external_id, item.thread_id) == (quote, quote)
    assert (item.surface, item.is_summons) == (Surface.QUOTE, True)
    assert item.post is not None
    assert (item.post.external_id, item.post.text) == (post, "Road closed")
    assert named.fetch("mentions").items == ()
    assert named.fetch("quotes", head.position).next is None


def test_a_quote_is_found_though_another_is_taken_away_and_the_count_stays(named: OnX) -> None:
    post = named.publish("Road closed")
    gone = named.mention("Again!", quotes=post)
    quotes = named.fetch("quotes")
    before = named.fetch("thread_replies")
    named.sandbox.remove(gone)
    late = named.mention("Still?", author="Bob", quotes=post)

    assert named.fetch("quotes", quotes.position).next is None
    (item,) = named.fetch("thread_replies", before.position).items
    assert (item.external_id, item.surface) == (late, Surface.QUOTE)
    assert item.post is not None
    assert item.post.external_id == post


def test_an_edited_quote_is_found_in_its_new_words(named: OnX) -> None:
    quote = named.mention("Again!", quotes=named.publish("Road closed"))
    before = named.fetch("thread_replies")
    edited = named.sandbox.edit(quote, "Again and again!")

    items = named.fetch("thread_replies", before.position).items

    assert [(one.external_id, one.text) for one in items] == [(quote, "Again and again!")]
    assert edited != quote


def test_a_position_from_before_search_reaches_is_left_out(named: OnX) -> None:
    old = named.mention("@MesaVerdePD hello", seconds_ago=9 * 86_400)
    post = named.publish("Road closed")
    late = named.mention("why?", post=post, unnamed=True)
    position = json.dumps({"newest": old, "own": old, "ours": [post], "others": []})

    assert late in _walk(named, named.fetch("thread_replies", position), "thread_replies", position)

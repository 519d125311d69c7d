from __future__ import annotations

import pytest

from connectors.errors import ConnectorError, TryLater
from connectors.pages import Author
from connectors.words import Direction
from tests.connectors.x.conftest import OnX, by_either_sign_in


@by_either_sign_in
def test_a_mention_arrives_with_its_author_time_and_words(x: OnX) -> None:
    said = x.mention("@MesaVerdePD is 5th Ave open? 1 < 2 & 3 &amp; 4")
    item = x.fetch("mentions").items[0]
    person = x.saying(said)["author_id"]
    assert (item.external_id, item.thread_id) == (said, said)
    assert item.text == "@MesaVerdePD is 5th Ave open? 1 < 2 & 3 &amp; 4"
    assert item.author == Author(external_id=person, name="Jane Doe", handle="JaneDoe")
    assert item.direction is Direction.IN
    assert item.sent_at.isoformat(timespec="milliseconds") == _in_milliseconds(x, said)


def _in_milliseconds(x: OnX, said: str) -> str:
    written = x.saying(said)["created_at"]
    return f"{written[:23]}+00:00"


def test_a_link_is_shown_whole_not_as_x_shortens_it(x: OnX) -> None:
    x.mention("@MesaVerdePD see https://mesaverde.gov/roads?a=1&b=2 and example.com")
    text = x.fetch("mentions").items[0].text
    assert text == "@MesaVerdePD see https://mesaverde.gov/roads?a=1&b=2 and example.com"


@pytest.mark.parametrize("dialect", ["tweet", "post"])
def test_a_long_post_arrives_whole(x: OnX, dialect: str) -> None:
    x.rules(dialect=dialect)
    text = "long " * 100 + "see mesaverde.gov/end"
    x.mention(text, post=x.publish("Road closed"))
    assert x.fetch("mentions").items[0].text == text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "\u202egnp.exe\u2066",
        "👍🏽" * 50,
        "x" * 20_000,
        "\x00 NUL",
        "broken \ud83d half",
        "&lt;b&gt; &amp;amp;",
    ],
)
def test_hostile_words_arrive_as_they_were_said(x: OnX, text: str) -> None:
    x.mention(f"@MesaVerdePD {text}")
    assert x.fetch("mentions").items[0].text == f"@MesaVerdePD {text}"


def test_an_author_without_a_name_arrives(x: OnX) -> None:
    said = x.mention("@MesaVerdePD hello", author="")
    item = x.fetch("mentions").items[0]
    assert item.external_id == said
    assert item.author is not None
    assert item.author.name == ""


def test_pages_lead_from_the_newest_to_the_oldest(x: OnX) -> None:
    said = x.sandbox.say_many(
        {"platform": "x", "kind": "mention", "author": "A", "text": "no {n}", "count": 230}
    )
    first = x.fetch("mentions")
    assert len(first.items) == 100
    assert first.position == said[-1]
    second = x.fetch("mentions", at=first.next)
    assert second.position is None
    assert [i.external_id for i in x.walk("mentions")] == said[::-1]


def test_an_empty_account_has_a_position_too(x: OnX) -> None:
    page = x.fetch("mentions")
    assert (page.items, page.position, page.next) == ((), "0", None)


def test_a_poll_reads_a_little_behind_its_position(x: OnX) -> None:
    old = x.mention("old", seconds_ago=3600)
    late = x.mention("indexed late", seconds_ago=60)
    since = x.mention("newest")
    page = x.fetch("mentions", since)
    assert [i.external_id for i in page.items] == [since, late]
    assert page.position == since
    assert old not in [i.external_id for i in page.items]


def test_the_raw_answer_and_the_budget_come_with_the_page(x: OnX) -> None:
    x.sandbox.limits("real")
    said = x.mention("hello")
    page = x.fetch("mentions")
    assert said.encode() in page.bodies[page.items[0].capture].body
    assert page.bodies[0].source == f"GET /2/users/{x.me['id']}/mentions"
    assert page.budget is not None
    assert (page.budget.limit, page.budget.remaining) == (300, 299)
    assert page.budget.resets_at is not None


def test_a_failing_second_page_leaves_the_walk_where_it_was(x: OnX) -> None:
    said = x.sandbox.say_many(
        {"platform": "x", "kind": "mention", "author": "A", "text": "no {n}", "count": 150}
    )
    first = x.fetch("mentions")
    x.sandbox.faults(kind="reset_before", platform="x", route="*/mentions")
    with pytest.raises(TryLater):
        x.fetch("mentions", at=first.next)
    rest = x.fetch("mentions", at=first.next)
    assert [i.external_id for i in (*first.items, *rest.items)] == said[::-1]


@pytest.mark.parametrize("page", [1, 2])
def test_a_page_that_repeats_is_not_taken_for_the_end(x: OnX, page: int) -> None:
    x.sandbox.say_many(
        {"platform": "x", "kind": "mention", "author": "A", "text": "no {n}", "count": 250}
    )
    at = x.fetch("mentions").next if page == 2 else None
    x.sandbox.faults(kind="repeat_page", platform="x", route="*/mentions", count=None)
    with pytest.raises(TryLater):
        _walk_on(x, at)
    x.sandbox.clear_faults()
    assert len(x.walk("mentions")) == 250


def test_a_place_that_x_no_longer_knows_is_refused(x: OnX) -> None:
    with pytest.raises(ConnectorError, match="not valid"):
        x.fetch("mentions", at="nonsense:1:0")


def test_an_edited_post_is_still_the_same_message(x: OnX) -> None:
    said = x.mention("@MesaVerdePD fist")
    before = x.fetch("mentions").items[0]
    edited = x.sandbox.edit(said, "@MesaVerdePD first")
    after = x.fetch("mentions").items[0]
    assert edited != said
    assert (after.external_id, after.thread_id) == (said, said)
    assert (after.text, after.sent_at) == ("@MesaVerdePD first", before.sent_at)
    assert (before.edition, after.edition) == (1, 2)


def test_a_removed_mention_is_gone_and_the_others_stay(x: OnX) -> None:
    gone, there = x.mention("gone"), x.mention("there")
    x.sandbox.remove(gone)
    assert [i.external_id for i in x.fetch("mentions").items] == [there]


def test_both_dialects_of_x_say_the_same(x: OnX) -> None:
    post = x.publish("Road closed")
    asked = x.mention("why?", post=post)
    x.sandbox.edit(asked, "@MesaVerdePD why")
    answer = x.mention("A crash.", as_department=True, reply_to=asked)
    x.mention("thanks", reply_to=answer)
    in_tweets = x.walk("mentions")
    x.rules(dialect="post")
    assert x.walk("mentions") == in_tweets
    assert len({i.thread_id for i in in_tweets}) == 1


def _walk_on(x: OnX, at: str | None) -> None:
    for _ in range(5):
        at = x.fetch("mentions", at=at).next
        assert at

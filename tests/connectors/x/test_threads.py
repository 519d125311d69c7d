from __future__ import annotations

from connectors.pages import Incoming
from connectors.words import Direction
from tests.connectors.x.conftest import OnX, by_either_sign_in


def _by_id(items: list[Incoming]) -> dict[str, Incoming]:
    return {item.external_id: item for item in items}


def test_each_person_under_our_post_opens_a_branch_of_their_own(x: OnX) -> None:
    post = x.publish("Road closed")
    jane, bob = x.mention("why?", post=post), x.mention("when?", author="Bob", post=post)
    items = _by_id(x.walk("mentions"))
    assert {i.thread_id for i in items.values()} == {jane, bob}
    above = items[jane].post
    assert above is not None
    assert (above.external_id, above.text) == (post, "Road closed")
    assert items[jane].reply_to is None


def test_what_is_said_below_belongs_to_the_branch_however_deep(x: OnX) -> None:
    post = x.publish("Road closed")
    root = x.mention("why?", post=post)
    last, chain = root, [root]
    for turn in range(6):
        last = x.mention(f"turn {turn}", reply_to=last, as_department=turn % 2 == 0)
        chain.append(last)
    items = x.walk("mentions", since=last)
    deep = _by_id(items)[chain[-1]]
    assert (deep.thread_id, deep.reply_to) == (root, chain[-2])
    assert deep.post is not None
    assert deep.post.external_id == post


def test_a_reply_by_another_resident_joins_the_branch(x: OnX) -> None:
    root = x.mention("@MesaVerdePD help")
    other = x.mention("same here", author="Bob", reply_to=root)
    assert _by_id(x.walk("mentions"))[other].thread_id == root


def test_a_follow_up_brings_what_stands_above_it(x: OnX) -> None:
    root = x.mention("@MesaVerdePD help", seconds_ago=7200)
    ours = x.mention("Call 911.", as_department=True, reply_to=root, seconds_ago=7100)
    thanks = x.mention("thanks", reply_to=ours)
    page = x.fetch("mentions", since=thanks)
    assert [i.external_id for i in page.items] == [thanks, ours]
    assert {i.thread_id for i in page.items} == {root}
    assert page.items[1].direction is Direction.OUT
    assert page.items[1].contact is not None
    assert page.items[1].contact.external_id == x.saying(root)["author_id"]


@by_either_sign_in
def test_an_answer_typed_on_x_itself_arrives_as_ours(x: OnX) -> None:
    root = x.mention("@MesaVerdePD help")
    ours = x.mention("Call 911.", as_department=True, reply_to=root)
    items = _by_id(x.walk("own_posts"))
    assert items[ours].direction is Direction.OUT
    assert items[ours].thread_id == root
    assert items[ours].text == "Call 911."
    assert items[root].direction is Direction.IN


def test_our_own_posts_are_no_conversation(x: OnX) -> None:
    post = x.publish("Road closed")
    x.mention("2/2", as_department=True, post=post)
    assert x.walk("own_posts") == []
    assert x.fetch("own_posts").position != "0"


def test_a_reply_whose_parent_is_gone_still_arrives(x: OnX) -> None:
    root = x.mention("@MesaVerdePD help")
    ours = x.mention("Call 911.", as_department=True, reply_to=root)
    thanks = x.mention("thanks", reply_to=ours)
    x.sandbox.remove(root)
    assert _by_id(x.walk("mentions"))[thanks].thread_id == root
    x.sandbox.remove(ours)
    assert _by_id(x.walk("mentions"))[thanks].thread_id == thanks


def test_a_deep_branch_keeps_its_root_when_the_root_is_gone(x: OnX) -> None:
    root = x.mention("why?", post=x.publish("Road closed"))
    ours = x.mention("A crash.", as_department=True, reply_to=root)
    thanks = x.mention("thanks", reply_to=ours)
    x.sandbox.remove(root)
    assert _by_id(x.walk("mentions"))[thanks].thread_id == root


def test_one_look_serves_a_whole_page(x: OnX) -> None:
    post = x.publish("Road closed")
    for turn in range(5):
        root = x.mention(f"why {turn}?", post=post, seconds_ago=7200)
        ours = x.mention("A crash.", as_department=True, reply_to=root, seconds_ago=7100)
        newest = x.mention("thanks", reply_to=ours)
    x.fetch("mentions", since=newest)
    assert len(x.sandbox.journal(path="/2/tweets", method="GET")) == 1

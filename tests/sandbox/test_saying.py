"""Does whatever anybody says reach the world as it was said?"""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.sandbox.running import Running

SURFACES = [
    ("facebook", "comment", "facebook"),
    ("facebook", "direct_message", "facebook"),
    ("instagram", "comment", "instagram_graph"),
    ("instagram", "comment", "instagram_private"),
    ("instagram", "direct_message", "instagram_graph"),
    ("instagram", "direct_message", "instagram_private"),
    ("x", "mention", "x"),
    ("x", "direct_message", "x"),
]
HARD_TEXTS = [
    "",
    "🙂",
    "half \ud83d of a pair",
    "nul \x00 inside",
    "\u202eשרת\u202c مرحبا",
    "long " * 40_000,
]


@pytest.mark.parametrize(("platform", "kind", "profile"), SURFACES)
def test_a_resident_is_heard_on_every_surface(
    sandbox: Running, platform: str, kind: str, profile: str
) -> None:
    sandbox.publish(platform=platform, profile=profile, text="Road works")
    said = sandbox.say(
        platform=platform, kind=kind, profile=profile, author="Ana Ruiz", text="Until when?"
    )
    (kept,) = sandbox.sayings(id=said)
    assert (kept["text"], kept["kind"], kept["from_department"]) == ("Until when?", kind, False)
    assert kept["profile_id"] == sandbox.profile(profile)["id"]


@pytest.mark.parametrize("text", HARD_TEXTS, ids=lambda text: repr(text[:12]))
def test_any_text_is_kept_as_it_came(sandbox: Running, text: str) -> None:
    said = sandbox.say(platform="x", kind="direct_message", author="Ana", text=text)
    assert sandbox.sayings(id=said)[0]["text"] == text


def test_an_author_may_have_no_name(sandbox: Running) -> None:
    said = sandbox.say(platform="x", kind="direct_message", author="", text="Hello")
    (person,) = sandbox.state()["people"]
    assert person["name"] == ""
    assert sandbox.sayings(id=said)[0]["author_id"] == person["id"]


def test_a_name_and_a_handle_mean_the_same_person_again(sandbox: Running) -> None:
    sandbox.say(platform="x", kind="direct_message", author="Ana Ruiz", text="One")
    sandbox.say(platform="x", kind="direct_message", author="@anaruiz", text="Two")
    assert [person["handle"] for person in sandbox.state()["people"]] == ["AnaRuiz"]


def test_the_department_can_answer_natively(sandbox: Running) -> None:
    said = sandbox.say(platform="facebook", kind="direct_message", author="Ana", text="Hello?")
    thread = sandbox.sayings(id=said)[0]["thread_id"]
    answer = sandbox.say(
        platform="facebook", kind="direct_message", thread=thread, as_department=True, text="Hi."
    )
    (kept,) = sandbox.sayings(id=answer)
    assert (kept["thread_id"], kept["from_department"]) == (thread, True)


def test_a_reply_joins_the_branch_of_what_it_answers(sandbox: Running) -> None:
    post = sandbox.publish(platform="facebook", text="Road works")
    first = sandbox.say(platform="facebook", kind="comment", post=post, author="Ana", text="Why?")
    reply = sandbox.say(
        platform="facebook", kind="comment", reply_to=first, author="Ben", text="Pipes."
    )
    (kept,) = sandbox.sayings(id=reply)
    assert (kept["thread_id"], kept["parent_id"], kept["post_id"]) == (first, first, post)


def test_a_reply_to_a_reply_on_instagram_joins_the_comment_above_both(sandbox: Running) -> None:
    sandbox.publish(platform="instagram", text="Road works")
    said = {"platform": "instagram", "kind": "comment", "text": "Why?"}
    top = sandbox.say(**said)
    reply = sandbox.say(**said, reply_to=top)
    last = sandbox.say(**said, reply_to=reply)

    (shown,) = sandbox.sayings(id=last)

    assert (shown["parent_id"], shown["thread_id"]) == (top, top)


def test_one_request_can_say_many_things(sandbox: Running) -> None:
    said = sandbox.say_many(
        {"platform": "x", "kind": "mention", "author": "R {n}", "text": "m {n}", "count": 3},
        {"platform": "x", "kind": "direct_message", "author": "Ana", "text": "Hello"},
    )
    texts = [saying["text"] for saying in sandbox.state()["sayings"]]
    assert len(set(said)) == 4
    assert texts == ["m 0", "m 1", "m 2", "Hello"]


def test_ids_on_x_follow_the_time_even_when_told_late(sandbox: Running) -> None:
    now = sandbox.say(platform="x", kind="mention", author="Ana", text="Now")
    hour_old = sandbox.say(
        platform="x", kind="mention", author="Ben", text="Earlier", seconds_ago=3600
    )
    assert int(hour_old) < int(now)


def test_an_edit_has_a_new_id_on_x_and_the_same_one_on_facebook(sandbox: Running) -> None:
    sandbox.publish(platform="facebook", text="Road works")
    for platform, kind, is_same in (("x", "mention", False), ("facebook", "comment", True)):
        said = sandbox.say(platform=platform, kind=kind, author="Ana", text="Frist")
        edited = sandbox.edit(said, "First")
        assert (edited == said) is is_same
        (kept,) = sandbox.sayings(id=edited)
        assert (kept["text"], kept["earlier_texts"]) == ("First", ["Frist"])


def test_what_is_removed_is_known_but_no_longer_shown(sandbox: Running) -> None:
    post = sandbox.publish(platform="facebook", text="Road works")
    said = sandbox.say(platform="facebook", kind="comment", post=post, author="Ana", text="Why?")
    sandbox.remove(said)
    assert sandbox.sayings(id=said)[0]["removed"]
    assert said not in requests.get(f"{sandbox.address}/facebook", timeout=5).text


@pytest.mark.parametrize(
    ("endpoint", "body", "complaint"),
    [
        ("say", {"kind": "comment", "text": "hi"}, "platform is missing"),
        ("say", {"platform": "y", "kind": "comment", "text": "hi"}, "can be one of facebook"),
        ("say", {"platform": "x", "kind": "shout", "text": "hi"}, "kind is 'shout'"),
        ("say", {"platform": "x", "kind": "mention", "text": 7}, "text must be a text"),
        ("say", {"platform": "x", "kind": "mention", "text": "", "post": "9"}, "no post 9"),
        ("say", {"platform": "x", "kind": "mention", "text": "", "reply_to": "9"}, "no saying 9"),
        ("say", {"platform": "facebook", "kind": "comment", "text": ""}, "published nothing"),
        ("say", {"platform": "x", "kind": "mention", "profile": "z", "text": ""}, "no profile"),
        ("say", {"platform": "x", "kind": "mention", "text": "", "count": -1}, "count must"),
        ("say", {"platform": "x", "kind": "mention", "text": "", "at": "noon"}, "at must be"),
        ("say", {"platform": "x", "kind": "mention", "text": "", "at": "2026-01-02"}, "offset"),
        ("say", "hello", "must be a JSON object"),
        (
            "say",
            {"platform": "x", "kind": "direct_message", "text": "", "attach": "cat"},
            "attach is",
        ),
        ("edit", {"id": "9", "text": "hi"}, "no saying 9"),
        ("clock", {"advance_seconds": -1}, "from 0 to"),
        ("clock", {"advance_seconds": "soon"}, "must be a number"),
        ("limits", {"limits": "some"}, "'real' or 'off'"),
        ("scenario", {"name": "riot"}, "no scenario"),
        ("faults", {"kind": "gremlin"}, "kind is 'gremlin'"),
        ("faults", {"kind": "delay", "wings": 2}, "no wings"),
        ("faults", {"kind": "delay", "seconds": "two"}, "seconds must be a number"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(
    sandbox: Running, endpoint: str, body: Any, complaint: str
) -> None:
    answer = requests.post(f"{sandbox.address}/sandbox/{endpoint}", json=body, timeout=5)
    assert answer.status_code == 400
    assert complaint in answer.json()["error"]


def test_a_body_that_is_not_json_is_refused(sandbox: Running) -> None:
    answer = requests.post(f"{sandbox.address}/sandbox/say", data="{", timeout=5)
    assert answer.status_code == 400
    assert "not JSON" in answer.json()["error"]

"""Do we ask for, and does the sandbox serve, only what Meta's API has?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from connectors.base import Connector
from connectors.facebook import parsing as facebook_parsing
from connectors.graph import sign_in
from connectors.instagram import graph_parsing as instagram_parsing
from connectors.instagram.graph_mentions import COMMENT_FIELDS
from connectors.instagram.graph_tags import TAG_FIELDS
from connectors.pages import Incoming, Pointer
from connectors.pictures import PNG, OutgoingPicture
from connectors.sending import OutgoingReply
from connectors.words import Direction, Verb
from sandbox.graph import edges as served
from sandbox.graph import nodes
from sandbox.graph.selection import Selected, parse
from sandbox.graph.writing import EDGE_WRITES
from sandbox.media import GROUNDS, drawn
from tests.connectors.graph.department import answer_to, facebook, instagram, target_of, walk
from tests.contracts.meta import specification
from tests.sandbox.running import Running

INSTAGRAM = {"platform": "instagram", "profile": "instagram_graph"}
OF_OTHERS = {
    "visitor_posts": "visitor_posts",
    "tagged_posts": "tagged",
    "ad_comments": "ads_posts",
}
ASKED = [
    ("PagePost", facebook_parsing.POST_FIELDS),
    ("Comment", facebook_parsing.COMMENT_FIELDS),
    ("IGMedia", instagram_parsing.MEDIA_FIELDS),
    ("IGMedia", TAG_FIELDS),
    ("IGComment", instagram_parsing.COMMENT_FIELDS),
    ("IGComment", instagram_parsing.REPLY_FIELDS),
    ("IGComment", COMMENT_FIELDS),
    ("Page", sign_in.PAGE_FIELDS),
]


def unknown(node: str, selection: list[Selected]) -> Iterator[str]:
    """Name what is asked of a node that Meta does not have."""
    known = specification.edges(node)
    for one in selection:
        edge = known.get(f"GET {one.name}")
        if edge:
            allowed = set(edge["parameters"]) | specification.GENERIC
            yield from (f"{node}.{one.name}({m})" for m in one.modifiers if m not in allowed)
            yield from wrong_values(edge, one.modifiers)
            yield from unknown(edge["returns"], one.fields or [])
        elif one.name in specification.fields(node):
            inner = specification.NESTED.get(node, {}).get(one.name)
            yield from unknown(inner, one.fields or []) if inner else ()
        else:
            yield f"{node}.{one.name}"


def wrong_values(edge: Mapping[str, Any], given: Mapping[str, str]) -> Iterator[str]:
    for name, values in edge["parameters"].items():
        wanted = given.get(name, "")
        each = json.loads(wanted) if wanted.startswith("[") else wanted.split(",")
        if values and name in given and not set(each) <= set(values):
            yield f"{name}={wanted}"


def strange(node: str, told: Mapping[str, Any]) -> Iterator[str]:
    """Name what an answer holds that Meta's node does not have."""
    for name, value in told.items():
        edge = specification.edges(node).get(f"GET {name}")
        inner = specification.NESTED.get(node, {}).get(name)
        if edge:
            yield from strange_page(edge["returns"], value)
        elif name not in specification.fields(node):
            yield f"{node}.{name}"
        elif inner and isinstance(value, dict):
            people = value.get("data", [value])
            yield from (each for one in people for each in strange(inner, one))


def strange_page(node: str, told: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{node} page.{name}" for name in told if name not in ("data", "paging", "summary"))
    for each in told["data"]:
        yield from strange(node, each)


@pytest.mark.parametrize(("node", "asked"), ASKED)
def test_every_field_we_ask_for_exists(node: str, asked: str) -> None:
    assert not list(unknown(node, parse(asked)))


def test_every_field_the_sandbox_serves_exists() -> None:
    strangers = [
        f"{node}.{name}"
        for node, fields in nodes.FIELDS.items()
        for name in fields
        if name not in specification.fields(node)
    ]
    assert not strangers


def test_every_edge_the_sandbox_serves_exists_with_its_parameters_and_values() -> None:
    for node, edges in served.EDGES.items():
        for name, edge in edges.items():
            known = specification.edges(node)[f"GET {name}"]
            assert known["returns"] == edge.kind
            assert set(edge.parameters) <= set(known["parameters"])
            for parameter, values in edge.choices.items():
                assert sorted(values) == known["parameters"][parameter]


def test_every_edge_the_sandbox_lets_write_exists() -> None:
    for node, edge in EDGE_WRITES:
        assert f"POST {edge}" in specification.edges(node)


def test_every_call_of_the_connectors_is_one_that_meta_has(sandbox: Running) -> None:
    speak_on_everything(sandbox)

    calls = sandbox.journal(platform="graph")
    assert len(calls) > 12
    for call in calls:
        node, name = node_and_edge(sandbox, call["path"])
        edge = specification.edges(node)[f"{call['method']} {name}".strip()]
        given = call["parameters"]
        assert set(given) <= set(edge["parameters"]) | specification.GENERIC
        assert not list(wrong_values(edge, given))
        if "fields" in given:
            assert not list(unknown(edge["returns"], parse(given["fields"])))


def test_every_answer_of_the_sandbox_is_one_that_meta_could_give(sandbox: Running) -> None:
    for source, body in speak_on_everything(sandbox):
        node, name = node_and_edge(sandbox, source.partition(" ")[2])
        returned = specification.edges(node)[f"GET {name}".strip()]["returns"]
        told = json.loads(body)
        assert not list(strange_page(returned, told) if name else strange(returned, told))


def speak_on_everything(sandbox: Running) -> list[tuple[str, bytes]]:
    """Read every stream to its end, answer in every way, and look for the answers."""
    bodies = []
    sandbox.publish(platform="facebook", text="Post")
    sandbox.publish(**INSTAGRAM, text="Picture")
    for place in ({"platform": "facebook"}, INSTAGRAM):
        said = place | {"author": "Ana", "text": "Hello"}
        sandbox.say_many(said | {"kind": "comment", "count": 60})
        sandbox.say_many(said | {"kind": "direct_message", "count": 30})
    for place in ({"platform": "facebook"}, INSTAGRAM):
        sandbox.go_live(**place, text="On the air")
        sandbox.say_many(
            place | {"kind": "live_comment", "author": "Ana", "text": "Live", "count": 110}
        )
    for stream, edge in OF_OTHERS.items():
        post = sandbox.publish(platform="facebook", edge=edge, author="Ana", text="To the Page")
        sandbox.say(platform="facebook", kind="comment", author="Ben", text="Below", post=post)
        head = facebook(sandbox).fetch(stream, since=None, at=None)
        bodies += [(raw.source, raw.body) for raw in head.bodies]
    sandbox.publish(**INSTAGRAM, edge="tags", author="@ana", text="With you")
    tagged = walk(instagram(sandbox), "tagged_media").items[0]
    instagram(sandbox).send(answer_to(tagged, "Thank you"))
    bodies += follow_mention(sandbox, tagged.external_id)
    for connector in (facebook(sandbox), instagram(sandbox)):
        looked = connector.fetch("live", since=None, at=None)
        bodies += [(raw.source, raw.body) for raw in looked.bodies]
        for stream in ("comments", "messages", *(live.stream for live in looked.opened)):
            head = connector.fetch(stream, since=None, at=None)
            later = connector.fetch(stream, since=None, at=head.next)
            bodies += [(raw.source, raw.body) for raw in (*head.bodies, *later.bodies)]
            items = walk(connector, stream).items
            item = next(each for each in items if each.direction is Direction.IN)
            can = connector.capabilities[item.kind]
            public = [answer_to(item, "A")] if can.reply else []
            pictured = [with_picture(answer_to(item, ""))] if can.picture else []
            for reply in (*public, *pictured, answer_to(item, "B", privately=True)):
                connector.send(connector.upload(reply))
                assert connector.find_sent(reply)
            moderate(connector, items)
        connector.subscribe(key="", secret="")
        contact = next(item.contact for item in walk(connector, "messages").items if item.contact)
        assert connector.thread_with(contact.external_id)
    return bodies


def follow_mention(sandbox: Running, media: str) -> list[tuple[str, bytes]]:
    """Ask for a comment of others that names us, as a push of its ids makes us do, and answer."""
    text = "Ask @mesaverdepd"
    named = sandbox.say(**INSTAGRAM, kind="comment", author="@bo", text=text, post=media)
    page = instagram(sandbox).follow(Pointer(post_id=media, comment_id=named))
    instagram(sandbox).send(answer_to(page.items[0], "Please call us."))
    return [(raw.source, raw.body) for raw in page.bodies]


def with_picture(reply: OutgoingReply) -> OutgoingReply:
    picture = OutgoingPicture(body=drawn(GROUNDS["car"]), media_type=PNG, description="A car")
    return replace(reply, picture=picture)


def moderate(connector: Connector, items: Sequence[Incoming]) -> None:
    """Do everything that may be done to a comment, deleting it last, and look it up."""
    for item in [item for item in items if item.direction is Direction.IN][:1]:
        if verbs := connector.capabilities[item.kind].verbs:
            target = target_of(item)
            for verb in sorted(verbs, key=lambda verb: verb is Verb.DELETE):
                connector.act(verb, target)
            assert not connector.look_up([target]).found[item.external_id].is_there


def node_and_edge(sandbox: Running, path: str) -> tuple[str, str]:
    _, _version, node_id, *rest = path.split("/")
    known = {sandbox.profile("facebook")["id"]: "Page"}
    known[sandbox.profile("instagram_graph")["id"]] = "IGUser"
    state = sandbox.state()
    for post in state["posts"]:
        if live := post["extra"].get("live"):
            known[live["id"]] = "LiveVideo"
        known[post["id"]] = "PagePost" if post["platform"] == "facebook" else "IGMedia"
    for said in state["sayings"]:
        known[said["id"]] = "Comment" if said["platform"] == "facebook" else "IGComment"
    for thread in state["threads"]:
        known[thread["id"]] = "UnifiedThread"
    return known[node_id], "/".join(rest)

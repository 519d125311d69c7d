"""What does X answer when direct messages are read and sent?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox import attaching, uploads
from sandbox.records import Profile, Saying, X
from sandbox.world import World
from sandbox.x import asking, attached, uploading
from sandbox.x.paging import part
from sandbox.x.people import person
from sandbox.x.problems import Problem, invalid
from sandbox.x.tokens import READS, Rate, caller, count_day
from sandbox.x.wire import moment
from sandbox.x.wording import escaped

READ = Rate("dm_events", user=15, scopes=(*READS, "dm.read"))
READ_ONE = Rate("dm_events of a conversation", user=15, scopes=(*READS, "dm.read"))
SEND = Rate("send dm", user=15, scopes=(*READS, "dm.write"))
SEND_A_DAY = 1440
KEPT = timedelta(days=30)
LONGEST = 10_000


def add(x: Blueprint, world: World) -> None:
    """Add the routes of direct messages."""

    @x.get("/2/dm_events")
    def everything() -> Response:
        return _page(world, caller(world, READ, user_only=True), None)

    @x.get("/2/dm_conversations/with/<person_id>/dm_events")
    def with_person(person_id: str) -> Response:
        profile = caller(world, READ_ONE, user_only=True)
        thread = world.thread_between(profile.id, person_id)
        return _page(world, profile, thread.id if thread else "")

    @x.get("/2/dm_conversations/<thread_id>/dm_events")
    def of_conversation(thread_id: str) -> Response:
        return _page(world, caller(world, READ_ONE, user_only=True), thread_id)

    @x.post("/2/dm_conversations/with/<person_id>/messages")
    def send_to(person_id: str) -> tuple[Response, int]:
        return _send(world, _sender(world), person_id)

    @x.post("/2/dm_conversations/<thread_id>/messages")
    def send_in(thread_id: str) -> tuple[Response, int]:
        profile = _sender(world)
        thread = world.threads.get(thread_id)
        return _send(world, profile, thread.person_id if thread else "")


def _page(world: World, profile: Profile, thread_id: str | None) -> Response:
    since = world.clock.now() - KEPT
    found = [m for m in world.direct_messages(profile.id) if m.created_at >= since]
    found = [m for m in found if thread_id is None or m.thread_id == thread_id]
    found = [m for m in found if not m.extra.get("encrypted")]
    found.sort(key=lambda message: int(message.id), reverse=True)
    page = part(found, asking.number("max_results", 100, least=1, most=100))
    events = [_event(message) for message in page.rows]
    meta = {n: v for n, v in page.meta().items() if n in {"result_count", "next_token"}}
    parts = {"data": events, "includes": _included(world, page.rows)}
    return jsonify({**{name: value for name, value in parts.items() if value}, "meta": meta})


def _event(message: Saying) -> dict[str, Any]:
    one = attaching.on_x(message)
    text = attached.with_address(escaped(message.text), one)
    media = attached.entity(text, one)
    fields: dict[str, Callable[[], Any]] = {
        "id": lambda: message.id,
        "event_type": lambda: "MessageCreate",
        "text": lambda: text,
        "entities": lambda: {"urls": media} if media else None,
        "sender_id": lambda: message.author_id,
        "dm_conversation_id": lambda: message.thread_id,
        "created_at": lambda: moment(message.created_at),
        "attachments": lambda: attached.keys(one),
    }
    return asking.made(fields, asking.message_field_names())


def _included(world: World, messages: list[Saying]) -> dict[str, Any]:
    """Include senders, and with `participant_ids` the other side too.

    That X includes both for messages of two is an assumption: the recorded
    samples show `includes` without saying whom.
    """
    ids = set()
    for message in messages:
        if "sender_id" in asking.expansions():
            ids.add(message.author_id)
        if "participant_ids" in asking.expansions():
            ids |= set(message.thread_id.split("-"))
    people = [world.author(one) for one in sorted(ids)]
    users = [person(someone) for someone in people if someone]
    media = attached.included(attaching.on_x(message) for message in messages)
    found = {"users": users, "media": media}
    return {name: rows for name, rows in found.items() if rows}


def _sender(world: World) -> Profile:
    profile = caller(world, SEND, user_only=True)
    count_day(world, profile, SEND.route, SEND_A_DAY)
    return profile


def _send(world: World, profile: Profile, person_id: str) -> tuple[Response, int]:
    body: Any = request.get_json(silent=True)
    told = body if isinstance(body, dict) else {}
    picture = _picture(world, profile, told)
    text = told.get("text", "" if picture else None)
    if not isinstance(text, str) or not (text or picture) or len(text) > LONGEST:
        raise invalid(f"text must have 1 to {LONGEST} characters")
    person = world.people.get(person_id)
    if person is None or person.platform != X:
        raise Problem(403, "You cannot send messages to this user.")
    sent = world.message(profile.id, person_id, text, from_department=True, extra=picture)
    data = {"dm_conversation_id": sent.thread_id, "dm_event_id": sent.id}
    return jsonify({"data": data}), 201


def _picture(world: World, profile: Profile, body: dict[str, Any]) -> dict[str, Any]:
    given = body.get("attachments")
    if given is None:
        return {}
    if not isinstance(given, list) or len(given) != 1 or not isinstance(given[0], dict):
        raise invalid("attachments must name one picture")
    return uploads.said_with(uploading.named(world, profile, given[0].get("media_id")))

"""What does X push about a change, to whom it is subscribed?

Source: X documentation, "X Activity API, event payloads"; docs/platforms.md 2.1. That no
media and no long words are pushed is an assumption: no example shows them.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sandbox.records import DIRECT_MESSAGE, Profile, Saying
from sandbox.world import World
from sandbox.x import asking, rules, tree, wire
from sandbox.x.tree import Shown
from sandbox.x.wire import DIALECTS
from sandbox.x.wording import escaped

Json = dict[str, Any]
Event = tuple[str, Json]


def events_of(world: World, change: str, saying: Saying) -> Iterator[Event]:
    """Yield the kind and body of each event about a change; edits are not pushed."""
    profile = world.profiles[saying.profile_id]
    if saying.kind == DIRECT_MESSAGE:
        if change == "said":
            yield _private(world, saying)
    elif change == "removed" and saying.from_department:
        yield "post.delete", {"payload": {"id": saying.id, "author_id": profile.id}}
    elif change == "said" and tree.look_up(world, saying.id):
        shown = tree.shown_saying(world, saying)
        for kind in _kinds(world, profile, saying, shown):
            yield kind, _post(world, profile, shown)


def _kinds(world: World, profile: Profile, saying: Saying, shown: Shown) -> Iterator[str]:
    """Name the events of a post: explicit mentions, direct replies, direct quotes."""
    if saying.from_department:
        yield "post.create"
        return
    if f"@{profile.handle}".casefold() in saying.text.casefold():
        yield "post.mention.create"
    if shown.answered_id == profile.id:
        yield "post.reply.create"
    if shown.quoted_id in world.posts:
        yield "post.quote.create"


def _post(world: World, profile: Profile, shown: Shown) -> Json:
    names = DIALECTS[rules.of(world)["dialect"]]
    fields = wire.post_fields(shown, names)
    payload = asking.made(fields, {*fields} - {names.note})
    above = _above(world, shown) if rules.of(world)["parents"] == "pushed" else []
    posts = [asking.made(wire.post_fields(one, names), {*fields}) for one in above]
    people = {one.id: one for one in (shown.author, profile, *(one.author for one in above))}
    users = [asking.made(told, {*told}) for told in map(wire.user_fields, people.values())]
    return {"payload": payload, "includes": {names.included: [payload, *posts], "users": users}}


def _above(world: World, shown: Shown) -> list[Shown]:
    named = (tree.look_up(world, one) for one in (shown.parent_id, shown.quoted_id) if one)
    return [one for one in named if one]


def _private(world: World, saying: Saying) -> Event:
    way = "sent" if saying.from_department else "received"
    if saying.extra.get("encrypted"):
        return f"chat.{way}", {"payload": _encrypted(world, saying)}
    return f"dm.{way}", {"payload": _messages(world, saying)}


def _encrypted(world: World, saying: Saying) -> Json:
    pair = (world.threads[saying.thread_id].person_id, saying.profile_id)
    return {
        "id": str(UUID(int=int(saying.id))),
        "created_at_msec": _milliseconds(saying),
        "sender_id": saying.author_id,
        "conversation_id": ":".join(pair),
        "encoded_event": b64encode(saying.text.encode(errors="replace")[::-1]).decode(),
    }


def _messages(world: World, saying: Saying) -> Json:
    person = world.threads[saying.thread_id].person_id
    sides = (person, saying.profile_id)
    sender, recipient = reversed(sides) if saying.from_department else sides
    event = {
        "type": "message_create",
        "id": saying.id,
        "created_timestamp": _milliseconds(saying),
        "message_create": {
            "target": {"recipient_id": recipient},
            "sender_id": sender,
            "message_data": {"text": escaped(saying.text), "entities": {"urls": []}},
        },
    }
    people = [someone for one in sides if (someone := world.author(one))]
    users = {
        someone.id: {"data": asking.made(told, {*told})}
        for someone in people
        if (told := wire.user_fields(someone))
    }
    return {"direct_message_events": [event], "users": users}


def _milliseconds(saying: Saying) -> str:
    return str(int(saying.created_at.timestamp() * 1000))

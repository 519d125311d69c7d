"""Which direct messages are there, and how does the account answer them?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, request

from sandbox import uploads
from sandbox.instagram import bodies, paging, refusals, sessions, shapes, switches
from sandbox.records import DIRECT_MESSAGE, Profile, Saying, Thread
from sandbox.world import World

THREADS_A_PAGE = 20
ITEMS_A_THREAD = 10
ITEMS_A_PAGE = 20
LONGEST_BYTES = 1000
API = "/api/v1/direct_v2"

Json = dict[str, Any]


def add(blueprint: Blueprint, world: World) -> None:
    """Add reading, writing and small acts in threads."""
    _reading(blueprint, world)
    _writing(blueprint, world)
    _acting(blueprint, world)


def _reading(blueprint: Blueprint, world: World) -> None:
    @blueprint.get(f"{API}/inbox/")
    def inbox() -> Json:
        return _box(world, sessions.current(world), shapes.INBOX)

    @blueprint.get(f"{API}/pending_inbox/")
    def pending_inbox() -> Json:
        return _box(world, sessions.current(world), shapes.REQUESTS)

    @blueprint.get(f"{API}/spam_inbox/")
    def spam_inbox() -> Json:
        return _box(world, sessions.current(world), shapes.SPAM)

    @blueprint.get(f"{API}/threads/<thread_id>/")
    def thread(thread_id: str) -> Json:
        found = _wanted(world, sessions.current(world), thread_id)
        after, size = request.args.get("cursor"), int(request.args.get("limit", ITEMS_A_PAGE))
        return {"thread": _thread(world, found, after, size), "status": "ok"}


def _box(world: World, profile: Profile, folder: str) -> Json:
    mine = (t for t in reversed(world.threads_of(profile.id)) if world.sayings_of_thread(t.id))
    cut = paging.cut(
        [thread for thread in mine if shapes.folder(world, thread) == folder],
        after=request.args.get("cursor"),
        size=int(request.args.get("limit", THREADS_A_PAGE)),
        key=lambda thread: (shapes.microseconds(world.active_at(thread)), int(thread.id)),
    )
    size = int(request.args.get("thread_message_limit", ITEMS_A_THREAD))
    shown = [_thread(world, thread, None, size) for thread in cut.rows]
    more = {"has_older": bool(cut.cursor), "oldest_cursor": cut.cursor}
    return {"inbox": {"threads": shown, "unseen_count": 0, **more}, "seq_id": 1, "status": "ok"}


def _thread(world: World, thread: Thread, after: str | None, size: int) -> Json:
    said = world.sayings_of_thread(thread.id)[::-1]
    cut = paging.cut(said, after=after, size=size, key=paging.saying_key)
    more = {"has_older": bool(cut.cursor), "oldest_cursor": cut.cursor, "has_newer": False}
    return shapes.thread(world, thread, cut.rows, more)


def _writing(blueprint: Blueprint, world: World) -> None:
    @blueprint.post(f"{API}/threads/broadcast/text/")
    def text() -> Json:
        return _broadcast(world, request.form.get("text", ""))

    @blueprint.post(f"{API}/threads/broadcast/link/")
    def link() -> Json:
        return _broadcast(world, request.form.get("link_text", ""))

    @blueprint.post(f"{API}/threads/broadcast/photo_attachment/")
    def photo() -> Json:
        name = request.form.get("attachment_fbid", "")
        found = uploads.find(world, name, sessions.current(world).id)
        if found is None:
            raise refusals.invalid("This picture was not uploaded.")
        return _broadcast(world, "", uploads.said_with(found))


def _broadcast(world: World, text: str, picture: Json | None = None) -> Json:
    profile, token = sessions.current(world), request.form.get("client_context", "")
    people = [thread.person_id for thread in _addressed(world, profile)]
    said = [
        switches.repeated(world, profile, token)
        or _send(world, profile, person, text, token, picture)
        for person in people
    ]
    if not said:
        raise refusals.no_thread()
    payload = {
        "client_context": said[-1].client_token,
        "item_id": said[-1].id,
        "timestamp": str(shapes.microseconds(said[-1].created_at)),
        "thread_id": said[-1].thread_id,
    }
    return {"action": "item_ack", "status_code": "200", "payload": payload, "status": "ok"}


def _addressed(world: World, profile: Profile) -> Iterable[Thread]:
    for thread_id in bodies.ids(request.form.get("thread_ids", "")):
        yield _wanted(world, profile, thread_id)
    for person_id in bodies.ids(request.form.get("recipient_users", "")):
        if world.people.get(person_id) is None:
            raise refusals.invalid("Invalid target user")
        yield world.thread(profile.id, person_id)


def _send(
    world: World,
    profile: Profile,
    person_id: str,
    text: str,
    token: str,
    picture: Json | None,
) -> Saying:
    if bool(text) == bool(picture) or len(text.encode("utf-8", "surrogatepass")) > LONGEST_BYTES:
        raise refusals.invalid("Your message could not be sent: check its length.")
    return world.message(
        profile.id,
        person_id,
        text,
        from_department=True,
        client_token=token or None,
        extra=picture,
    )


def _acting(blueprint: Blueprint, world: World) -> None:
    @blueprint.post(f"{API}/threads/<thread_id>/items/<item_id>/seen/")
    def seen(thread_id: str, item_id: str) -> Json:
        profile = sessions.current(world)
        thread = _wanted(world, profile, thread_id)
        at = str(shapes.microseconds(_item(world, thread, item_id).created_at))
        mark = {"item_id": item_id, "timestamp": at, "created_at": at}
        thread.extra["last_seen_at"] = {profile.id: mark}
        world.touch(f"saw {item_id}")
        return {"action": "mark_seen", "status": "ok"}

    @blueprint.post(f"{API}/threads/<thread_id>/approve/")
    def approve(thread_id: str) -> Json:
        _wanted(world, sessions.current(world), thread_id).extra["approved"] = True
        world.touch(f"approved {thread_id}")
        return {"status": "ok"}

    @blueprint.post(f"{API}/threads/<thread_id>/items/<item_id>/delete/")
    def unsend(thread_id: str, item_id: str) -> Json:
        thread = _wanted(world, sessions.current(world), thread_id)
        if not _item(world, thread, item_id).from_department:
            raise refusals.invalid("You can only unsend your own messages.")
        world.remove(item_id)
        return {"status": "ok"}


def _wanted(world: World, profile: Profile, thread_id: str) -> Thread:
    thread = world.threads.get(thread_id)
    if thread is None or thread.profile_id != profile.id:
        raise refusals.no_thread()
    return thread


def _item(world: World, thread: Thread, item_id: str) -> Saying:
    saying = world.saying(item_id)
    if saying is None or saying.kind != DIRECT_MESSAGE or saying.thread_id != thread.id:
        raise refusals.invalid("This message no longer exists.")
    return saying

"""Where does a person play the public: read, comment, mention and message?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from sandbox import attaching, broadcasts, rooms
from sandbox.records import PLATFORMS, Person, Saying
from sandbox.rooms import Room
from sandbox.world import World

ONE_PROFILE = "<any(facebook, x):platform>"
WRITES_AS = "write_as"

View = Callable[..., Any]


def routes(world: World) -> Blueprint:
    """Build the residents' pages of every platform."""
    pages = Blueprint("residents", __name__)
    _reading(pages, world)
    _writing(pages, world)
    _broadcasting(pages, world)
    _regretting(pages, world)
    return pages


def _reading(pages: Blueprint, world: World) -> None:
    def page(room: Room) -> str:
        return _rendered(
            "page.html",
            world,
            room,
            posts=rooms.posts(world, room.profile),
            free=rooms.free_branches(world, room.profile),
        )

    def messages(room: Room) -> str:
        threads = world.threads_of(room.profile.id)[::-1][: rooms.MOST_BRANCHES]
        people = [world.people.get(thread.person_id) for thread in threads]
        return _rendered("messages.html", world, room, people=people)

    def thread(room: Room, person: str) -> str:
        known = world.people.find(room.profile.platform, person)
        found = world.thread_between(room.profile.id, known.id) if known else None
        said = world.sayings_of_thread(found.id) if found else []
        return _rendered("thread.html", world, room, person=person, known=known, said=said)

    _in_every_room(pages, world, "", page)
    _in_every_room(pages, world, "/messages", messages)
    _in_every_room(pages, world, "/messages/<path:person>", thread)


def _writing(pages: Blueprint, world: World) -> None:
    def comment(room: Room) -> Response:
        author = _author(world, room)
        said = world.say(
            room.profile.id,
            author.id,
            _addressed(room, _words()),
            post_id=request.form.get("post") or None,
            parent_id=_parent(world),
            extra=_attached(),
        )
        return _back(f"{room.path}#saying-{said.id}", author.name)

    def begin_thread(room: Room) -> Response:
        name = request.form.get("name", "").strip() or abort(400, "Who is writing?")
        return _back(f"{room.path}/messages/{quote(name, safe='')}", name)

    def message(room: Room, person: str) -> Response:
        author = world.people.called(room.profile.platform, person)
        said = world.message(room.profile.id, author.id, _words(), extra=_attached())
        path = f"{room.path}/messages/{quote(person, safe='')}#saying-{said.id}"
        return _back(path, author.name)

    _in_every_room(pages, world, "/comments", comment, method="POST")
    _in_every_room(pages, world, "/messages", begin_thread, method="POST")
    _in_every_room(pages, world, "/messages/<path:person>", message, method="POST")


def _broadcasting(pages: Blueprint, world: World) -> None:
    def go_live(room: Room) -> Response:
        post = broadcasts.start(world, room.profile.id, _text())
        return redirect(f"{room.path}#post-{post.id}", code=303)

    def end_live(room: Room) -> Response:
        post = world.posts.get(request.form.get("post", "")) or abort(
            404, "That is not on the air."
        )
        broadcasts.end(world, post)
        return redirect(f"{room.path}#post-{post.id}", code=303)

    _in_every_room(pages, world, "/live", go_live, method="POST")
    _in_every_room(pages, world, "/live/end", end_live, method="POST")


def _regretting(pages: Blueprint, world: World) -> None:
    @pages.post("/sayings/<saying_id>/edit")
    def edit(saying_id: str) -> Response:
        said = world.edit(_own(world, saying_id).id, _text())
        return redirect(f"{_returns_to()}#saying-{said.id}", code=303)

    @pages.post("/sayings/<saying_id>/remove")
    def remove(saying_id: str) -> Response:
        world.remove(_own(world, saying_id).id)
        return redirect(_returns_to(), code=303)

    @pages.post("/sayings/<saying_id>/react")
    def react(saying_id: str) -> Response:
        said = _existing(world, saying_id)
        if not said.takes_reactions:
            abort(400, "Only direct messages on Facebook and Instagram take an emoji here.")
        world.react(said.id, request.form.get("emoji", ""))
        return redirect(f"{_returns_to()}#saying-{said.id}", code=303)


def _in_every_room(
    pages: Blueprint, world: World, suffix: str, view: View, *, method: str = "GET"
) -> None:
    """Serve a view at the same place below every room."""

    def found(platform: str = "instagram", handle: str | None = None, **rest: str) -> Any:
        room = rooms.room(world, platform, handle) or abort(404)
        return view(room, **rest)

    name = view.__name__
    pages.add_url_rule(f"/{ONE_PROFILE}{suffix}", f"{name}", found, methods=[method])
    pages.add_url_rule(f"/instagram/<handle>{suffix}", f"{name}", found, methods=[method])


def _rendered(template: str, world: World, room: Room, **facts: Any) -> str:
    name = unquote(request.cookies.get(WRITES_AS, ""))
    return render_template(
        template, world=world, room=room, write_as=name, samples=attaching.SAMPLES, **facts
    )


def _author(world: World, room: Room) -> Person:
    return world.people.called(room.profile.platform, request.form.get("name", "").strip())


def _text() -> str:
    # A browser sends line ends as CR LF; no platform keeps them so.
    return request.form.get("text", "").replace("\r\n", "\n") or abort(400, "Say something.")


def _words() -> str:
    """Return what is said, which may be nothing where a picture says it."""
    return "" if _attached() and not request.form.get("text") else _text()


def _attached() -> dict[str, Any]:
    sample = request.form.get("sample", "")
    is_known = sample in attaching.SAMPLES
    return attaching.kept(attaching.PICTURE, sample, "") if is_known else {}


def _addressed(room: Room, text: str) -> str:
    return text if room.mention.strip().casefold() in text.casefold() else room.mention + text


def _parent(world: World) -> str | None:
    wanted = request.form.get("reply_to")
    return _existing(world, wanted).id if wanted else None


def _existing(world: World, saying_id: str) -> Saying:
    return world.saying(saying_id) or abort(404, "That is not here any more.")


def _own(world: World, saying_id: str) -> Saying:
    saying = _existing(world, saying_id)
    if saying.from_department:
        abort(403, "A resident can't change the department's words.")
    return saying


def _returns_to() -> str:
    path = request.form.get("return_to", "/")
    is_ours = path == "/" or path.split("/")[1] in PLATFORMS
    return path if is_ours and path.startswith("/") else "/"


def _back(path: str, name: str) -> Response:
    answer = redirect(path, code=303)
    answer.set_cookie(WRITES_AS, quote(name), samesite="Lax")
    return answer

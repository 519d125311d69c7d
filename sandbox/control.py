"""How does a test, a script or a trainer steer the sandbox?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from sandbox import saying, state, steering
from sandbox.answering import as_json
from sandbox.asking import Asked, BadRequest, asked

if TYPE_CHECKING:
    from sandbox.app import Sandbox


def routes(sandbox: Sandbox) -> Blueprint:
    """Build the control endpoints, all under /sandbox."""
    control = Blueprint("control", __name__, url_prefix="/sandbox")
    control.register_error_handler(BadRequest, lambda error: as_json({"error": str(error)}, 400))
    _reading(control, sandbox)
    _speaking(control, sandbox)
    _liking(control, sandbox)
    _leaving_out(control, sandbox)
    steering.add_to(control, sandbox)
    return control


def _reading(control: Blueprint, sandbox: Sandbox) -> None:
    @control.get("/state")
    def show_state() -> Response:
        return as_json(state.of(sandbox, summary="summary" in request.args))

    @control.get("/sayings/<saying_id>")
    def show_saying(saying_id: str) -> Response:
        return as_json(saying.existing(sandbox.world, saying_id))

    @control.get("/journal")
    def show_journal() -> Response:
        wanted = request.args.to_dict()
        since = wanted.pop("since", "0")
        if not since.isdecimal():
            raise BadRequest("since must be the number of a journal entry.")
        return as_json({"entries": sandbox.journal.entries(since=int(since), **wanted)})


def _speaking(control: Blueprint, sandbox: Sandbox) -> None:
    world = sandbox.world

    @control.post("/say")
    def say() -> Response:
        return _one_or_many(lambda one: saying.say(world, one))

    @control.post("/publish")
    def publish() -> Response:
        return _one_or_many(lambda one: saying.publish(world, one))

    @control.post("/live")
    def go_live() -> Response:
        post = saying.go_live(world, Asked.once(asked()))
        return as_json({"id": post.id, "live": post.extra["live"]}, 201)

    @control.post("/live/end")
    def end_live() -> Response:
        post = saying.end_live(world, Asked.once(asked()))
        return as_json({"id": post.id, "live": post.extra["live"]})

    @control.post("/edit")
    def edit() -> Response:
        one = Asked.once(asked())
        known = saying.existing(world, one.text("id"))
        return as_json({"id": world.edit(known.id, one.words("text")).id})

    @control.post("/standing")
    def stand() -> Response:
        return as_json({"id": saying.stand(world, Asked.once(asked())).id})

    @control.post("/hide")
    def hide() -> Response:
        one = Asked.once(asked())
        known = saying.existing(world, one.text("id"))
        return as_json({"id": world.hide(known.id, hidden=one.flag("hidden")).id})

    @control.post("/remove")
    def remove() -> Response:
        known = saying.existing(world, Asked.once(asked()).text("id"))
        return as_json({"id": world.remove(known.id).id})


def _liking(control: Blueprint, sandbox: Sandbox) -> None:
    world = sandbox.world

    @control.post("/like")
    def like() -> Response:
        one = Asked.once(asked())
        known = saying.existing(world, one.text("id"))
        known.liked_by_people = int(one.number("count"))
        world.touch(f"{known.liked_by_people} people like {known.id}")
        return as_json({"id": known.id})

    @control.post("/react")
    def react() -> Response:
        one = Asked.once(asked())
        known = saying.reacted_to(world, one.text("id"))
        return as_json({"id": world.react(known.id, one.words("emoji", "")).id})


def _leaving_out(control: Blueprint, sandbox: Sandbox) -> None:
    world = sandbox.world

    @control.post("/unlist")
    def unlist() -> Response:
        one = Asked.once(asked())
        known = saying.existing(world, one.text("id"))
        known.extra["unlisted"] = one.flag("unlisted")
        world.touch(f"left {known.id} out of lists: {known.is_unlisted}")
        return as_json({"id": known.id})


def _one_or_many(do: Callable[[Asked], Any]) -> Response:
    """Answer one object with `id`, a list or a `count` with `ids`."""
    body = asked()
    many = isinstance(body, list) or "count" in body
    done = [do(one) for one in Asked.each(body)]
    found = [made.id for made in done]
    return as_json({"ids": found} if many else {"id": found[0], "saying": done[0]}, 201)

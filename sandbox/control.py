"""How does a test, a script or a trainer steer the sandbox?"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from sandbox import faults, saying, scenario, state
from sandbox.asking import Asked, BadRequest, asked
from sandbox.faults import Fault

if TYPE_CHECKING:
    from sandbox.app import Sandbox

Answer = tuple[Any, int] | Any


def routes(sandbox: Sandbox) -> Blueprint:
    """Build the control endpoints, all under /sandbox."""
    control = Blueprint("control", __name__, url_prefix="/sandbox")
    control.register_error_handler(BadRequest, lambda error: as_json({"error": str(error)}, 400))
    _reading(control, sandbox)
    _speaking(control, sandbox)
    _steering(control, sandbox)
    return control


def as_json(value: Any, status: int = 200) -> Response:
    """Answer in JSON; lone surrogates stay as escapes."""
    body = json.dumps(value, default=state.plain)
    return Response(body, status=status, mimetype="application/json")


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

    @control.get("/faults")
    def show_faults() -> Response:
        return as_json({"faults": sandbox.faults.described()})


def _speaking(control: Blueprint, sandbox: Sandbox) -> None:
    world = sandbox.world

    @control.post("/say")
    def say() -> Response:
        return _one_or_many(lambda one: saying.say(world, one))

    @control.post("/publish")
    def publish() -> Response:
        return _one_or_many(lambda one: [saying.publish(world, one)])

    @control.post("/edit")
    def edit() -> Response:
        one = Asked.once(asked())
        known = saying.existing(world, one.text("id"))
        return as_json({"id": world.edit(known.id, one.words("text")).id})

    @control.post("/remove")
    def remove() -> Response:
        known = saying.existing(world, Asked.once(asked()).text("id"))
        return as_json({"id": world.remove(known.id).id})


def _one_or_many(do: Callable[[Asked], list[Any]]) -> Response:
    """Answer one object with `id`, a list or a `count` with `ids`."""
    body = asked()
    many = isinstance(body, list) or "count" in body
    done = [made for one in Asked.each(body) for made in do(one)]
    found = [made.id for made in done]
    return as_json({"ids": found} if many else {"id": found[0], "saying": done[0]}, 201)


def _steering(control: Blueprint, sandbox: Sandbox) -> None:
    world = sandbox.world

    @control.post("/faults")
    def switch_on() -> Response:
        body = asked()
        many = body if isinstance(body, list) else [body]
        added = [sandbox.faults.add(_fault(Asked.once(one))) for one in many]
        return as_json({"ids": [fault.id for fault in added]}, 201)

    @control.delete("/faults")
    @control.delete("/faults/<int:fault_id>")
    def switch_off(fault_id: int | None = None) -> Response:
        sandbox.faults.clear(fault_id)
        return as_json({"faults": sandbox.faults.described()})

    @control.post("/clock")
    def advance() -> Response:
        seconds = Asked.once(asked()).number("advance_seconds")
        if seconds < 0:
            raise BadRequest("The clock only moves forward; reset the sandbox to go back.")
        world.clock.advance(timedelta(seconds=seconds))
        world.touch("moved the clock")
        return as_json({"now": world.clock.now()})

    @control.post("/limits")
    def limits() -> Response:
        try:
            world.limits.switch(Asked.once(asked()).text("limits"))
        except ValueError as error:
            raise BadRequest(str(error)) from error
        return as_json({"limits": world.limits.mode})

    @control.post("/scenario")
    def play() -> Response:
        one = Asked.once(asked())
        name, pause = one.text("name"), one.number("every_seconds", scenario.EVERY.total_seconds())
        if name not in scenario.names():
            raise BadRequest(f"There is no scenario {name!r}; there is {scenario.names()}.")
        begun = scenario.begin(world, name, timedelta(seconds=pause))
        return as_json({"name": name, "started": begun}, 201 if begun else 200)

    @control.post("/revoke")
    def revoke() -> Response:
        profile = saying.profile_of(world, Asked.once(asked()))
        return as_json({"profile": profile.id, "revoked": world.revoke_tokens(profile.id)})

    @control.delete("/journal")
    def forget() -> Response:
        sandbox.journal.clear()
        return as_json({"entries": []})

    @control.post("/reset")
    def reset() -> Response:
        sandbox.reset()
        return as_json({"now": world.clock.now()})


def _fault(one: Asked) -> Fault:
    kind = one.text("kind")
    if kind not in faults.KINDS:
        raise BadRequest(f"kind is {kind!r}; it can be one of {', '.join(faults.KINDS)}.")
    known = set(Fault.__dataclass_fields__) - {"id", "struck", "chance"}
    unknown = set(one.facts) - known
    if unknown:
        raise BadRequest(f"A fault has no {', '.join(sorted(unknown))}; it has {sorted(known)}.")
    return Fault(**one.facts)

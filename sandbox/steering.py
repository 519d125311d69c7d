"""How are time, limits, faults and scenarios steered from outside?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, Response

from sandbox import faults, granting, saying, scenario, scripts
from sandbox.answering import as_json
from sandbox.asking import Asked, BadRequest, asked
from sandbox.faults import Fault
from sandbox.pushing import Manners

if TYPE_CHECKING:
    from sandbox.app import Sandbox

FAULT_WORDS = {"kind", "platform", "host", "route", "method"}
FAULT_NUMBERS = {"probability", "seed", "status", "seconds"}
FAULT_FACTS = FAULT_WORDS | FAULT_NUMBERS | {"count", "body"}


def add_to(control: Blueprint, sandbox: Sandbox) -> None:
    """Add the steering endpoints to the control blueprint."""
    _going_wrong(control, sandbox)
    _time_and_limits(control, sandbox)
    _starting_over(control, sandbox)


def _going_wrong(control: Blueprint, sandbox: Sandbox) -> None:
    @control.get("/faults")
    def show_faults() -> Response:
        return as_json({"faults": sandbox.faults.described()})

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

    @control.post("/pushes")
    def push() -> Response:
        one = Asked.once(asked())
        sandbox.world.pusher.manners = Manners(
            repeat=int(one.number("repeat", 1)),
            batch=int(one.number("batch", 1)),
            is_silent=one.flag("silent"),
            is_signed_wrongly=one.flag("signed_wrongly"),
        )
        return as_json(vars(sandbox.world.pusher.manners))

    @control.post("/pages")
    def add_page() -> Response:
        page = granting.add_page(sandbox.world, Asked.once(asked()).text("name"))
        return as_json({"id": page.id}, 201)

    @control.post("/revoke")
    def revoke() -> Response:
        profile = saying.profile_of(sandbox.world, Asked.once(asked()))
        return as_json(
            {"profile": profile.id, "revoked": granting.revoke_tokens(sandbox.world, profile.id)}
        )


def _time_and_limits(control: Blueprint, sandbox: Sandbox) -> None:
    world = sandbox.world

    @control.post("/clock")
    def advance() -> Response:
        seconds = Asked.once(asked()).number("advance_seconds")
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
        if name not in scripts.names():
            raise BadRequest(f"There is no scenario {name!r}; there is {scripts.names()}.")
        begun = scenario.begin(world, name, timedelta(seconds=pause))
        return as_json({"name": name, "started": begun}, 201 if begun else 200)


def _starting_over(control: Blueprint, sandbox: Sandbox) -> None:
    @control.delete("/journal")
    def forget() -> Response:
        sandbox.journal.clear()
        return as_json({"entries": []})

    @control.post("/reset")
    def reset() -> Response:
        sandbox.reset()
        return as_json({"now": sandbox.world.clock.now()})


def _fault(one: Asked) -> Fault:
    kind = one.text("kind")
    if kind not in faults.KINDS:
        raise BadRequest(f"kind is {kind!r}; it can be one of {', '.join(faults.KINDS)}.")
    unknown = set(one.facts) - FAULT_FACTS
    if unknown:
        raise BadRequest(f"A fault has no {', '.join(sorted(unknown))}.")
    for name in FAULT_WORDS & set(one.facts):
        one.text(name)
    for name in FAULT_NUMBERS & set(one.facts):
        one.number(name)
    if one.facts.get("count") is not None:
        one.number("count")
    return Fault(**one.facts)

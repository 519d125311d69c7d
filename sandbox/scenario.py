"""Which scenarios are played, and how far have they come?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox import scripts
from sandbox.asking import BadRequest
from sandbox.performing import perform
from sandbox.scripts import Line
from sandbox.world import World

DRAWER = "scenarios"
EVERY = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A scenario as a person chooses it."""

    name: str
    title: str
    about: str
    has_begun: bool
    is_over: bool


def told(world: World) -> list[Told]:
    """Tell of every scenario, and how far this world has come with it."""
    return [_told(world, name) for name in scripts.names()]


def begin(world: World, name: str, every: timedelta = EVERY) -> bool:
    """Play the opening of a scenario; False when this world has already seen it.

    Lines that say no `minute` follow one by one, each `every` so long after the one before.
    Raises FileNotFoundError for a name that is not in `scripts.names()`.
    """
    script = scripts.script(name)
    with world.lock:
        if name in world.drawer(DRAWER):
            return False
        at = world.clock.now()
        refs: dict[str, str] = {}
        for line in script.opening:
            perform(world, line, refs)
        place = {"refs": refs, "next": 0, "every": every.total_seconds()}
        place["next_at"] = _next_at(place, script.later, at, at)
        world.drawer(DRAWER)[name] = place
        return True


def resume(world: World) -> None:
    """Go on where a stopped sandbox left off: the time between counts for no scenario."""
    now = world.clock.now()
    for place in world.drawer(DRAWER).values():
        place["next_at"] = max(datetime.fromisoformat(place["next_at"]), now).isoformat()


def go_on(world: World) -> None:
    """Let everything happen that is due in the scenarios that are played."""
    with world.lock:
        now = world.clock.now()
        for name, place in world.drawer(DRAWER).items():
            later = scripts.script(name).later
            while _is_due(place, later, now):
                _do_next(world, place, later, now)


def _is_due(place: dict[str, Any], later: list[Line], now: datetime) -> bool:
    return place["next"] < len(later) and datetime.fromisoformat(place["next_at"]) <= now


def _do_next(world: World, place: dict[str, Any], later: list[Line], now: datetime) -> None:
    line, due_at = later[place["next"]], datetime.fromisoformat(place["next_at"])
    place["next"] += 1
    place["next_at"] = _next_at(place, later, due_at, now)
    # Somebody at the residents' pages may have taken away what the line is about.
    with suppress(BadRequest):
        perform(world, line, place["refs"])


def _next_at(place: dict[str, Any], later: list[Line], due_at: datetime, now: datetime) -> str:
    number = place["next"]
    if number < len(later) and "minute" in later[number]:
        before = later[number - 1]["minute"] if number else 0
        return (due_at + timedelta(minutes=later[number]["minute"] - before)).isoformat()
    return (now + timedelta(seconds=place["every"])).isoformat()


def _told(world: World, name: str) -> Told:
    script, place = scripts.script(name), world.drawer(DRAWER).get(name)
    return Told(
        name=name,
        title=script.title,
        about=script.about,
        has_begun=place is not None,
        is_over=place is not None and place["next"] >= len(script.later),
    )

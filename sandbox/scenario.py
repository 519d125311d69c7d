"""What happens in a scenario, and how far has it come?

A file in `scenarios/` lists the department's posts, what was said before the
start (`minutes_ago`), and what is said `later`, one at a time.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox import saying
from sandbox.asking import Asked
from sandbox.world import World

FOLDER = Path(__file__).parent / "scenarios"
DRAWER = "scenarios"
EVERY = timedelta(seconds=60)


def names() -> list[str]:
    """List the scenarios there are."""
    return sorted(file.stem for file in FOLDER.glob("*.json"))


def begin(world: World, name: str, every: timedelta = EVERY) -> bool:
    """Play the opening of a scenario; False when this world has already seen it.

    Raises FileNotFoundError for a name that is not in `names()`.
    """
    script = _script(name)
    with world.lock:
        if name in world.drawer(DRAWER):
            return False
        at = world.clock.now()
        refs: dict[str, str] = {}
        for line in _opening(script):
            _perform(world, line, refs)
        world.drawer(DRAWER)[name] = {
            "refs": refs,
            "next": 0,
            "every": every.total_seconds(),
            "next_at": (at + every).isoformat(),
        }
        return True


def go_on(world: World) -> None:
    """Say the next line of every scenario that is due."""
    with world.lock:
        for name, place in world.drawer(DRAWER).items():
            now = world.clock.now()
            if datetime.fromisoformat(place["next_at"]) <= now:
                _say_next(world, name, place, now)


def _say_next(world: World, name: str, place: dict[str, Any], now: datetime) -> None:
    lines = _script(name)["later"]
    if place["next"] >= len(lines):
        return
    line = lines[place["next"]]
    place["next"] += 1
    place["next_at"] = (now + timedelta(seconds=place["every"])).isoformat()
    _perform(world, line, place["refs"])


def _opening(script: dict[str, Any]) -> list[dict[str, Any]]:
    # Posts come first: on every platform but X a comment needs one to stand under.
    said = sorted(script["sayings"], key=lambda line: -line["minutes_ago"])
    return [*script["posts"], *said]


def _perform(world: World, line: dict[str, Any], refs: dict[str, str]) -> None:
    facts = {name: value for name, value in line.items() if name not in ("ref", "minutes_ago")}
    facts["platform"] = world.profiles[_profile_id(world, line)].platform
    for place in ("post", "reply_to"):
        if place in facts:
            facts[place] = refs[facts[place]]
    if "minutes_ago" in line:
        facts["seconds_ago"] = line["minutes_ago"] * 60
    asked = Asked(facts)
    made = saying.say(world, asked) if "kind" in facts else saying.publish(world, asked)
    if "ref" in line:
        refs[line["ref"]] = made.id


def _profile_id(world: World, line: dict[str, Any]) -> str:
    return next(p.id for p in world.profiles.values() if p.connector == line["profile"])


def _script(name: str) -> dict[str, Any]:
    script: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return script

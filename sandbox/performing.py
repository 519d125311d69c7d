"""How does one line of a scenario become something that happens?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox import saying
from sandbox.asking import Asked
from sandbox.records import Post, Saying
from sandbox.world import World

NOTES = ("ref", "do", "of", "minute", "minutes_ago")


def perform(world: World, line: dict[str, Any], refs: dict[str, str]) -> None:
    """Do what a line says, and keep under its `ref` what came of it.

    A line with a `kind` is said, one without is published; `do` names what else can happen:
    `edit` and `remove` what stands under the ref `of`, `go_live` and `end_live`.
    Raises BadRequest when that is not possible any more.
    """
    made = DOINGS[line.get("do") or ("say" if "kind" in line else "publish")](
        world, _asked(world, line, refs)
    )
    if "ref" in line:
        refs[line["ref"]] = made.id


def _asked(world: World, line: dict[str, Any], refs: dict[str, str]) -> Asked:
    facts = {name: value for name, value in line.items() if name not in NOTES}
    for place in ("post", "reply_to"):
        if place in facts:
            facts[place] = refs.get(facts[place], "")
    if "of" in line:
        facts["id"] = refs.get(line["of"], "")
    if "profile" in line:
        profiles = world.profiles.values()
        facts["platform"] = next(p.platform for p in profiles if p.connector == line["profile"])
    if "minutes_ago" in line:
        facts["seconds_ago"] = line["minutes_ago"] * 60
    return Asked(facts)


def _edit(world: World, one: Asked) -> Saying:
    known = saying.existing(world, one.text("id"))
    return known if known.removed else world.edit(known.id, one.words("text"))


def _remove(world: World, one: Asked) -> Saying:
    return world.remove(saying.existing(world, one.text("id")).id)


DOINGS: dict[str, Callable[[World, Asked], Post | Saying]] = {
    "say": saying.say,
    "publish": saying.publish,
    "edit": _edit,
    "remove": _remove,
    "go_live": saying.go_live,
    "end_live": saying.end_live,
}

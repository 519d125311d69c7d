"""How does the world survive a restart?"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sandbox.people import People
from sandbox.records import Person, Post, Profile, Saying, Thread, Token
from sandbox.shelf import Shelf
from sandbox.state import written
from sandbox.world import World

FILE = "sandbox.json"
MOMENTS = ("created_at", "edited_at", "issued_at", "expires_at")

Record = TypeVar("Record", Person, Post, Profile, Saying, Thread, Token)


class Store:
    """One file that always holds a whole world: written aside, then renamed."""

    def __init__(self, directory: Path | None) -> None:
        self._file = directory / FILE if directory else None
        self._saved = -1

    def load(self, world: World) -> None:
        """Fill the world from the file, or with its seeds when there is none."""
        if self._file and self._file.exists():
            _restore(world, json.loads(self._file.read_bytes()))
            world.sow()
        else:
            world.reset()

    def save(self, world: World) -> None:
        """Write the world if it changed since the last time."""
        if self._file is None or self._saved == world.revision:
            return
        with world.lock:
            revision, parts = world.revision, list(_parts(_facts(world)))
        self._file.parent.mkdir(parents=True, exist_ok=True)
        aside = self._file.with_suffix(".new")
        with aside.open("wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self._file)
        self._saved = revision


def _facts(world: World) -> dict[str, Any]:
    return {
        "sequence": world.sequence,
        "ahead_seconds": world.clock.ahead.total_seconds(),
        "profiles": list(world.profiles.values()),
        "people": list(world.people),
        "posts": list(world.posts.values()),
        "threads": list(world.threads.values()),
        "tokens": list(world.tokens.values()),
        "sayings": list({id(s): s for s in world.shelf.by_id.values()}.values()),
        "drawers": world.drawers,
    }


def _parts(facts: dict[str, Any]) -> Iterator[bytes]:
    # Record by record, so that one with a lone surrogate slows down only itself.
    begin = b"{"
    for name, value in facts.items():
        yield begin + written(name) + b":"
        many = value if isinstance(value, list) else None
        yield written(value) if many is None else b"[" + b",".join(map(written, many)) + b"]"
        begin = b","
    yield b"}"


def _restore(world: World, facts: dict[str, Any]) -> None:
    world.sequence = facts["sequence"]
    world.clock.ahead = timedelta(seconds=facts["ahead_seconds"])
    world.profiles = {p.id: p for p in _each(Profile, facts["profiles"])}
    world.people = People(world.count, _each(Person, facts["people"]))
    world.posts = {p.id: p for p in _each(Post, facts["posts"])}
    for thread in _each(Thread, facts["threads"]):
        world.open_thread(thread)
    world.tokens = {t.value: t for t in _each(Token, facts["tokens"])}
    world.drawers = facts["drawers"]
    world.shelf = Shelf(_each(Saying, facts["sayings"]))


def _each(kind: type[Record], rows: list[dict[str, Any]]) -> list[Record]:
    # A field that a newer version dropped is left behind; a new one takes its default.
    known = {field.name for field in fields(kind)}
    return [kind(**{n: _read(n, v) for n, v in row.items() if n in known}) for row in rows]


def _read(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if value and name in MOMENTS else value

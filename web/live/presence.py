"""Who is on the desk, who has a conversation open, and who is answering it?

Kept in Redis, so that several web processes agree, under keys that expire, so
that nobody stays when a process dies.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, cast

import redis

CHANNEL = "hearback:presence"
_AT_DESK = "hearback:at-desk"
ALIVE_SECONDS = 8
WORDS_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a conversation. `words` are the first of their draft."""

    user: str
    name: str
    is_replying: bool = False
    words: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return what people in the same conversation may know."""
        return asdict(self)

    def without_words(self) -> dict[str, Any]:
        """Return what colleagues elsewhere may know."""
        return {"user": self.user, "name": self.name, "is_replying": self.is_replying}


class Presence:
    """The people at each conversation, over all web processes."""

    def __init__(self, connection: redis.Redis) -> None:
        self._redis = connection

    def enter(self, conversation_id: int, sid: str, person: Person) -> None:
        """Note that a tab shows a conversation, or what it writes there."""
        self.keep([(conversation_id, sid, person)])
        self._tell(conversation_id)

    def leave(self, conversation_id: int, sid: str) -> None:
        """Note that a tab shows it no longer."""
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.delete(_tab_key(conversation_id, sid))
            pipe.srem(_key(conversation_id), sid)
            pipe.execute()
        self._tell(conversation_id)

    def keep(self, tabs: Iterable[tuple[int, str, Person]]) -> None:
        """Let these tabs live on for a while."""
        with self._redis.pipeline(transaction=False) as pipe:
            for conversation_id, sid, person in tabs:
                pipe.set(
                    _tab_key(conversation_id, sid), json.dumps(person.as_dict()), ex=ALIVE_SECONDS
                )
                pipe.sadd(_key(conversation_id), sid)
                pipe.expire(_key(conversation_id), 2 * ALIVE_SECONDS)
            pipe.execute()

    def people(self, conversation_id: int) -> list[Person]:
        """Return who is there, each person once, by name."""
        sids = sorted(cast("set[bytes]", self._redis.smembers(_key(conversation_id))))
        if not sids:
            return []
        keys = [_tab_key(conversation_id, sid.decode()) for sid in sids]
        values = cast("list[bytes | None]", self._redis.mget(keys))
        tabs = [Person(**json.loads(value)) for value in values if value]
        return _each_once(tabs)

    def keep_at_desk(self, people: Iterable[int]) -> None:
        """Let these people count as on the desk for a while, whichever page of it they show."""
        now = time.time()
        until = dict.fromkeys(map(str, people), now + ALIVE_SECONDS)
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.zremrangebyscore(_AT_DESK, "-inf", now)
            if until:
                pipe.zadd(_AT_DESK, until)
                pipe.expire(_AT_DESK, 2 * ALIVE_SECONDS)
            pipe.execute()

    def at_desk(self) -> set[int]:
        """Return who shows a page of the desk, or did some seconds ago."""
        kept = cast("list[bytes]", self._redis.zrangebyscore(_AT_DESK, time.time(), "+inf"))
        return {int(one) for one in kept}

    def _tell(self, conversation_id: int) -> None:
        self._redis.publish(CHANNEL, json.dumps({"conversation": conversation_id}))


def _each_once(tabs: list[Person]) -> list[Person]:
    # Two tabs of one person are one person, replying if either is.
    by_user: dict[str, Person] = {}
    for tab in sorted(tabs, key=lambda tab: tab.is_replying):
        by_user[tab.user] = tab
    return sorted(by_user.values(), key=lambda person: person.name)


def _key(conversation_id: int) -> str:
    return f"hearback:presence:{conversation_id}"


def _tab_key(conversation_id: int, sid: str) -> str:
    return f"hearback:presence:{conversation_id}:{sid}"

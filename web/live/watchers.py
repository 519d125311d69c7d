"""Who is connected to this process, and what do they have open?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple

from inbox import desk_views
from inbox.reach import ALL, Reach

COLLEAGUES = "desk"


@dataclass(frozen=True, slots=True)
class Watch:
    """One browser tab: its person, the view it lists, what it shows, in which language.

    `turn` counts what tabs say, in the order in which it came in. `sign_in_number` is that of
    the sign-in it came with, `digest` that of its key, `reach` what its person reached then.
    """

    user_id: int
    name: str
    view: str = ""
    conversation: int | None = None
    live: int | None = None
    turn: int = 0
    language: str = ""
    sign_in_number: int = 0
    digest: bytes = b""
    reach: Reach = ALL

    @property
    def sign_in(self) -> tuple[int, int]:
        """Whose sign-in it came with, and which."""
        return self.user_id, self.sign_in_number

    def rooms(self) -> set[str]:
        """Return every room this tab listens in."""
        rooms = {colleagues_room(self.reach), user_room(self.user_id)}
        if self.conversation is not None:
            rooms.add(conversation_room(self.conversation, self.reach))
        told = set(rooms)
        if self.view:
            told.add(view_room(self.view, self.user_id, self.reach))
        if self.live is not None:
            told.add(live_room(self.live))
        # Until the page says in which language it is, nothing is told to it.
        return rooms | {told_in(self.language, room) for room in told if self.language}


def told_in(language: str, room: str) -> str:
    """Return the part of a room that reads a language; words are only pushed into such."""
    return f"{room}:{language}"


def colleagues_room(reach: Reach) -> str:
    """Return the room of everyone at the desk who reaches the same."""
    return _of(COLLEAGUES, reach)


def view_room(key: str, user_id: int, reach: Reach) -> str:
    """Return the room of a view; a personal view is another one for each person."""
    room = f"view:{key}" if desk_views.is_everybodys(key) else f"own:{key}:{user_id}"
    return _of(room, reach)


def user_room(user_id: int) -> str:
    """Return the room of all tabs of one person."""
    return f"user:{user_id}"


def conversation_room(conversation_id: int, reach: Reach) -> str:
    """Return the room of everyone who has a conversation open and reaches the same."""
    return _of(f"conversation:{conversation_id}", reach)


def live_room(post_id: int) -> str:
    """Return the room of everyone who follows a broadcast."""
    return f"live:{post_id}"


def _of(room: str, reach: Reach) -> str:
    if reach == ALL:
        return room
    accounts = "all" if reach.accounts is None else "-".join(map(str, sorted(reach.accounts)))
    return f"{room}:of-{accounts}{':public' if reach.is_public else ''}"


class Listed(NamedTuple):
    """A view that is open, for whom, and what they reach; nobody's number for who see it alike."""

    view: str
    user_id: int
    reach: Reach

    @property
    def room(self) -> str:
        """The room of those who have it open."""
        return view_room(self.view, self.user_id, self.reach)


class Open(NamedTuple):
    """A conversation that somebody has open, in which language, and what they reach."""

    conversation: int
    language: str
    reach: Reach


class Overtaken(Exception):
    """The tab has said since that it shows something else."""


class Watchers:
    """The tabs of this process. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_sid: dict[str, Watch] = {}

    def put(self, sid: str, watch: Watch) -> Watch | None:
        """Note what a tab watches; return what it watched before. Raises Overtaken."""
        with self._lock:
            before = self._by_sid.get(sid)
            if before and before.turn > watch.turn:
                raise Overtaken
            self._by_sid[sid] = watch
            return before

    def take(self, sid: str) -> Watch | None:
        """Forget a tab; return what it watched."""
        with self._lock:
            return self._by_sid.pop(sid, None)

    def sweep(self, is_connected: Callable[[str], bool]) -> None:
        """Forget tabs that were closed while they were being heard."""
        for sid in self.all():
            if not is_connected(sid):
                self.take(sid)

    def get(self, sid: str) -> Watch | None:
        """Return what a tab watches."""
        with self._lock:
            return self._by_sid.get(sid)

    def all(self) -> dict[str, Watch]:
        """Return every tab."""
        with self._lock:
            return dict(self._by_sid)

    def languages(self) -> set[str]:
        """Return every language that somebody connected reads."""
        return {watch.language for watch in self.all().values()} - {""}

    def reaches(self) -> set[Reach]:
        """Return whatever people who are connected reach."""
        return {watch.reach for watch in self.all().values()}

    def people(self) -> dict[int, Reach]:
        """Return everyone with at least one tab, each with what they reach."""
        return {watch.user_id: watch.reach for watch in self.all().values()}

    def listed(self) -> set[Listed]:
        """Return the views that are open; one that all see alike only once for each reach."""
        return {
            Listed(watch.view, watch.user_id if _is_personal(watch) else 0, watch.reach)
            for watch in self.all().values()
            if watch.view
        }

    def shown(self) -> dict[int, set[str]]:
        """Return everyone with at least one tab, each with the views that are open."""
        found: dict[int, set[str]] = {}
        for watch in self.all().values():
            found.setdefault(watch.user_id, set()).update({watch.view} - {""})
        return found

    def open_among(self, conversation_ids: Collection[int]) -> set[Open]:
        """Return which of these conversations somebody has open, in which languages."""
        wanted = set(conversation_ids)
        return {
            Open(watch.conversation, watch.language, watch.reach)
            for watch in self.all().values()
            if watch.conversation is not None and watch.conversation in wanted
        }

    def live_posts(self) -> set[int]:
        """Return the broadcasts that somebody follows."""
        return {watch.live for watch in self.all().values() if watch.live is not None}


def _is_personal(watch: Watch) -> bool:
    return not desk_views.is_everybodys(watch.view)

"""How are direct messages read, message requests too, without a gap?

The inbox shows only the newest items of each thread. Where the oldest of these is
newer than what is stored, the thread itself is walked until they meet.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from connectors.instagram import private_parsing as parsing
from connectors.instagram import private_standing as standings
from connectors.instagram import private_walk as walk
from connectors.instagram.private_errors import Gone, reading
from connectors.instagram.private_line import Answer, Line
from connectors.instagram.private_parsing import Json
from connectors.instagram.private_walk import Place
from connectors.pages import Incoming, Meeting, Page
from connectors.words import Surface

BOX, THREAD = "box", "thread"
SPAM_BOX = "direct_v2/spam_inbox/"
MICROSECONDS = 1_000_000
OVERLAP = 10 * 60 * MICROSECONDS
THREADS_A_PAGE = 20
ITEMS_A_THREAD = 10
BOXES: Mapping[str, dict[str, str]] = {
    "direct_v2/inbox/": {
        "visual_message_return_type": "unseen",
        "thread_message_limit": str(ITEMS_A_THREAD),
        "persistentBadging": "true",
        "limit": str(THREADS_A_PAGE),
        "is_prefetching": "false",
        "fetch_reason": "initial_snapshot",
    },
    "direct_v2/pending_inbox/": {
        "visual_message_return_type": "unseen",
        "persistentBadging": "true",
        "is_prefetching": "false",
    },
    SPAM_BOX: {
        "visual_message_return_type": "unseen",
        "persistentBadging": "true",
        "is_prefetching": "false",
    },
}
"""Parameters of instagrapi 3.2.2: `direct_threads_chunk`, `direct_pending_chunk` and
`direct_spam_chunk`."""


@dataclass(slots=True)
class Visit:
    """What one answer held, and where it goes on. `again`, `meetings`: `connectors.pages.Page`."""

    items: list[Incoming] = field(default_factory=list)
    again: list[Incoming] = field(default_factory=list)
    onward: list[Place] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    newest: int = 0


def fetch(line: Line, *, since: str | None, at: str | None) -> Page:
    """Fetch one page of messages (`connectors.base.Connector.fetch`)."""
    return _go_on(line, walk.places(at)) if at else _head(line, since)


def _head(line: Line, since: str | None) -> Page:
    stored = json.loads(since)["newest"] if since else 0
    floor = stored if since else standings.first_floor(line.reach) * MICROSECONDS
    visits = [visit(line, Place(kind=BOX, path=path, floor=floor)) for path in BOXES]
    # A time from the future would hide everything that comes before it.
    newest = min(max(each.newest for each in visits), int(time.time() * MICROSECONDS) + OVERLAP)
    return Page(
        items=tuple(item for each in visits for item in each.items),
        again=tuple(item for each in visits for item in each.again),
        meetings=tuple(one for each in visits for one in each.meetings),
        bodies=line.take_bodies(),
        position=json.dumps({"newest": max(stored, newest)}),
        next=walk.token([place for each in visits for place in each.onward]),
    )


def _go_on(line: Line, places: list[Place]) -> Page:
    place, *rest = places
    try:
        step = visit(line, place)
    except Gone:
        step = Visit()
    return Page(
        items=tuple(step.items),
        again=tuple(step.again),
        meetings=tuple(step.meetings),
        bodies=line.take_bodies(),
        next=walk.token([*step.onward, *rest]),
    )


def visit(line: Line, place: Place) -> Visit:
    """Read one page of a box or of a thread. Raises Gone, TryLater or NeedsReconnection."""
    if place.kind == BOX:
        answer = line.get(place.path, **_box_parameters(place))
        with reading():
            return _read_box(answer, place, line)
    answer = thread_page(line, place)
    with reading():
        return _read_thread(answer, place, line)


def thread_page(line: Line, place: Place) -> Answer:
    """Read one page of a thread as it came. Raises Gone, TryLater or NeedsReconnection."""
    fixed = {"visual_message_return_type": "unseen", "direction": "older", "limit": "20"}
    return line.get(place.path, **fixed, **place.parameters)


def thread_place(thread_id: str, floor: int) -> Place:
    """Return the newest page of a thread, to be walked down to `floor` (microseconds)."""
    return Place(kind=THREAD, path=f"direct_v2/threads/{thread_id}/", floor=floor)


def older(thread: Json, place: Place) -> list[Place]:
    """Return the next page of a thread, unless `floor` was reached or there is no more."""
    return [] if _reaches(thread, place.floor) else _next(thread, place)


def _box_parameters(place: Place) -> dict[str, str]:
    scrolled = {"direction": "older", "fetch_reason": "page_scroll"} if place.parameters else {}
    return {**BOXES[place.path], **scrolled, **place.parameters}


def _read_box(answer: Answer, place: Place, line: Line) -> Visit:
    found, box = Visit(), answer.facts.get("inbox") or {}
    threads = box.get("threads") or []
    active = [each for each in threads if _activity(each) >= place.floor - OVERLAP]
    for thread in active:
        _take(found, thread, place, line, answer.capture, _rest_of(thread, place))
    for thread in threads:
        if thread not in active:
            found.again += _reacted_to(thread, place, line.own_id, answer.capture)
    cursor = _more(box)
    # The last thread decides: pinned ones stand first, however old.
    if cursor and (not threads or threads[-1] in active):
        found.onward.insert(0, place.onward("cursor", cursor))
    return found


def _read_thread(answer: Answer, place: Place, line: Line) -> Visit:
    found, thread = Visit(), answer.facts.get("thread") or {}
    _take(found, thread, place, line, answer.capture, _next(thread, place))
    return found


def _take(
    found: Visit, thread: Json, place: Place, line: Line, capture: int, rest: list[Place]
) -> None:
    # All that is shown is handed on, however old: a thread that moved up while an earlier walk
    # went on may hold what nobody has seen, further down too.
    items = parsing.messages(thread, line.own_id, capture, where=_where(thread, place))
    found.items += items
    found.newest = max([found.newest, *_times(thread.get("items") or ())])
    if not _reaches(thread, place.floor):
        found.onward += rest
    elif rest and items:
        found.meetings += _meetings(min(items, key=lambda item: item.sent_at), rest, line)


def _meetings(oldest: Incoming, rest: list[Place], line: Line) -> list[Meeting]:
    if oldest.sent_at < datetime.now(UTC) - line.reach:
        return []
    return [Meeting(external_id=oldest.external_id, at=walk.written(rest))]


def _reacted_to(thread: Json, place: Place, own_id: str, capture: int) -> list[Incoming]:
    # Whether a reaction moves its thread up is not known.
    items = parsing.messages(thread, own_id, capture, where=_where(thread, place))
    return [item for item in items if item.reactions]


def _where(thread: Json, place: Place) -> Surface | None:
    if place.path == SPAM_BOX:
        return Surface.SPAM
    return Surface.REQUEST if thread.get("pending") else None


def _rest_of(thread: Json, place: Place) -> list[Place]:
    """Say where a thread goes on behind its newest items."""
    whole = thread_place(str(thread["thread_id"]), place.floor)
    if thread.get("oldest_cursor"):
        return _next(thread, whole)
    # Without a mark to go on from, a full list is read again from its newest item.
    return [whole] if len(thread.get("items") or ()) >= ITEMS_A_THREAD else []


def _next(thread: Json, place: Place) -> list[Place]:
    cursor = _more(thread)
    return [place.onward("cursor", cursor)] if cursor else []


def _reaches(thread: Json, floor: int) -> bool:
    times = _times(thread.get("items") or ())
    return bool(times) and min(times) < floor - OVERLAP


def _times(items: Iterable[Json]) -> list[int]:
    return [int(item["timestamp"]) for item in items if item.get("timestamp")]


def _activity(thread: Json) -> int:
    return max([int(thread.get("last_activity_at") or 0), *_times(thread.get("items") or ())])


def _more(listing: Mapping[str, Any]) -> str | None:
    # `oldest_cursor` alone is no sign of more: it also comes with has_older false.
    cursor = listing.get("oldest_cursor")
    return str(cursor) if cursor and listing.get("has_older", True) else None

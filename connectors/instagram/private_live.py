"""Which broadcast of an account is on the air, and what is said in it, by the private API?

instagrapi's own helper keeps only names and texts of live comments, so the paths are asked
directly. How they go on is not verified (docs/live_video.md); comments are told apart by their
pk, never by author and words.
"""

from __future__ import annotations

from dataclasses import replace

from connectors.instagram import private_parsing as parsing
from connectors.instagram.private_errors import Gone, reading
from connectors.instagram.private_line import Line
from connectors.instagram.private_parsing import Below, Json
from connectors.pages import Incoming, LiveVideo, Page, PostSeen
from connectors.words import Kind

# More than that in one second would be read only in part; Instagram has no other order here.
COMMENTS_A_PAGE = 500
PAGES_A_TURN = 10
RUNNING = ("active", "interrupted")


def discover(line: Line, *, since: str | None, at: str | None) -> Page:  # noqa: ARG001 - a fetcher's shape
    """Say whether a broadcast is on the air. Raises TryLater or NeedsReconnection."""
    facts = line.get(f"feed/user/{line.own_id}/story/").facts
    bodies = line.take_bodies()
    with reading():
        told = facts.get("broadcast")
        if not told:
            return Page(items=(), bodies=())
        return Page(items=(), bodies=bodies, opened=(_broadcast(told),))


def comments(line: Line, live_id: str, *, since: str | None) -> Page:
    """Fetch what is new in a broadcast, oldest first, up to a few pages.

    What is left over is fetched by the next poll. Raises TryLater or NeedsReconnection.
    """
    items: dict[str, Incoming] = {}
    stored = newest = int(since or 0)
    try:
        for _ in range(PAGES_A_TURN):
            told, capture = _page(line, live_id, newest)
            found = parsing.comments(
                told, Below(PostSeen(external_id=live_id)), line.own_id, capture
            )
            items |= {item.external_id: replace(item, kind=Kind.LIVE_COMMENT) for item in found}
            before, newest = newest, max([newest, *map(parsing.written_at, told)])
            if len(told) < COMMENTS_A_PAGE:
                break
            newest += newest == before
    except Gone:
        return _page_of(line, items, newest, ended=True)
    ended = newest == stored and not _is_running(line, live_id)
    return _page_of(line, items, newest, ended=ended)


def _page(line: Line, live_id: str, since: int) -> tuple[list[Json], int]:
    answer = line.get(
        f"live/{live_id}/get_comment/",
        last_comment_ts=since,
        num_comments_requested=COMMENTS_A_PAGE,
    )
    with reading():
        return list(answer.facts.get("comments") or []), answer.capture


def _is_running(line: Line, live_id: str) -> bool:
    try:
        facts = line.get(f"live/{live_id}/info/").facts
    except Gone:
        return False
    return facts.get("broadcast_status") in RUNNING


def _page_of(line: Line, items: dict[str, Incoming], newest: int, *, ended: bool) -> Page:
    return Page(
        items=tuple(items.values()),
        bodies=line.take_bodies(),
        position=str(newest),
        ended=ended,
    )


def _broadcast(told: Json) -> LiveVideo:
    live_id, began = str(told["id"]), parsing.instant_of(told["published_time"])
    post = PostSeen(
        external_id=live_id, text=told.get("broadcast_message") or "", published_at=began
    )
    return LiveVideo(external_id=live_id, post=post, started_at=began)

"""How are new comments found under old posts, when no list tells that they have any?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from connectors.graph.client import Answer, GraphClient
from connectors.graph.errors import Gone
from connectors.graph.paging import after
from connectors.graph.reading import Reading, head_page
from connectors.graph.standing import LAG, Standing, Sweep
from connectors.pages import Page

COUNTS_KEPT = 200

Told = TypeVar("Told", int, str)

Posts = Callable[[str | None], Answer]
Read = Callable[[Answer, datetime], Reading]


def first_page(
    client: GraphClient, standing: Standing, *, posts: Posts, newest: Read, older: Read
) -> Page:
    """Read the newest posts with their newest comments, and one page of the slow round.

    The newest posts are read with every poll; when a round begins they are its
    first page, so every post is looked at once per round (README of connectors/facebook).
    """
    head = posts(None)
    begins = standing.sweep.after is None
    floor = min(standing.floor, standing.sweep.floor) if begins else standing.floor
    found = newest(head, floor)
    if begins:
        began = _newest(standing, found) - LAG
        swept, sweep = Reading(), Sweep(floor=floor, began=began).onward(after(head))
    else:
        swept, sweep = _older_page(standing.sweep, posts, older)
    whole = found + swept.of_body(1)
    moved = Standing(
        newest=_newest(standing, whole),
        sweep=sweep,
        counts=_latest(standing.counts, whole.counts),
        prints=_latest(standing.prints, whole.prints),
    )
    return head_page(client, whole, moved.position())


def _older_page(sweep: Sweep, posts: Posts, older: Read) -> tuple[Reading, Sweep]:
    try:
        page = posts(sweep.after)
    except Gone:
        # Cursors expire. The floor stays, so starting over passes nothing by.
        return Reading(), sweep.again()
    reading = older(page, sweep.floor)
    cursor = after(page)
    return reading, sweep.again() if cursor == sweep.after else sweep.onward(cursor)


def _newest(standing: Standing, reading: Reading) -> datetime:
    return max([standing.newest, *(item.sent_at for item in reading.items)])


def _latest(before: Mapping[str, Told], told: Iterable[tuple[str, Told]]) -> dict[str, Told]:
    known = dict(before)
    for post_id, value in told:
        known.pop(post_id, None)
        known[post_id] = value
    return dict(list(known.items())[-COUNTS_KEPT:])

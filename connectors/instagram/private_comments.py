"""How are the comments below the account's media read, newest first, without a gap?"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta

from connectors.instagram import private_standing as standings
from connectors.instagram import private_walk as walk
from connectors.instagram.private_comment_visit import COMMENTS, Visit, visit
from connectors.instagram.private_errors import Gone
from connectors.instagram.private_line import Line
from connectors.instagram.private_rounds import Medium, Round, plan
from connectors.instagram.private_standing import Known, Standing
from connectors.instagram.private_walk import Place
from connectors.pages import Counted, Page, PostSeen


def fetch(line: Line, *, since: str | None, at: str | None) -> Page:
    """Fetch one page of comments (`connectors.base.Connector.fetch`)."""
    standing = standings.read(since)
    return _go_on(line, standing, walk.places(at)) if at else _head(line, standing, since)


def whole(post: PostSeen) -> str:
    """Begin a walk through all comments of a media, and the replies below them."""
    path = f"media/{post.external_id}/comments/"
    return walk.written([Place(kind=COMMENTS, path=path, floor=0, about=_about(post))])


def _head(line: Line, standing: Standing, since: str | None) -> Page:
    chosen = plan(line, standing)
    reach = line.reach if since is None else None
    places = {m.id: _first_place(m, standing, chosen, reach) for m in chosen.visited}
    visits = _visits(line, places, standing, chosen)
    onward = [place for each in visits.values() for place in each.onward]
    return Page(
        items=tuple(item for each in visits.values() for item in each.items),
        bodies=line.take_bodies(),
        position=_after(standing, chosen, visits).written(),
        next=walk.token([*onward, *(places[m.id] for m in chosen.later)]),
        counts=tuple(_counts(chosen)),
    )


def _counts(chosen: Round) -> Iterator[Counted]:
    for medium in chosen.media:
        if medium.count is not None:
            yield Counted(post_id=medium.id, comments=medium.count)


def _go_on(line: Line, standing: Standing, places: list[Place]) -> Page:
    place, *rest = places
    try:
        step = visit(line, place, standing.of(place.about["id"]))
    except Gone:
        step = Visit()
    return Page(
        items=tuple(step.items),
        bodies=line.take_bodies(),
        next=walk.token([*step.onward, *rest]),
    )


def _visits(
    line: Line, places: Mapping[str, Place], standing: Standing, chosen: Round
) -> dict[str, Visit]:
    visits = {}
    for medium in chosen.at_once:
        # What is gone stays unvisited, so that a false "gone" is noticed next time.
        with suppress(Gone):
            visits[medium.id] = visit(line, places[medium.id], standing.of(medium.id))
    return visits


def _first_place(
    medium: Medium, standing: Standing, chosen: Round, reach: timedelta | None
) -> Place:
    known = standing.of(medium.id)
    return Place(
        kind=COMMENTS,
        path=f"media/{medium.id}/comments/",
        floor=known.newest if reach is None else standings.first_floor(reach),
        left=_unseen(medium, known, is_swept=medium.id == chosen.swept, is_first=reach is not None),
        about=_about(medium.post),
    )


def _unseen(medium: Medium, known: Known, *, is_swept: bool, is_first: bool) -> int:
    """Say how many comments there must be that are not stored, wherever in the list."""
    count = medium.count or 0
    if is_first:
        return 0
    return count if is_swept else max(0, count - (known.count or 0))


def _after(standing: Standing, chosen: Round, visits: Mapping[str, Visit]) -> Standing:
    def known(medium: Medium) -> Known:
        step, before = visits.get(medium.id), standing.of(medium.id)
        if step is None:
            return before
        return before.after(count=medium.count, newest=step.newest, children=step.children)

    swept_at = time.time() if chosen.swept else standing.swept_at
    media = {medium.id: known(medium) for medium in chosen.media}
    return Standing(media=media, swept=chosen.swept or standing.swept, swept_at=swept_at)


def _about(post: PostSeen) -> dict[str, str]:
    published_at = post.published_at.isoformat() if post.published_at else ""
    return {"id": post.external_id, "text": post.text, "link": post.permalink, "at": published_at}

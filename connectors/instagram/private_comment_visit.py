"""What does one answer of comments or of replies hold, and where does it go on?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.instagram import private_parsing as parsing
from connectors.instagram.private_errors import reading
from connectors.instagram.private_line import Line
from connectors.instagram.private_parsing import Below, Json
from connectors.instagram.private_standing import Known
from connectors.instagram.private_walk import Place
from connectors.pages import Incoming, PostSeen

COMMENTS, CHILDREN = "comments", "children"
OVERLAP_SECONDS = 60
# `can_support_threading` is what the app sends; `sort_order` is what Instagram's web
# client sends for newest first. The second is not verified for this interface.
NEWEST_FIRST = {"can_support_threading": "true", "sort_order": "recent"}


@dataclass(slots=True)
class Visit:
    """What one answer held: items, places to go on to, counts of replies."""

    items: list[Incoming] = field(default_factory=list)
    onward: list[Place] = field(default_factory=list)
    children: dict[str, int] = field(default_factory=dict)

    @property
    def newest(self) -> int:
        """The latest second in it, or 0."""
        return max((int(item.sent_at.timestamp()) for item in self.items), default=0)


def visit(line: Line, place: Place, known: Known) -> Visit:
    """Read one page of comments or of replies. Raises Gone, TryLater or NeedsReconnection."""
    answer = line.get(place.path, **_parameters(place))
    read = _read_children if place.kind == CHILDREN else _read_comments
    with reading():
        return read(answer.facts, place, known, (line.own_id, answer.capture))


def _parameters(place: Place) -> dict[str, str]:
    ordered = NEWEST_FIRST if place.kind == COMMENTS else {}
    return {**ordered, **place.parameters}


def _read_comments(facts: Json, place: Place, known: Known, source: tuple[str, int]) -> Visit:
    post = _post(place.about)
    told: list[Json] = facts.get("comments") or []
    found = Visit(items=parsing.comments(told, Below(post), *source))
    for top in told:
        shown: list[Json] = top.get("preview_child_comments") or []
        found.items += parsing.comments(shown, Below(post, str(top.get("pk"))), *source)
        _note_children(found, top, len(shown), place, known)
    found.onward[:0] = _older(facts, told, place, found.items)
    return found


def _note_children(found: Visit, top: Json, shown: int, place: Place, known: Known) -> None:
    pk, count = str(top.get("pk")), int(top.get("child_comment_count") or 0)
    if not count:
        return
    found.children[pk] = count
    if shown < count != known.children.get(pk):
        media_id = place.about["id"]
        found.onward.append(
            Place(
                kind=CHILDREN,
                path=f"media/{media_id}/comments/{pk}/inline_child_comments/",
                floor=place.floor,
                about={**place.about, "parent": pk},
            )
        )


def _older(
    facts: Json, told: Iterable[Json], place: Place, items: Iterable[Incoming]
) -> list[Place]:
    times = [parsing.written_at(each) for each in told]
    left = place.left - sum(item.sent_at.timestamp() > place.floor for item in items)
    if times and min(times) < place.floor - OVERLAP_SECONDS and left <= 0:
        return []
    tail = ("has_more_comments", "next_max_id", "max_id")
    head = ("has_more_headload_comments", "next_min_id", "min_id")
    return _onward(facts, place, (tail, head), max(left, 0))


def _read_children(facts: Json, place: Place, _known: Known, source: tuple[str, int]) -> Visit:
    below = Below(_post(place.about), place.about["parent"])
    items = parsing.comments(facts.get("child_comments") or [], below, *source)
    tail = ("has_more_tail_child_comments", "next_max_child_cursor", "max_id")
    head = ("has_more_head_child_comments", "next_min_child_cursor", "min_id")
    # How replies are ordered is not known, so nothing ends this but the end.
    return Visit(items=items, onward=_onward(facts, place, (tail, head), 0))


def _onward(
    facts: Json, place: Place, ways: Iterable[tuple[str, str, str]], left: int
) -> list[Place]:
    """List where Instagram says there is more: both ways at first, then only further on."""
    return [
        place.onward(name, str(facts[cursor]), left=left)
        for has_more, cursor, name in ways
        if facts.get(has_more) and facts.get(cursor) and name in (place.parameters or (name,))
    ]


def _post(about: Mapping[str, Any]) -> PostSeen:
    return PostSeen(
        external_id=about["id"],
        text=about["text"],
        permalink=about["link"],
        published_at=parsing.instant(about["at"]),
    )

"""What is sent about the lines of a broadcast?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy.orm import Session

from inbox import live_log
from inbox.live_log import Line, NoSuchBroadcast
from web import live_page

Payload = dict[str, Any]


def changed(session: Session, posts: Collection[int], ids: Collection[int]) -> list[Payload]:
    """Return what changed in each of these broadcasts, with their figures."""
    lines = live_log.changed_lines(session, posts, ids)
    by_post = {post: [one for one in lines if one.conversation.post_id == post] for post in posts}
    return [stream(session, post, found) for post, found in by_post.items() if found]


def stream(session: Session, post_id: int, lines: Iterable[Line]) -> Payload:
    """Return lines of a broadcast as a browser takes them. Raises NoSuchBroadcast."""
    post = live_log.broadcast(session, post_id)
    drawn = [_line(one) for one in lines]
    return {"post": post_id, "lines": drawn, "figures": live_page.figures(session, post)}


def newer_lines(session: Session, post_id: int, known: int) -> Payload | None:
    """Return the newest lines after the one that a browser knows; None without a broadcast."""
    try:
        live_log.broadcast(session, post_id)
    except NoSuchBroadcast:
        return None
    newest = live_log.lines(session, post_id)
    return stream(session, post_id, [one for one in newest if one.message.id > known])


def _line(one: Line) -> Payload:
    return {
        "id": one.message.id,
        "name": one.message.external_id,
        "at": int(one.message.sent_at.timestamp() * 1000),
        "version": one.conversation.version,
        "html": live_page.line(one),
        "question": one.is_question,
        "waiting": one.is_waiting,
    }

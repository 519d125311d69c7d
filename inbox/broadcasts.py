"""Which live videos are on the air, and how do their streams come and go?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from connectors.pages import LiveVideo
from inbox import clock, timeline
from inbox.models import Account, Cursor, Gap, Lane, Post
from inbox.search import indexing


@dataclass(frozen=True, slots=True)
class OnAir:
    """When a post was live: until None means that it still is."""

    since: datetime
    until: datetime | None

    def covers(self, moment: datetime) -> bool:
        """Whether it was live at a moment."""
        return self.since <= moment and (self.until is None or moment <= self.until)


def opened(session: Session, account: Account, running: Iterable[LiveVideo]) -> None:
    """Begin to read every broadcast that is on the air. The caller holds the account's row."""
    for live in running:
        if not _is_read(session, account, live):
            post = _post(session, account, live)
            post.live_stream, post.live_ended_at = live.stream, None
            post.live_started_at = live.started_at
            _start_reading(session, account, live)
            timeline.record_of_account(session, "broadcast.started", account, post_id=post.id)


def follow(session: Session, cursor_id: int, *, is_over: bool) -> None:
    """Note that a broadcast is over, and stop reading it once all of it is stored.

    Its words stay. The caller holds the account's row.
    """
    cursor = session.get_one(Cursor, cursor_id)
    post = session.scalars(
        select(Post).where(Post.account_id == cursor.account_id, Post.live_stream == cursor.stream)
    ).one()
    if is_over and post.live_ended_at is None:
        post.live_ended_at = clock.now(session)
        account = session.get_one(Account, cursor.account_id)
        timeline.record_of_account(session, "broadcast.ended", account, post_id=post.id)
    if post.live_ended_at and not _is_owed(session, cursor):
        post.live_stream = None
        session.flush()
        session.execute(delete(Gap).where(Gap.cursor_id == cursor_id))
        session.execute(delete(Cursor).where(Cursor.id == cursor_id))


def on_air(session: Session) -> Sequence[Post]:
    """Return every live video that runs now, the latest last."""
    running = select(Post).where(Post.live_started_at.is_not(None), Post.live_ended_at.is_(None))
    return session.scalars(running.order_by(Post.live_started_at)).all()


def windows(session: Session, post_ids: Collection[int]) -> dict[int, OnAir]:
    """Return when each of these posts was live, those that never were left out."""
    if not post_ids:
        return {}
    found = session.execute(
        select(Post.id, Post.live_started_at, Post.live_ended_at).where(
            Post.id.in_(post_ids), Post.live_started_at.is_not(None)
        )
    )
    return {row.id: OnAir(row.live_started_at, row.live_ended_at) for row in found}


def _is_read(session: Session, account: Account, live: LiveVideo) -> bool:
    known = select(Cursor.id).where(Cursor.account_id == account.id, Cursor.stream == live.stream)
    return session.scalar(known) is not None


def _is_owed(session: Session, cursor: Cursor) -> bool:
    owed = select(Gap.id).where(Gap.cursor_id == cursor.id, Gap.filled_at.is_(None))
    return session.scalar(owed.limit(1)) is not None


def _post(session: Session, account: Account, live: LiveVideo) -> Post:
    seen = live.post
    known = session.scalar(
        select(Post).where(Post.account_id == account.id, Post.external_id == seen.external_id)
    )
    if known:
        if seen.picture and not known.picture_url:
            _show(session, known, seen.picture)
        return known
    post = Post(
        account_id=account.id,
        external_id=seen.external_id,
        text=seen.text,
        permalink=seen.permalink,
        published_at=seen.published_at,
    )
    if seen.picture:
        _show(session, post, seen.picture)
    session.add(post)
    session.flush()
    indexing.posts(session, [(post.id, account.id, post.text)])
    return post


def _show(session: Session, post: Post, picture: str) -> None:
    post.picture_url, post.picture_due_at = picture, clock.now(session)


def _start_reading(session: Session, account: Account, live: LiveVideo) -> None:
    now = clock.now(session)
    session.add(Cursor(account_id=account.id, stream=live.stream, lane=Lane.LIVE, due_at=now))

"""Does every post have as many comments here as on its platform?

Once a day the counts that the platform told are compared with what is stored, both as of
the moment it told them. Where it has more, the post is read again, whole, behind
everything new, so that a comment that was missed is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from connectors.pages import PostSeen
from connectors.registry import CONNECTORS
from connectors.words import Audience, Surface
from inbox import clock, homes, timeline
from inbox.models import (
    Account,
    Comparison,
    Conversation,
    Cursor,
    Difference,
    Gap,
    Message,
    Post,
)

EVERY = timedelta(days=1)
NOT_YET = timedelta(hours=1)
# Platforms tell whole seconds, by clocks of their own; a comment may be on its way meanwhile.
CLOCK_SKEW = timedelta(minutes=1)


def compare_if_due(session: Session, account: Account) -> None:
    """Compare an account's counts, once when they are due. The caller holds its row.

    While older pages are still owed, a difference would say nothing: it waits.
    """
    now = clock.now(session)
    if account.counts_due_at is None or account.counts_due_at > now:
        return
    posts = [] if _is_owed(session, account) else _told(session, account, now - EVERY)
    account.counts_due_at = now + (EVERY if posts else NOT_YET)
    if posts:
        _compare(session, account, posts, now)


def settle(session: Session, gap_id: int | None) -> None:
    """Say what reading a post again has found, once that walk is at its end."""
    differing = select(Difference, Gap.problem).join(Gap, Gap.id == Difference.gap_id)
    done = differing.where(Gap.id == gap_id, Gap.filled_at.is_not(None))
    for one, problem in session.execute(done.where(Difference.read_again_at.is_(None))):
        one.refusal = problem
        post = session.get_one(Post, one.post_id)
        one.read_again_at = clock.now(session)
        one.found = _stored(session, post, one.told_at, one.theirs) - one.ours


def is_reading_again(session: Session, gap_id: int | None) -> bool:
    """Tell whether a gap is a post that is read again."""
    found = select(exists().where(Difference.gap_id == gap_id))
    return bool(session.scalar(found))


def _is_owed(session: Session, account: Account) -> bool:
    is_new = account.first_connected_at is not None and account.backfilled_at is None
    open_gap = (
        select(Gap.id)
        .join(Cursor, Cursor.id == Gap.cursor_id)
        .where(Cursor.account_id == account.id, Gap.filled_at.is_(None))
    )
    return is_new or session.scalar(open_gap.limit(1)) is not None


def _told(session: Session, account: Account, since: datetime) -> Sequence[Post]:
    posts = select(Post).where(Post.account_id == account.id, Post.comments_told_at > since)
    return session.scalars(posts.order_by(Post.id)).all()


def _compare(session: Session, account: Account, posts: Sequence[Post], now: datetime) -> None:
    before = {one.post_id: one for one in _latest_differences(session, account)}
    comparison = Comparison(account_id=account.id, compared_at=now, posts=len(posts))
    session.add(comparison)
    session.flush()
    counted = _counted(session, account, now - EVERY)
    unlike = [post for post in posts if counted.get(post.id, 0) != post.comments_told]
    news = [post for post in unlike if _is_new(session, comparison, post, before.get(post.id))]
    if news:
        timeline.record_of_account(
            session, "account.counts_differ", account, count=len(news), posts=len(posts)
        )
    for post in news:
        _read_again(session, account, comparison, post)


def _is_new(
    session: Session, comparison: Comparison, post: Post, before: Difference | None
) -> bool:
    """Keep a post's difference, if it has one; tell whether the day before had another."""
    theirs, told_at = post.comments_told or 0, post.comments_told_at or comparison.compared_at
    ours = _stored(session, post, told_at, theirs)
    if ours == theirs:
        return False
    is_known = before is not None and before.left == theirs - ours
    session.add(
        Difference(
            comparison_id=comparison.id,
            post_id=post.id,
            theirs=theirs,
            ours=ours,
            told_at=told_at,
            read_again_at=before.read_again_at if before and is_known else None,
            refusal=before.refusal if before and is_known else None,
        )
    )
    return not is_known


def _latest_differences(session: Session, account: Account) -> Sequence[Difference]:
    latest = select(func.max(Comparison.id)).where(Comparison.account_id == account.id)
    differing = select(Difference).where(Difference.comparison_id == latest.scalar_subquery())
    return session.scalars(differing).all()


def _read_again(session: Session, account: Account, comparison: Comparison, post: Post) -> None:
    """Have a post read again, whole, when it should hold more and its platform lists comments."""
    session.flush()
    of_post = (Difference.comparison_id == comparison.id, Difference.post_id == post.id)
    difference = session.scalars(select(Difference).where(*of_post)).one()
    mark = CONNECTORS[account.connector].whole(_seen(post))
    if mark is None or difference.left < 0:
        return
    of_stream = (Cursor.account_id == account.id, Cursor.stream == mark.stream)
    cursor_id = session.scalars(select(Cursor.id).where(*of_stream)).one()
    now = clock.now(session)
    gap = Gap(cursor_id=cursor_id, place=mark.at, opened_at=now, is_bulk=True, due_at=now)
    session.add(gap)
    session.flush()
    difference.gap_id = gap.id


def _seen(post: Post) -> PostSeen:
    return PostSeen(
        external_id=post.external_id,
        text=post.text,
        permalink=post.permalink,
        published_at=post.published_at,
    )


def _countable(post_is_known: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    """Say which messages count: all that stand below a post in public, by either side.

    Without replies only those that answer the post itself do, and no quotes of it.
    """
    is_direct = and_(
        Message.external_id == Conversation.thread_id,
        or_(Message.surface.is_(None), Message.surface != Surface.QUOTE),
    )
    return (
        post_is_known,
        Message.external_id.is_not(None),
        Message.audience == Audience.PUBLIC,
        or_(Post.told_with_replies.is_(True), is_direct),
    )


def _below(*wanted: Any) -> Select[Any]:
    return (
        select(*wanted)
        .select_from(Message)
        .join(Conversation, homes.OF_CONVERSATION)
        .join(Post, Post.id == Conversation.post_id)
    )


def _counted(session: Session, account: Account, since: datetime) -> dict[int, int]:
    """Count roughly, in one statement: posts that agree so need no closer look."""
    lately = and_(Post.account_id == account.id, Post.comments_told_at > since)
    rows = session.execute(
        _below(Post.id, func.count())
        .where(
            *_countable(lately),
            Message.removed_at.is_(None),
            Message.sent_at <= Post.comments_told_at,
        )
        .group_by(Post.id)
    )
    return {row[0]: row[1] for row in rows}


def _stored(session: Session, post: Post, at: datetime, theirs: int) -> int:
    """Count what stood below a post at a moment; of what can't be told apart, the nearest."""
    stored = _below(Message.sent_at, Message.removed_at).where(*_countable(Post.id == post.id))
    surely = possibly = 0
    for sent_at, removed_at in session.execute(stored):
        possibly += sent_at <= at + CLOCK_SKEW and not _is_before(removed_at, at - CLOCK_SKEW)
        surely += sent_at <= at - CLOCK_SKEW and removed_at is None
    return min(max(theirs, surely), possibly)


def _is_before(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment < at

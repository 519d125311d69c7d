"""How does the picture of a post come into our keeping, once?

As what residents send does (`inbox/media.py`): fetched by a job, from public addresses alone, and
drawn anew, so that no browser of the desk ever asks a platform for it.
"""

from __future__ import annotations

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from connectors import media as fetching
from connectors.media import NotFetched, NotNow
from connectors.phrases import Phrase
from inbox import announcing, clock, media
from inbox.errors import NotFound
from inbox.holding import NUDGE_AGAIN_AFTER
from inbox.models import Conversation, Post
from inbox.pictures import NotAPicture
from inbox.runtime import Runtime

DRAWN_AGAIN = 200
"""How many conversations under a post are drawn anew when its picture is there, the newest."""


class NoPictureOfPost(NotFound):
    """No picture is kept of this post."""

    def __init__(self, post_id: int) -> None:
        super().__init__(Phrase("No picture is kept of post {post_id}.", post_id=post_id))


def nudge_due(session: Session) -> list[int]:
    """Return the posts whose picture is to be fetched now, noting that a worker was told."""
    now = clock.now(session)
    is_untold = or_(
        Post.picture_nudged_at.is_(None), Post.picture_nudged_at < now - NUDGE_AGAIN_AFTER
    )
    due = select(Post.id).where(Post.picture_due_at <= now, is_untold)
    found = due.order_by(Post.picture_due_at).limit(media.ROUND_LIMIT)
    told = update(Post).where(Post.id.in_(found)).values(picture_nudged_at=now).returning(Post.id)
    return list(session.scalars(told.execution_options(synchronize_session=False)))


def fetch(runtime: Runtime, post_id: int) -> None:
    """Fetch the picture of a post that is due. Twice is the same as once."""
    with runtime.reading() as session:
        post = session.get(Post, post_id)
    if post is None or post.picture_due_at is None or post.picture_due_at > runtime.clock.now():
        return None
    settings = runtime.settings
    try:
        body = fetching.fetch(
            post.picture_url, most=settings.media_limit, address=settings.platform_address
        )
        columns: dict[str, object] = {"picture_digest": media.store(settings.data, body)}
    except NotNow as problem:
        return _rest(runtime, post, str(problem))
    except (NotFetched, NotAPicture) as problem:
        columns = {"picture_reason": str(problem)}
    with runtime.writing() as session:
        _settle(session, post_id, **columns)
    return None


def shown(session: Session, post_id: int) -> bytes:
    """Return the picture as it was drawn for the desk. Raises NoPictureOfPost."""
    post = session.get(Post, post_id)
    if post is None or post.picture_digest is None:
        raise NoPictureOfPost(post_id)
    try:
        return media.shown_path_of(session, post.picture_digest).read_bytes()
    except FileNotFoundError as problem:
        raise NoPictureOfPost(post_id) from problem


def _rest(runtime: Runtime, post: Post, reason: str) -> None:
    attempts = post.picture_attempts + 1
    with runtime.writing() as session:
        if attempts >= media.ATTEMPTS:
            return _settle(session, post.id, picture_reason=reason)
        due_at = clock.now(session) + media.FIRST_REST * 2**attempts
        still = update(Post).where(Post.id == post.id, Post.picture_due_at.is_not(None))
        session.execute(still.values(picture_attempts=attempts, picture_due_at=due_at))
    return None


def _settle(session: Session, post_id: int, **columns: object) -> None:
    won = session.scalar(
        update(Post)
        .where(Post.id == post_id, Post.picture_due_at.is_not(None))
        .values(picture_due_at=None, **columns)
        .returning(Post.picture_digest)
    )
    if won:
        _draw_again(session, post_id)


# Nothing happened that a record must tell: open desks are only drawn anew.
def _draw_again(session: Session, post_id: int) -> None:
    newest = select(Conversation).where(Conversation.post_id == post_id)
    newest = newest.order_by(Conversation.id.desc()).limit(DRAWN_AGAIN)
    for one in session.scalars(newest.with_for_update()):
        one.version += 1
        announcing.conversation_changed(session, one.id, one.version)

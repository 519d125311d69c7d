"""Which post are all these conversations about?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from inbox import desk_views
from inbox.models import Account, Post
from inbox.views import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A post whose conversations are worked through together, and the account it is of.

    `waiting` is the mark of the view of those where somebody waits.
    """

    post: Post
    account: Account
    waiting: str


def worked(session: Session, view: View) -> Worked | None:
    """Return the post that a view is about; None where it is about no single one."""
    number = next(iter(desk_views.equivalent(view).values("post")), None)
    post = session.get(Post, int(number)) if number else None
    if post is None:
        return None
    account = session.get_one(Account, post.account_id)
    return Worked(post=post, account=account, waiting=desk_views.waiting_under(post.id))

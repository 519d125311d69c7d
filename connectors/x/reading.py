"""What do one answer's posts say, each in the branch it stands in?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from connectors.pages import Author, Counted, Incoming, PostSeen
from connectors.words import Direction, Kind, Surface
from connectors.x import parsing
from connectors.x.branches import Branch, Branches
from connectors.x.json_fields import Raw
from connectors.x.parsing import XPost

Ask = Callable[[list[str]], Iterable[tuple[Raw, int]]]
"""Asks X for posts by their ids: each answer, and the index of its raw body."""


class Us(NamedTuple):
    """The profile whose posts are read."""

    id: str
    handle: str


class Reading:
    """One answer's posts, with the branches they stand in.

    `ask` is asked for parents that the answer leaves out. `own_threads` are
    conversations that a post of ours is known to have begun.
    """

    def __init__(
        self,
        us: Us,
        body: Raw,
        capture: int,
        ask: Ask,
        own_threads: Collection[str] = (),
    ) -> None:
        self._us = us
        self._ask = ask
        self._posts = parsing.posts(body, capture)
        self._authors = parsing.authors(body)
        self._known = (*self._posts, *parsing.included_posts(body, capture))
        self._branches = Branches(us.id, us.handle, self._known, own_threads)
        self._branches.complete(self._posts, self._look_up)

    def items(self) -> Iterator[Incoming]:
        """Yield each post of the page, and those above it in its branch, once."""
        done: set[str] = set()
        for post in self._posts:
            branch = self._branches.of(post)
            for one in branch.posts if branch else ():
                if branch and one.id not in done:
                    done.add(one.id)
                    yield self._item(one, branch)

    def counts(self) -> Iterator[Counted]:
        """Yield how many direct replies X says our posts have, those it does not show us too."""
        for post in self._known:
            if post.reply_count is not None and self._branches.is_ours(post):
                yield Counted(post_id=post.id, comments=post.reply_count, with_replies=False)

    def _look_up(self, ids: list[str]) -> Iterator[XPost]:
        for body, capture in self._ask(ids):
            self._authors |= parsing.authors(body)
            yield from parsing.posts(body, capture)
            yield from parsing.included_posts(body, capture)

    def _item(self, post: XPost, branch: Branch) -> Incoming:
        ours = self._branches.is_ours(post)
        return Incoming(
            kind=Kind.MENTION,
            external_id=post.id,
            thread_id=branch.root_id,
            direction=Direction.OUT if ours else Direction.IN,
            text=post.text,
            sent_at=post.sent_at,
            author=self._author(post.author_id),
            reply_to=self._answered(post, branch),
            post=self._above(branch),
            permalink=_permalink(post.ids[-1]),
            contact=self._contact(branch) if ours else None,
            is_summons=None if ours else self._is_summons(post, branch),
            surface=self._surface(post, branch),
            capture=post.capture,
            likes=post.likes,
            edition=post.edition,
            attachments=post.attachments,
        )

    def _surface(self, post: XPost, branch: Branch) -> Surface | None:
        if post.is_withheld:
            return Surface.WITHHELD
        return Surface.QUOTE if self._quotes_us(post, branch) else None

    def _quotes_us(self, post: XPost, branch: Branch) -> bool:
        quotes_above = branch.above is not None and post.quoted in branch.above.ids
        return quotes_above and not self._branches.is_ours(post)

    def _is_summons(self, post: XPost, branch: Branch) -> bool | None:
        """Tell whether a post's own words name or quote us; None where X alone named us."""
        handle = self._us.handle.casefold()
        if self._quotes_us(post, branch):
            return True
        if handle and f"@{handle}" in post.text.casefold():
            return True
        return None if post.mentioned & {self._us.id, handle} or not handle else False

    def _author(self, author_id: str) -> Author | None:
        known = self._authors.get(author_id)
        return known or (Author(external_id=author_id) if author_id else None)

    def _contact(self, branch: Branch) -> Author | None:
        root = branch.posts[-1]
        someone = root.replied_to_user if self._branches.is_ours(root) else root.author_id
        return self._author(someone)

    def _answered(self, post: XPost, branch: Branch) -> str | None:
        if not post.replied_to or post.id == branch.root_id:
            return None
        return self._branches.first_id(post.replied_to)

    def _above(self, branch: Branch) -> PostSeen | None:
        if not branch.above:
            return PostSeen(external_id=branch.above_id) if branch.above_id else None
        return PostSeen(
            external_id=branch.above.id,
            text=branch.above.text,
            permalink=_permalink(branch.above.ids[-1]),
            published_at=branch.above.sent_at,
        )


def _permalink(post_id: str) -> str:
    return f"https://x.com/i/web/status/{post_id}"

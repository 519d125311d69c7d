"""To which conversation does a post on X belong?

X has one tree of replies below each top post; we work one branch of it, the
one that opens with the post that addressed us. Going up from any post, each
parent belongs to the branch as long as it is ours or addresses us: mentions us,
answers us, or was answered by us. The topmost post of somebody else is the
root, and its id names the conversation. A post of ours that answers nobody ends
the way up: it is what people reply under. So does a post that has nothing to do
with us, under which somebody called us. A parent that X no longer shows still
names the conversation when we answered it. Below a post of ours everything
belongs to the branch it stands in, and a quote of a post of ours stands under it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from connectors.x.parsing import XPost

MOST_LEVELS = 20

LookUp = Callable[[list[str]], Iterable[XPost]]


@dataclass(frozen=True, slots=True)
class Branch:
    """The way from a post up to the root: the post first.

    `above` is our own post that the root replies under, `above_id` its id even
    when X does not show it.
    """

    root_id: str
    posts: tuple[XPost, ...]
    above: XPost | None = None
    above_id: str | None = None


class Branches:
    """The posts known so far, and the branches they form.

    `own_threads` are conversations that a post of ours is known to have begun.
    """

    def __init__(
        self,
        me: str,
        handle: str,
        known: Iterable[XPost],
        own_threads: Collection[str] = (),
    ) -> None:
        self._me = me
        self._own_threads = own_threads
        self._handle = handle.casefold()
        self._by_id: dict[str, XPost] = {}
        self._gone: set[str] = set()
        self._learn(known)

    def complete(self, posts: Iterable[XPost], look_up: LookUp) -> None:
        """Look up the parents that decide where posts belong, a level at a time."""
        posts = list(posts)
        for _ in range(MOST_LEVELS):
            missing = {one for post in posts for one in self._missing(post)}
            if not missing:
                return
            self._learn(look_up(sorted(missing)))
            self._gone |= missing - self._by_id.keys()

    def of(self, post: XPost) -> Branch | None:
        """Return the branch of a post, or None when it is nobody's but ours."""
        way = self._way_up(post)
        if self._has_unseen_root(way[-1]):
            return Branch(str(way[-1].replied_to), way)
        others = [place for place, one in enumerate(way) if not self.is_ours(one)]
        return self._cut(way, others[-1]) if others else None

    def first_id(self, post_id: str) -> str:
        """Return the id a post had before any edit, as far as is known."""
        post = self._by_id.get(post_id)
        return post.id if post else post_id

    def is_ours(self, post: XPost) -> bool:
        """Whether the department wrote a post."""
        return post.author_id == self._me

    def _learn(self, posts: Iterable[XPost]) -> None:
        for post in posts:
            for one in post.ids:
                self._by_id.setdefault(one, post)

    def _way_up(self, post: XPost) -> tuple[XPost, ...]:
        way = [post]
        while parent := self._parent(way[-1]):
            if parent in way:
                break
            way.append(parent)
        return tuple(way)

    def _parent(self, post: XPost) -> XPost | None:
        parent = self._by_id.get(post.replied_to or "")
        return parent if parent and self._belongs(parent, below=post) else None

    def _cut(self, way: tuple[XPost, ...], root: int) -> Branch:
        above = way[root + 1] if root + 1 < len(way) else self._quoted(way[root])
        above_id = above.id if above else self._unseen_above(way[root])
        return Branch(way[root].id, way[: root + 1], above, above_id)

    def _quoted(self, root: XPost) -> XPost | None:
        quoted = self._by_id.get(root.quoted or "")
        return quoted if quoted and self.is_ours(quoted) else None

    def _missing(self, post: XPost) -> Iterable[str]:
        top = self._way_up(post)[-1]
        parent = top.replied_to
        if parent and parent not in self._by_id and not self._is_settled(top, parent):
            yield parent

    def _is_settled(self, top: XPost, parent: str) -> bool:
        """Whether a look adds nothing: X has no such post, or what it is can be told."""
        if parent in self._gone or (self.is_ours(top) and not self._answers_somebody(top)):
            return True
        return self._answers_somebody(top) and parent == top.conversation_id

    def _has_unseen_root(self, top: XPost) -> bool:
        return self._answers_somebody(top) and top.replied_to not in self._by_id

    def _unseen_above(self, root: XPost) -> str | None:
        is_under_ours = root.replied_to_user == self._me and root.replied_to not in self._by_id
        return root.replied_to if is_under_ours else None

    def _belongs(self, parent: XPost, *, below: XPost) -> bool:
        return (
            self.is_ours(parent)
            or self.is_ours(below)
            or below.conversation_id in self._own_threads
            or parent.replied_to_user == self._me
            or not parent.mentioned.isdisjoint({self._me, self._handle})
        )

    def _answers_somebody(self, post: XPost) -> bool:
        return bool(
            self.is_ours(post) and post.replied_to and post.replied_to_user not in {"", self._me}
        )

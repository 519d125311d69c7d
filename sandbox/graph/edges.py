"""Which lists hang from each kind of node, in which order, with which parameters?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.graph import accounts, nodes
from sandbox.graph.failing import bad_parameter
from sandbox.graph.nodes import Node
from sandbox.records import Saying, Thread
from sandbox.world import World

Asked = Mapping[str, str]
Key = tuple[datetime, int]


@dataclass(frozen=True)
class Item:
    """One entry of a list. `key` is what its cursor remembers."""

    node: Node
    key: Key


@dataclass(frozen=True)
class Edge:
    """A list: its entries newest first unless asked otherwise, and its parameters.

    `choices` are the values a parameter may have.
    """

    kind: str
    list: Callable[[World, Any, Asked], Iterable[Item]]
    choices: Mapping[str, tuple[str, ...]]
    parameters: tuple[str, ...] = ()
    most: int = 100


def checked(edge: Edge, asked: Asked) -> Asked:
    """Return the parameters. Raises GraphError 100 for a value the edge doesn't know."""
    for name, values in edge.choices.items():
        given = asked.get(name)
        if given is not None and given.casefold() not in {v.casefold() for v in values}:
            raise bad_parameter(f"Param {name} must be one of {{{', '.join(values).upper()}}}")
    return asked


def is_ascending(asked: Asked) -> bool:
    """Whether a list of comments is wanted oldest first."""
    return asked.get("order", "chronological") == "chronological"


def _feed(world: World, page: Any, _asked: Asked) -> Iterable[Item]:
    for post in reversed(world.posts_of(page.id)):
        yield Item(Node(nodes.POST, post), (post.created_at, post.sequence))


def _comments_of_post(world: World, post: Any, asked: Asked) -> Iterable[Item]:
    said = world.sayings_of_post(post.id)
    if asked.get("filter", "toplevel") == "toplevel":
        said = [each for each in said if each.parent_id is None]
    return _comments(said, asked)


def _comments_of_comment(world: World, comment: Any, asked: Asked) -> Iterable[Item]:
    return _comments(world.replies_to(comment.id), asked)


def _comments(said: list[Saying], asked: Asked) -> Iterable[Item]:
    since = _since(asked.get("since"))
    kept = [each for each in said if since is None or each.created_at >= since]
    return _sayings(kept if is_ascending(asked) else reversed(kept), nodes.COMMENT)


def _sayings(said: Iterable[Saying], kind: str) -> Iterable[Item]:
    for each in said:
        yield Item(Node(kind, each), (each.created_at, each.sequence))


def _since(text: str | None) -> datetime | None:
    if not text:
        return None
    if text.isdecimal():
        return datetime.fromtimestamp(int(text), tz=UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise bad_parameter("Param since must be a valid date/time") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _conversations(world: World, page: Any, asked: Asked) -> Iterable[Item]:
    profile = page
    if asked.get("platform", "MESSENGER").upper() == "INSTAGRAM":
        profile = accounts.instagram_of(world, page.id)
    threads = world.threads_of(profile.id) if profile else []
    for thread in reversed([t for t in threads if _is_with(t, asked.get("user_id"))]):
        said = world.shelf.of_thread.get(thread.id)
        if said:
            yield Item(Node(nodes.THREAD, thread), (said[-1].created_at, said[-1].sequence))


def _is_with(thread: Thread, person_id: str | None) -> bool:
    return person_id is None or thread.person_id == person_id


def _messages(world: World, thread: Any, _asked: Asked) -> Iterable[Item]:
    return _sayings(reversed(world.sayings_of_thread(thread.id)), nodes.MESSAGE)


def _media(world: World, user: Any, _asked: Asked) -> Iterable[Item]:
    for post in reversed(world.posts_of(user.id)):
        yield Item(Node(nodes.IG_MEDIA, post), (post.created_at, post.sequence))


def _comments_of_media(world: World, media: Any, _asked: Asked) -> Iterable[Item]:
    top = [each for each in world.sayings_of_post(media.id) if each.parent_id is None]
    return _sayings(reversed(top), nodes.IG_COMMENT)


def _replies(world: World, comment: Any, _asked: Asked) -> Iterable[Item]:
    return _sayings(reversed(world.replies_to(comment.id)), nodes.IG_COMMENT)


def _accounts(world: World, _user: Any, _asked: Asked) -> Iterable[Item]:
    for number, page in enumerate(accounts.pages(world)):
        yield Item(Node(nodes.PAGE, page), (datetime.fromtimestamp(0, tz=UTC), number))


COMMENT_CHOICES = {
    "filter": ("stream", "toplevel"),
    "order": ("chronological", "reverse_chronological"),
    "live_filter": ("filter_low_quality", "no_filter"),
}
COMMENT_PARAMETERS = ("filter", "live_filter", "order", "since")

_posts = Edge(nodes.POST, _feed, {})

EDGES: dict[str, dict[str, Edge]] = {
    nodes.USER: {"accounts": Edge(nodes.PAGE, _accounts, {})},
    nodes.PAGE: {
        "feed": _posts,
        "posts": _posts,
        "published_posts": _posts,
        "conversations": Edge(
            nodes.THREAD,
            _conversations,
            {"platform": ("INSTAGRAM", "MESSENGER")},
            ("platform", "user_id"),
        ),
    },
    nodes.POST: {
        "comments": Edge(nodes.COMMENT, _comments_of_post, COMMENT_CHOICES, COMMENT_PARAMETERS)
    },
    nodes.COMMENT: {
        "comments": Edge(nodes.COMMENT, _comments_of_comment, COMMENT_CHOICES, COMMENT_PARAMETERS)
    },
    nodes.THREAD: {"messages": Edge(nodes.MESSAGE, _messages, {})},
    nodes.IG_USER: {"media": Edge(nodes.IG_MEDIA, _media, {})},
    nodes.IG_MEDIA: {"comments": Edge(nodes.IG_COMMENT, _comments_of_media, {}, most=50)},
    nodes.IG_COMMENT: {"replies": Edge(nodes.IG_COMMENT, _replies, {}, most=50)},
}

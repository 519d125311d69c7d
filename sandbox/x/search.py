"""Which posts does a search query of X's mean?

Terms are joined by "and": conversation_id:, quotes_of_tweet_id:, from:, to:, is:reply,
words, each with a minus before it to leave out; in brackets, joined by OR, one of them is
enough. That is what a conversation needs.
"""

from __future__ import annotations

import re

from sandbox.records import Post, Saying
from sandbox.world import World
from sandbox.x import tree
from sandbox.x.problems import invalid
from sandbox.x.tree import Shown

LONGEST = 512
TERM = re.compile(r"\([^)]*\)|\S+")


def matching(world: World, records: list[Post | Saying], query: str) -> list[Post | Saying]:
    """Return the posts a query fits. Raises Problem 400 for none, or one too long."""
    if not 1 <= len(query) <= LONGEST:
        raise invalid(f"The `query` query parameter must have 1 to {LONGEST} characters")
    return [one for one in records if _fits(world, tree.shown(world, one), query)]


def _fits(world: World, shown: Shown, query: str) -> bool:
    return all(
        any(_holds(world, shown, term) for term in term.strip("()").split(" OR "))
        for term in TERM.findall(query)
    )


def _holds(world: World, shown: Shown, term: str) -> bool:
    return _is(world, shown, term.removeprefix("-")) is not term.startswith("-")


def _is(world: World, shown: Shown, term: str) -> bool:
    name, colon, value = term.partition(":")
    value = value.removeprefix("@").casefold()
    if not colon:
        return term.strip('"').casefold() in shown.text.casefold()
    if name == "conversation_id":
        return shown.top_id == value
    if name == "quotes_of_tweet_id":
        return shown.quoted_id == value
    if name == "from":
        return value in {shown.author.id, shown.author.handle.casefold()}
    if name == "to":
        answered = world.author(shown.answered_id or "")
        return answered is not None and value in {answered.id, answered.handle.casefold()}
    if term == "is:reply":
        return shown.parent_id is not None
    raise invalid(f"There is no operator {name} in the sandbox")

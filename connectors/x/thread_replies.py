"""What did people say below our posts, or about them, without naming us?

X's list of mentions leaves such words out. They are searched for by conversation:
the newest that we began, where everything counts, and the newest of others' that
we took part in, where answers to us count; and by the post that they quote, so that
a quote that is edited, or comes while another is taken away, is seen though the
count of quotes stays the same. Source: X API documentation, "Search operators";
recent search reaches back 7 days and takes 512 characters.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

from connectors.pages import Incoming, Page
from connectors.x import parsing, walking
from connectors.x.client import MOST_AT_ONCE, POST_QUESTION, XClient
from connectors.x.public_posts import read

MOST_THREADS = 11
"""So many conversations, or quoted posts, fit into one query beside its other terms."""

SEARCHED = timedelta(days=6, hours=23)
"""X refuses an id from before its seven days; an hour is for clocks that differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The newest reply and post of ours known, and the conversations that are watched."""

    newest: str | None = None
    own: str | None = None
    ours: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The queries that still have pages, each with its mark, and the newest id known before."""

    floor: str | None
    ours: tuple[str, ...]
    left: tuple[tuple[str, str | None], ...]


class ThreadReplies:
    """The stream of replies below our words, and quotes of them, that do not name us."""

    def __init__(self, client: XClient) -> None:
        self._client = client

    def page(self, *, since: str | None, at: str | None) -> Page:
        """Fetch the newest page of every query, or the next page of one that has more."""
        if at is not None:
            return self._page(_walk(at))
        known = Standing(**json.loads(since)) if since else Standing()
        standing = self._with_our_latest(known)
        queries = tuple((one, None) for one in self._queries(standing))
        page = self._page(Walk(floor=known.newest, ours=tuple(standing.ours), left=queries))
        newest = walking.position(known.newest, (int(one.external_id) for one in page.items))
        return replace(page, position=json.dumps(asdict(replace(standing, newest=newest))))

    def _with_our_latest(self, known: Standing) -> Standing:
        body, _ = self._client.read(
            self._client.tweepy.get_users_tweets,
            self._client.me,
            max_results=MOST_AT_ONCE,
            since_id=_searchable(known.own),
            exclude="retweets",
            tweet_fields="conversation_id",
        )
        posts = parsing.posts(body)
        began = [one.conversation_id for one in posts if one.conversation_id in one.ids]
        joined = [one.conversation_id for one in posts if one.conversation_id not in one.ids]
        return Standing(
            own=walking.position(known.own, parsing.ids(body)),
            ours=_newest_first(began, known.ours),
            others=_newest_first(joined, known.others),
        )

    def _queries(self, standing: Standing) -> Iterable[str]:
        named = f" -@{self._client.handle}" if self._client.handle else ""
        if standing.ours:
            yield f"({_any_of('conversation_id', standing.ours)}) -from:{self._client.me}{named}"
            yield f"({_any_of('quotes_of_tweet_id', standing.ours)}) -from:{self._client.me}{named}"
        if standing.others:
            me = self._client.me
            threads = _any_of("conversation_id", standing.others)
            yield f"({threads}) to:{me} -from:{me}{named}"

    def _page(self, walk: Walk) -> Page:
        items: list[Incoming] = []
        left = []
        for query, mark in walk.left:
            steps = walking.started(mark)
            body, capture = self._client.read(
                self._client.tweepy.search_recent_tweets,
                query,
                max_results=MOST_AT_ONCE,
                since_id=_searchable(walk.floor),
                next_token=steps.token,
                **POST_QUESTION,
            )
            items += read(self._client, body, capture, walk.ours)
            if following := walking.onward(steps, parsing.next_token(body), parsing.ids(body)):
                left.append((query, following))
        return Page(
            items=tuple(items),
            bodies=self._client.take_bodies(),
            next=json.dumps(asdict(replace(walk, left=tuple(left)))) if left else None,
            budget=self._client.budget,
        )


def _searchable(known: str | None) -> int | None:
    floor = walking.floor(known)
    if floor is None or walking.moment_of(str(floor)) < datetime.now(UTC) - SEARCHED:
        return None
    return floor


def _newest_first(fresh: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    named = (one for one in (*fresh, *known) if one)
    return tuple(dict.fromkeys(named))[:MOST_THREADS]


def _any_of(operator: str, ids: Iterable[str]) -> str:
    return " OR ".join(f"{operator}:{one}" for one in ids)


def _walk(at: str) -> Walk:
    facts = json.loads(at)
    left = tuple((query, mark) for query, mark in facts["left"])
    return Walk(floor=facts["floor"], ours=tuple(facts["ours"]), left=left)

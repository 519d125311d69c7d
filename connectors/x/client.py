"""How is one call made through tweepy, kept for the record, and judged?"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import requests
import tweepy  # type: ignore[import-untyped]  # ships no types

from connectors.base import Access
from connectors.pages import Budget, RawBody
from connectors.transport import Recorder, mount, raw_body, told_at
from connectors.x import bearer, errors, json_fields
from connectors.x.prices import MESSAGES_READ, POSTS_READ

MEDIA_FIELDS = "media_key,type,url,preview_image_url,variants,alt_text,width,height"
POST_QUESTION = {
    "expansions": "author_id,referenced_tweets.id,referenced_tweets.id.author_id,"
    "in_reply_to_user_id,attachments.media_keys",
    "tweet_fields": "created_at,conversation_id,author_id,in_reply_to_user_id,"
    "referenced_tweets,entities,attachments,edit_controls,display_text_range,note_tweet,"
    "public_metrics,withheld",
    "user_fields": "username,name,profile_image_url,verified",
    "media_fields": MEDIA_FIELDS,
}
MESSAGE_QUESTION = {
    "dm_event_fields": "id,text,event_type,created_at,dm_conversation_id,sender_id,"
    "participant_ids,referenced_tweets,attachments,entities",
    "expansions": "sender_id,participant_ids,attachments.media_keys",
    "user_fields": "username,name,profile_image_url",
    "media_fields": MEDIA_FIELDS,
}
MOST_AT_ONCE = 100

# It writes every header there, and the bearer token among them.
logging.getLogger("tweepy.client").setLevel(logging.INFO)

Call = Callable[..., requests.Response]


class XClient:
    """One account's calls for one job, with user tokens of OAuth 1.0a or 2.0.

    tweepy hands over the plain answer: its own reading fails on times without
    milliseconds and on fields it does not know (docs/platforms.md 1.1). `now` is X's time as
    its last answer told it.
    """

    def __init__(self, access: Access) -> None:
        self.me, self.reach = access.external_id, access.reach
        self.handle = str(access.credentials.get("handle", ""))
        self._bearer = bearer.Bearer(access) if bearer.is_in(access.credentials) else None
        self.tweepy = _opened(access)
        self._recorder = Recorder(self.tweepy.session)
        self.tweepy.session.hooks["response"].append(errors.check)
        self._bodies: list[RawBody] = []
        self.budget: Budget | None = None
        self.spent: Counter[str] = Counter()
        self.now: datetime | None = None

    def read(self, call: Call, *arguments: Any, **parameters: Any) -> tuple[dict[str, Any], int]:
        """Return an answer and the index of its raw body. Raises TryLater or worse.

        The budget is that of the first read since `start`.
        """
        response = self._called("GET", call, *arguments, **parameters)
        body = errors.body_of(response)
        self.spent += _charged(response, body)
        self.now = told_at(response.headers)
        self._bodies += [raw_body(one) for one in self._recorder.take()]
        self.budget = self.budget or _budget(response)
        return body, len(self._bodies) - 1

    def write(self, call: Call, **parameters: Any) -> dict[str, Any]:
        """Do something once and return what came of it. Raises OutcomeUnknown or better."""
        response = self._called("POST", call, **parameters)
        data = errors.body_of(response).get("data")
        if not isinstance(data, dict):
            raise errors.unreadable(response)
        return data

    def start(self) -> None:
        """Forget the answers, the budget and the cost of what was done before."""
        self._recorder.take()
        self._bodies, self.budget, self.spent = [], None, Counter()

    def take_bodies(self) -> tuple[RawBody, ...]:
        """Hand over the raw answers since `start`, oldest first."""
        return tuple(self._bodies)

    def _called(
        self, method: str, call: Call, *arguments: Any, **parameters: Any
    ) -> requests.Response:
        # tweepy signs with the keys of OAuth 1.0a unless told otherwise on every call.
        asked = partial(call, *arguments, user_auth=self._bearer is None, **parameters)
        with errors.translated(method):
            return self._bearer.through(self.tweepy, asked) if self._bearer else asked()


_KEYS = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")


def _opened(access: Access) -> tweepy.Client:
    by_keys = {} if bearer.is_in(access.credentials) else access.credentials
    client = tweepy.Client(
        **{name: by_keys[name] for name in _KEYS if by_keys},
        return_type=requests.Response,
        wait_on_rate_limit=False,
    )
    mount(client.session, access.address)
    return client


def _charged(response: requests.Response, body: dict[str, Any]) -> Counter[str]:
    included = json_fields.child(body, "includes")
    posts = json_fields.either(included, "tweets", "posts")
    what = MESSAGES_READ if "/dm_" in str(response.request.path_url) else POSTS_READ
    return Counter({what: len(json_fields.rows(body.get("data")))}) + Counter(
        {POSTS_READ: len(json_fields.rows(posts))}
    )


def _budget(response: requests.Response) -> Budget | None:
    found = [response.headers.get(f"x-rate-limit-{name}", "") for name in _RATE_NAMES]
    if not all(one.isdecimal() for one in found):
        return None
    limit, remaining, resets = (int(one) for one in found)
    return Budget(remaining=remaining, limit=limit, resets_at=datetime.fromtimestamp(resets, UTC))


_RATE_NAMES = ("limit", "remaining", "reset")

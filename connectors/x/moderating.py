"""How are replies on X hidden, our own posts deleted, and posts looked up by id?

Sources: X API v2, "Hide replies" (`PUT /2/tweets/:id/hidden`), "Delete Post", "Post lookup".
X shows no flag for what is hidden (docs/platforms.md 5.5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from connectors.errors import Refused
from connectors.looking import Found, Looked, Target
from connectors.phrases import Phrase
from connectors.words import Kind, Verb
from connectors.x import errors, parsing
from connectors.x.client import MOST_AT_ONCE, XClient
from connectors.x.json_fields import rows, word

NOT_OURS_TO_HIDE = (
    "X lets an account hide only replies in conversations that it began, and refused here: "
)
NOT_FOUND = "resource-not-found"

Call = Callable[..., Any]


def act(client: XClient, verb: Verb, target: Target) -> None:
    """Do something to a post (`connectors.base.Connector.act`)."""
    client.start()
    calls: dict[Verb, tuple[Call, str, bool]] = {
        Verb.HIDE: (client.tweepy.hide_reply, "hidden", True),
        Verb.UNHIDE: (client.tweepy.unhide_reply, "hidden", False),
        Verb.DELETE: (client.tweepy.delete_tweet, "deleted", True),
    }
    if verb not in calls:
        raise Refused(Phrase("X does not offer this to accounts like ours."))
    call, name, wanted = calls[verb]
    try:
        done = client.write(call, id=target.external_id)
    except errors.Rejected as refusal:
        if verb is Verb.HIDE:
            raise Refused(f"{NOT_OURS_TO_HIDE}{refusal}") from refusal
        raise
    if done.get(name) is not wanted:
        raise errors.Unanswered(Phrase("X did not say that this was done."))


def look_up(client: XClient, targets: Sequence[Target]) -> Looked:
    """Ask for posts by id, a hundred at once (`connectors.base.Connector.look_up`)."""
    client.start()
    ids = [target.external_id for target in targets if target.kind is not Kind.DIRECT_MESSAGE]
    found: dict[str, Found] = {}
    for start in range(0, len(ids), MOST_AT_ONCE):
        body, _ = client.read(client.tweepy.get_tweets, ids[start : start + MOST_AT_ONCE])
        found |= {one: Found() for post in parsing.posts(body) for one in post.ids}
        found |= {one: Found(is_there=False) for one in _gone(body)}
    return Looked(found=found, bodies=client.take_bodies())


def _gone(body: Mapping[str, Any]) -> Iterator[str]:
    # A suspended or protected author gives "Authorization Error" instead: not gone for good.
    for problem in rows(body.get("errors")):
        if word(problem, "type").endswith(NOT_FOUND):
            yield word(problem, "resource_id") or word(problem, "value")

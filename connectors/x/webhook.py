"""What does X push for a profile, and is it X that does?

X Activity API: one event a push, in an envelope of its own. Source: X documentation,
"Webhooks" (challenge, signature) and "X Activity API, event payloads"; docs/platforms.md 2.1.
"""

from __future__ import annotations

import hmac
import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from connectors.pages import Incoming, Notice, Page, Pointer, RawBody
from connectors.words import Happening, Platform
from connectors.x import pushed_messages, pushed_posts
from connectors.x.json_fields import Raw, word

SIGNATURE_HEADER = "x-twitter-webhooks-signature"
PREFIX = "sha256="
SOURCE = "webhook x"
CHALLENGE = re.compile(r"[\w.~+/= :-]{1,500}", re.ASCII)


class NoChallenge(ValueError):
    """What is to be signed could be a push, or anything else that X would not send."""


@dataclass(slots=True)
class Pushed:
    """What one event says; `pointers` name posts that X must be asked for."""

    items: list[Incoming] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    pointers: list[Pointer] = field(default_factory=list)

    def page(self, raw: RawBody) -> Page:
        """Return it as what one answer brings."""
        return Page(
            items=(*self.items,),
            bodies=(raw,),
            notices=(*self.notices,),
            pointers=(*self.pointers,),
        )


Told = tuple[Platform, str, Page]
Reader = Callable[[str, Raw], Pushed]


def signature(body: bytes, secret: str) -> str:
    """Sign as X signs a push."""
    return PREFIX + b64encode(hmac.digest(secret.encode(), body, "sha256")).decode()


def is_signed(body: bytes, given: str, secret: str) -> bool:
    """Tell, in constant time, whether a body was signed with our application's secret."""
    return hmac.compare_digest(signature(body, secret).encode(), given.encode())


def answer_to(challenge: str, secret: str) -> str:
    """Sign X's challenge, which proves that we know our application's secret.

    X signs its pushes in the same way, so whoever could have a body signed here could
    push it: only what cannot be an object of JSON is signed. Raises NoChallenge.
    """
    if not CHALLENGE.fullmatch(challenge):
        raise NoChallenge(challenge)
    return signature(challenge.encode(), secret)


def read(body: bytes) -> list[Told]:
    """Read a push. Raises ValueError, KeyError, TypeError or AttributeError."""
    told = json.loads(body)["data"]
    raw = RawBody(source=SOURCE, body=body)
    return list(_told(told if isinstance(told, list) else [told], raw))


def _told(events: Iterable[Raw], raw: RawBody) -> Iterator[Told]:
    for event in events:
        reader, us = READERS.get(event["event_type"]), word(event["filter"], "user_id")
        if reader and us:
            yield Platform.X, us, reader(us, event).page(raw)


def _post(us: str, event: Raw) -> Pushed:
    items, pointers = pushed_posts.read(us, event)
    return Pushed(items=[*items], pointers=[*pointers])


def _removed(_us: str, event: Raw) -> Pushed:
    gone = Notice(external_id=str(event["payload"]["id"]), happening=Happening.REMOVED)
    return Pushed(notices=[gone])


def _messages(us: str, event: Raw) -> Pushed:
    return Pushed(items=[*pushed_messages.read(us, event["payload"])])


def _encrypted(us: str, event: Raw) -> Pushed:
    return Pushed(items=[pushed_messages.encrypted(us, event["payload"])])


READERS: Mapping[str, Reader] = {
    "post.create": _post,
    "post.mention.create": _post,
    "post.reply.create": _post,
    "post.quote.create": _post,
    "post.delete": _removed,
    "dm.received": _messages,
    "dm.sent": _messages,
    "chat.received": _encrypted,
    "chat.sent": _encrypted,
}

"""What did a platform push to us, for which account?

A platform signs what it pushes with its application's secret. Only the bytes
as they came are signed, so they are judged before anything is read from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from connectors.facebook import webhook as facebook
from connectors.graph import webhook as graph
from connectors.instagram import graph_webhook as instagram
from connectors.pages import Page
from connectors.words import Platform
from connectors.x import webhook as x


class Source(StrEnum):
    """Who pushes: the application at one company, for all of its platforms."""

    META = "meta"
    X = "x"


# What a company may ask us to sign, to see that we know our application's secret.
NoChallenge, answer_to = x.NoChallenge, x.answer_to


class UnreadableWebhook(ValueError):
    """What was pushed is not what its platform documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What one push says for one account of ours."""

    platform: Platform
    external_id: str
    page: Page


Told = tuple[Platform, str, Page]

META_READERS: graph.Readers = {
    "page": {"feed": facebook.change},
    "instagram": {
        "comments": instagram.comment,
        "live_comments": instagram.live_comment,
        "mentions": instagram.mention,
    },
}

SOURCES: Mapping[Platform, Source] = {
    Platform.FACEBOOK: Source.META,
    Platform.INSTAGRAM: Source.META,
    Platform.X: Source.X,
}

# The header that carries the signature, and how it is judged.
SIGNATURES: Mapping[Source, tuple[str, Callable[[bytes, str, str], bool]]] = {
    Source.META: (graph.SIGNATURE_HEADER, graph.is_signed),
    Source.X: (x.SIGNATURE_HEADER, x.is_signed),
}

# What reading a body that nobody documented may run into: shapes, numbers, times, depth.
UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    OSError,
    RecursionError,
)


def read(source: Source, body: bytes) -> tuple[Delivered, ...]:
    """Read a push that was found to be signed. Raises UnreadableWebhook."""
    try:
        told = READERS[source](body)
    except UNREADABLE as error:
        raise UnreadableWebhook(f"This push could not be read: {error!r}") from error
    return tuple(
        Delivered(platform=platform, external_id=account, page=page)
        for platform, account, page in told
    )


READERS: Mapping[Source, Callable[[bytes], list[Told]]] = {
    Source.META: partial(graph.read, readers=META_READERS),
    Source.X: x.read,
}

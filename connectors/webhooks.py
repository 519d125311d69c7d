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


class Source(StrEnum):
    """Who pushes: the application at one company, for all of its platforms."""

    META = "meta"


class UnreadableWebhook(ValueError):
    """What was pushed is not what its platform documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What one push says for one account of ours."""

    platform: Platform
    external_id: str
    page: Page


META_READERS: graph.Readers = {
    "page": {"feed": facebook.change},
    "instagram": {
        "comments": instagram.comment,
        "live_comments": instagram.live_comment,
        "mentions": instagram.mention,
    },
}

# The header that carries the signature, and how it is judged.
SIGNATURES: Mapping[Source, tuple[str, Callable[[bytes, str, str], bool]]] = {
    Source.META: (graph.SIGNATURE_HEADER, graph.is_signed)
}

# What reading a body that nobody documented may run into: shapes, numbers, depth.
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


def read(source: Source, body: bytes) -> tuple[Delivered, ...]:
    """Read a push that was found to be signed. Raises UnreadableWebhook."""
    try:
        told = {Source.META: partial(graph.read, readers=META_READERS)}[source](body)
    except UNREADABLE as error:
        raise UnreadableWebhook(f"This push could not be read: {error!r}") from error
    return tuple(
        Delivered(platform=platform, external_id=account, page=page)
        for platform, account, page in told
    )

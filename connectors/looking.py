"""Which message is meant, and what does the platform say of it when asked?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.pages import RawBody
from connectors.words import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The message that something is to be done to, or that is asked about."""

    kind: Kind
    external_id: str
    thread_id: str
    post_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the platform says of one message asked for by its id.

    `is_there` is False only in the platform's own word that it is gone. A flag is
    None where the platform does not show it.
    """

    is_there: bool = True
    is_hidden: bool | None = None
    is_liked: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Messages looked up by id. One that is not in `found` could not be judged."""

    found: Mapping[str, Found]
    bodies: tuple[RawBody, ...] = ()

"""What does Meta push for Pages and Instagram accounts, and is it Meta that does?

Source: Graph API, Webhooks, Getting Started (signature, repeats, batches) and the
reference of `page` and `instagram`; docs/platforms.md 2.4.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from connectors.graph import webhook_messages
from connectors.graph.times import pushed_moment
from connectors.pages import Incoming, Notice, Page, Pointer, RawBody, Reacted
from connectors.words import Platform

SIGNATURE_HEADER = "X-Hub-Signature-256"
PREFIX = "sha256="

PLATFORMS = {"page": Platform.FACEBOOK, "instagram": Platform.INSTAGRAM}

Json = Mapping[str, Any]
Told = tuple[Platform, str, Page]
# Reads one change of an account's field, pushed at a time.
Said = Incoming | Notice | Reacted | Pointer | None
ChangeReader = Callable[[str, Json, Any], Said]
Readers = Mapping[str, Mapping[str, ChangeReader]]


@dataclass(slots=True)
class Pushed:
    """What one entry says, as far as we know its words."""

    items: list[Incoming] = field(default_factory=list)
    notices: list[Notice | Reacted] = field(default_factory=list)
    pointers: list[Pointer] = field(default_factory=list)

    def add(self, said: Said) -> None:
        """Keep what was read; None is something that nobody said."""
        match said:
            case Incoming():
                self.items.append(said)
            case Notice() | Reacted():
                self.notices.append(said)
            case Pointer():
                self.pointers.append(said)

    def page(self, raw: RawBody) -> Page:
        """Return it as what one answer brings."""
        return Page(
            items=(*self.items,),
            bodies=(raw,),
            notices=(*self.notices,),
            pointers=(*self.pointers,),
        )


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Tell, in constant time, whether a body was signed with our application's secret."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"{PREFIX}{digest}".encode(), signature.encode())


def read(body: bytes, readers: Readers) -> list[Told]:
    """Read every entry of a push, its changes by the readers of their fields.

    Raises ValueError, KeyError, TypeError or AttributeError.
    """
    told = json.loads(body)
    about = told["object"]
    platform, known = PLATFORMS[about], readers[about]
    raw = RawBody(source=f"webhook {about}", body=body)
    return [(platform, str(entry["id"]), _page(entry, known, raw)) for entry in told["entry"]]


def _page(entry: Json, readers: Mapping[str, ChangeReader], raw: RawBody) -> Page:
    sent_at = entry.get("time")
    told_at = pushed_moment(sent_at) if sent_at else None
    return replace(_entry(entry, readers).page(raw), told_at=told_at)


def _entry(entry: Json, readers: Mapping[str, ChangeReader]) -> Pushed:
    pushed = Pushed()
    for said in (*_changes(entry, readers), *_messages(entry)):
        pushed.add(said)
    return pushed


def _changes(entry: Json, readers: Mapping[str, ChangeReader]) -> Iterator[Said]:
    for change in entry.get("changes", ()):
        if read_change := readers.get(change["field"]):
            yield read_change(str(entry["id"]), change["value"], entry.get("time"))


def _messages(entry: Json) -> Iterator[Said]:
    # `standby` is what another application answers; people wrote it to us all the same.
    for event in (*entry.get("messaging", ()), *entry.get("standby", ())):
        yield webhook_messages.said(str(entry["id"]), event)

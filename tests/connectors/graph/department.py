"""How do tests speak for the practice Page and its Instagram account?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connectors.base import Access, Connector
from connectors.facebook.connector import FacebookConnector
from connectors.instagram.graph import InstagramGraphConnector
from connectors.looking import Target
from connectors.pages import Incoming
from connectors.sending import OutgoingReply
from connectors.words import Audience, Kind
from sandbox.graph.tokens import PAGE_TOKEN
from tests.sandbox.running import Running

MOST_PAGES = 50


def access(sandbox: Running, connector: str, **credentials: Any) -> Access:
    profile = sandbox.profile(connector)
    told = {
        "page_id": sandbox.profile("facebook")["id"],
        "page_token": PAGE_TOKEN,
        "app_secret": profile["sign_in"]["app_secret"],
    }
    return Access(
        external_id=profile["id"], credentials=told | credentials, address=sandbox.address
    )


def facebook(sandbox: Running, **credentials: Any) -> FacebookConnector:
    return FacebookConnector(access(sandbox, "facebook", **credentials))


def instagram(sandbox: Running, **credentials: Any) -> InstagramGraphConnector:
    return InstagramGraphConnector(access(sandbox, "instagram_graph", **credentials))


@dataclass(frozen=True)
class Walked:
    items: tuple[Incoming, ...]
    position: str
    pages: int

    @property
    def texts(self) -> list[str]:
        return sorted(item.text for item in self.items)


def walk(connector: Connector, stream: str, since: str | None = None) -> Walked:
    """Do what intake does: the head, then every page until there is no next."""
    page = connector.fetch(stream, since=since, at=None)
    assert page.position
    position, items, pages = page.position, list(page.items), 1
    while page.next:
        assert pages < MOST_PAGES
        page = connector.fetch(stream, since=since, at=page.next)
        items, pages = [*items, *page.items], pages + 1
    return Walked(tuple(items), position, pages)


def answer_to(item: Incoming, text: str, *, privately: bool = False) -> OutgoingReply:
    private = privately or item.kind == Kind.DIRECT_MESSAGE
    return OutgoingReply(
        kind=item.kind,
        audience=Audience.PRIVATE if private else Audience.PUBLIC,
        text=text,
        thread_id=item.thread_id,
        reply_to=item.external_id,
        recipient_id=item.author.external_id if item.author else "",
        client_token="test",
        attempted_at=datetime.now(UTC),
        post_id=item.post.external_id if item.post else None,
    )


def target_of(item: Incoming) -> Target:
    return Target(
        kind=item.kind,
        external_id=item.external_id,
        thread_id=item.thread_id,
        post_id=item.post.external_id if item.post else None,
    )

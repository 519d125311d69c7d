"""How does a test get the department's account, its posts and its residents?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.base import Access, Connected
from connectors.instagram.private import InstagramPrivateConnector
from connectors.pages import Incoming, Page
from connectors.sending import OutgoingReply
from connectors.words import Audience, Kind
from tests.sandbox.running import Running

NAME = "instagram_private"
USERNAME = "mesaverdepd.community"
PASSWORD = "practice-password"


@dataclass
class Department:
    """One connected account, the sandbox behind it, and short ways to speak."""

    sandbox: Running
    connected: Connected
    connector: InstagramPrivateConnector

    def again(self) -> InstagramPrivateConnector:
        """Build a connector from what the one before would have stored."""
        return connector(self.sandbox, self.connector.credentials)

    def publish(self, text: str = "Road closed", **facts: Any) -> str:
        """Publish a post."""
        return self.sandbox.publish(platform="instagram", profile=NAME, text=text, **facts)

    def say(self, text: str, *, author: str = "Ana", **facts: Any) -> str:
        """Comment as a resident."""
        return self._say("comment", text, author, facts)

    def message(self, text: str, *, author: str = "Ana", **facts: Any) -> str:
        """Message as a resident."""
        return self._say("direct_message", text, author, facts)

    def _say(self, kind: str, text: str, author: str, facts: dict[str, Any]) -> str:
        common = {"platform": "instagram", "profile": NAME, "author": author}
        return self.sandbox.say(**common, kind=kind, text=text, **facts)

    def break_next(self, kind: str, route: str = "*", **facts: Any) -> None:
        """Let the next fitting request go wrong."""
        self.sandbox.faults(kind=kind, platform=NAME, route=route, **facts)

    def answer_with(self, status: int, body: Any, route: str = "*", **facts: Any) -> None:
        """Let requests be answered with a status and a body."""
        self.break_next("status", route, status=status, body=body, **facts)

    def reply(self, item: Incoming, text: str = "Thank you", **facts: Any) -> OutgoingReply:
        """Build an answer to something that was said."""
        return OutgoingReply(
            **{
                "kind": item.kind,
                "audience": Audience.PUBLIC if item.kind is Kind.COMMENT else Audience.PRIVATE,
                "text": text,
                "thread_id": item.thread_id,
                "reply_to": item.external_id,
                "recipient_id": item.author.external_id if item.author else "",
                "client_token": f"token of {text}",
                "attempted_at": datetime.now(UTC) - timedelta(seconds=2),
                "post_id": item.post.external_id if item.post else None,
                **facts,
            }
        )

    def only(self, stream: str) -> Incoming:
        """Fetch a stream from the start and return the one thing said in it."""
        [item] = self.connector.fetch(stream, since=None, at=None).items
        return item

    def posts(self) -> list[dict[str, Any]]:
        """List the writes that reached Instagram."""
        paths = ("/comment/", "/broadcast/text/", "/broadcast/link/")
        return [e for e in self.sandbox.journal(method="POST") if e["path"].endswith(paths)]


def connector(sandbox: Running, credentials: Any) -> InstagramPrivateConnector:
    """Build a connector for the account against a sandbox."""
    external_id = "50000000101"
    access = Access(external_id=external_id, credentials=credentials, address=sandbox.address)
    return InstagramPrivateConnector(access)


def walk(connector: InstagramPrivateConnector, stream: str, since: str | None) -> list[Page]:
    """Fetch a whole walk, head to floor."""
    pages = [connector.fetch(stream, since=since, at=None)]
    while pages[-1].next:
        pages.append(connector.fetch(stream, since=since, at=pages[-1].next))
    return pages


def texts(pages: list[Page]) -> list[str]:
    """List what pages say, in their order."""
    return [item.text for page in pages for item in page.items]

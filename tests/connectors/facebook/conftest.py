"""What do the tests of the Facebook connector ask for?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from connectors.facebook.connector import FacebookConnector
from connectors.pages import Incoming
from tests.connectors.graph.department import facebook, walk
from tests.sandbox.running import Running


@pytest.fixture
def page(sandbox: Running) -> FacebookConnector:
    """The Page's line, with one post to comment under."""
    sandbox.publish(platform="facebook", text="Main Street is closed.")
    return facebook(sandbox)


@pytest.fixture
def comment(sandbox: Running, page: FacebookConnector) -> Callable[..., Incoming]:
    """Let a resident comment, and return it as the connector sees it."""

    def make(text: str = "When will it open?", **facts: Any) -> Incoming:
        said = {"platform": "facebook", "kind": "comment", "author": "Ana Ruiz", "text": text}
        comment_id = sandbox.say(**said | facts)
        items = walk(page, "comments").items
        return next(item for item in items if item.external_id == comment_id)

    return make


@pytest.fixture
def message(sandbox: Running, page: FacebookConnector) -> Callable[..., Incoming]:
    """Let a resident write a direct message, and return it as the connector sees it."""

    def make(text: str = "Is the lobby open?", **facts: Any) -> Incoming:
        said = {"platform": "facebook", "kind": "direct_message", "author": "Ana Ruiz"}
        message_id = sandbox.say(**said | {"text": text} | facts)
        items = walk(page, "messages").items
        return next(item for item in items if item.external_id == message_id)

    return make

"""Does the README say what the connector says of itself?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import connectors.facebook
from connectors.capabilities import Capabilities
from connectors.facebook.connector import FacebookConnector
from connectors.text import TextRule

README = Path(connectors.facebook.__path__[0]) / "README.md"


def limit(rule: TextRule, window: timedelta | None) -> str:
    said = f"{rule.limit} {rule.unit}"
    return f"{said}, within {window.days} days" if window else said


def private(rules: Capabilities) -> str:
    if not rules.private_reply or not rules.private_text:
        return "no"
    once = "once, " if rules.private_reply_once else ""
    return once + limit(rules.private_text, rules.private_reply_window)


def test_the_table_of_capabilities_is_true() -> None:
    text = README.read_text()

    for kind, rules in FacebookConnector.capabilities.items():
        row = f"| {kind} | {limit(rules.text, rules.reply_window)} | {private(rules)} |"
        assert row in text

"""How would a text read, and how long is it the way each platform counts?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.capabilities import Capabilities
from connectors.catalogue import capabilities_of
from connectors.text import TextRule
from connectors.words import Kind, Platform
from inbox.canned import filling, variables
from inbox.canned.filling import Filled
from inbox.models import Account
from inbox.views import PLATFORM_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A text against the limit of one kind of reply on one platform."""

    platform: Platform
    where: str
    length: int
    rule: TextRule

    @property
    def is_too_long(self) -> bool:
        """Whether the platform would refuse it."""
        return self.length > self.rule.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A text with example values, and its length wherever it could go."""

    filled: Filled
    counts: list[Counted]


def preview(session: Session, text: str, accounts: Sequence[Account] = ()) -> Preview:
    """Show a text as it could read, counted for these accounts, or for all that are connected."""
    filled = filling.example(text, variables.kept(session))
    wanted = accounts or session.scalars(select(Account).order_by(Account.id)).all()
    ways = dict.fromkeys((one.platform, one.connector) for one in wanted)
    return Preview(
        filled=filled,
        counts=[one for way in ways for one in _counts(filled.text, *way)],
    )


def _counts(text: str, platform: Platform, connector: str) -> list[Counted]:
    return [
        Counted(
            platform=platform,
            where=f"{PLATFORM_NAMES[platform]} {' and '.join(nouns)}",
            length=rule.length(text),
            rule=rule,
        )
        for rule, nouns in _by_rule(capabilities_of(connector)).items()
    ]


def _by_rule(kinds: Mapping[Kind, Capabilities]) -> dict[TextRule, list[str]]:
    found: dict[TextRule, list[str]] = {}
    for can in kinds.values():
        nouns = [(can.text, can.noun.lower())] if can.reply else []
        if can.private_text and can.private_reply:
            nouns.append((can.private_text, "private reply"))
        for rule, noun in nouns:
            if noun not in found.setdefault(rule, []):
                found[rule].append(noun)
    return found

"""How would a text read, and how long is it the way each platform counts?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.capabilities import Capabilities
from connectors.catalogue import capabilities_of
from connectors.text import TextRule
from connectors.words import Kind, Platform
from inbox.canned import filling, variables
from inbox.canned.filling import Filled, Piece
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
    """A text with example values, whole and in pieces, and its length wherever it could go.

    `unknown` are the names in it that nobody could fill.
    """

    filled: Filled
    pieces: list[Piece]
    counts: list[Counted]
    unknown: list[str]

    @property
    def asked(self) -> list[str]:
        """What whoever inserts it is asked for."""
        return [name for name in self.filled.missing if name not in self.unknown]

    @property
    def tightest(self) -> Counted | None:
        """Where the least room is left, or the most is missing."""
        return max(self.counts, key=lambda one: one.length / one.rule.limit, default=None)


def preview(session: Session, text: str, accounts: Sequence[Account] = ()) -> Preview:
    """Show a text as it could read, counted for these accounts, or for all that are connected."""
    kept = variables.kept(session)
    filled = filling.example(text, kept)
    wanted = accounts or session.scalars(select(Account).order_by(Account.id)).all()
    return Preview(
        filled=filled,
        pieces=filling.example_pieces(text, kept),
        counts=_counts(filled.text, wanted),
        unknown=variables.unknown([*variables.BUILT_IN, *kept], filled.missing),
    )


def _counts(text: str, accounts: Sequence[Account]) -> list[Counted]:
    found: dict[tuple[Platform, TextRule], list[str]] = {}
    for platform, connector in dict.fromkeys((one.platform, one.connector) for one in accounts):
        for rule, noun in _ways(capabilities_of(connector)):
            nouns = found.setdefault((platform, rule), [])
            if noun not in nouns:
                nouns.append(noun)
    return [
        Counted(
            platform=platform,
            where=f"{PLATFORM_NAMES[platform]} {', '.join(nouns)}",
            length=rule.length(text),
            rule=rule,
        )
        for (platform, rule), nouns in found.items()
    ]


def _ways(kinds: Mapping[Kind, Capabilities]) -> Iterator[tuple[TextRule, str]]:
    for kind, can in kinds.items():
        noun = "direct message" if kind is Kind.DIRECT_MESSAGE else can.noun.lower()
        if can.reply:
            yield can.text, noun
        if can.private_text and can.private_reply:
            yield can.private_text, "private reply"

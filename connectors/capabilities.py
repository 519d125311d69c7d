"""What can one kind of conversation allow, and what does it cost?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from connectors.pictures import PictureRule
from connectors.text import TextRule
from connectors.words import Audience, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How many messages a platform lets an account send within a span."""

    count: int
    window: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What one kind of conversation allows on one platform.

    `reply` answers where the person wrote; `private_reply` answers a public
    message privately. Windows count from the person's last message. `verbs` are
    what staff may do to such words; DELETE means words of ours, `hidden_from` says
    from whom HIDE keeps them. After `person_only_after` a reply must be a person's
    own words, never a machine's. `needs_summons` says that a reply may pass only to
    words that name or quote the account; `private_reply_on_air` that one may be sent
    only while the broadcast runs; `answer_address` is where a person answers on the
    platform itself, `{id}` being the message answered. `picture` and `private_picture`
    say what a picture with either reply may be, None that it takes none.
    """

    audience: Audience
    text: TextRule
    picture: PictureRule | None = None
    reply: bool = True
    reply_window: timedelta | None = None
    person_only_after: timedelta | None = None
    private_reply: bool = False
    private_text: TextRule | None = None
    private_picture: PictureRule | None = None
    private_reply_window: timedelta | None = None
    private_reply_once: bool = False
    private_reply_on_air: bool = False
    verbs: frozenset[Verb] = frozenset()
    hidden_from: str = ""
    private_paces: tuple[Pace, ...] = ()
    needs_summons: bool = False
    answer_address: str = ""
    noun: str = "Comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a platform charges for one of what an account reads or writes, in US dollars."""

    noun: str
    dollars: Decimal
    is_write: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """A platform's prices, by the names in which use is counted, and where they were published."""

    prices: Mapping[str, Price]
    source: str

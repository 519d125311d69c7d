"""Which JSON is a subscriber told, and which says who is told?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from inbox.models import Giving
from inbox.shapes import Conversation, Message, User
from inbox.subscribers import happenings
from inbox.subscribers.consent import Consent

Happened = StrEnum(  # type: ignore[misc]  # the keys are the one source
    "Happened", {key.upper().replace(".", "_"): key for key in happenings.MEANINGS}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What a webhook tells: something happened, and how what it happened to stands now."""

    id: str = field(metadata={"description": "The same whenever this is sent again."})
    happening: Happened
    event: str = field(metadata={"description": "The exact name that it has on the record."})
    occurred_at: datetime
    by: User | None = field(
        metadata={"description": "Who did it; null for residents and the desk itself."}
    )
    conversation: Conversation
    message: Message | None = field(metadata={"description": "The message that it is about."})
    is_withheld: bool = field(
        metadata={"description": "There are words that this webhook is not given."}
    )


class Standing(StrEnum):
    """How it goes with a subscriber."""

    NEW = "new"
    WORKING = "working"
    FAILING = "failing"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address that is told what happens."""

    id: int
    name: str
    address: str
    happenings: list[Happened]
    words: Giving = field(metadata={"description": "Which words of people it is to be given."})
    consent: Consent = field(
        metadata={
            "description": "Whether somebody else agreed to direct messages; it is given public "
            "words alone while that is `waiting` or `refused`."
        }
    )
    consent_reason: str = field(metadata={"description": "Why they were refused or taken back."})
    standing: Standing
    problem: str = field(metadata={"description": "Why it fails, or is paused."})
    waiting: int = field(metadata={"description": "How much is on its way."})
    given_up: int
    made_at: datetime
    sent_at: datetime | None = field(metadata={"description": "When it last took something."})


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    """Every address that is told what happens."""

    items: list[Webhook]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhook:
    """An address to be told."""

    name: str
    address: str
    happenings: list[Happened]
    words: Giving = field(
        default=Giving.PUBLIC,
        metadata={
            "description": "Public ones when left out; `all` gives direct messages too, once "
            "somebody else who reads and leads agreed."
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsOfWebhook:
    """Which words of people it is to be given from now on."""

    words: Giving


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeWebhook:
    """A new webhook, and the secret that signs what it tells, this once."""

    webhook: Webhook
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """What a webhook had not taken within a day."""

    id: int
    webhook_id: int
    happening: str
    conversation_id: int
    occurred_at: datetime
    given_up_at: datetime | None
    attempts: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllGivenUp:
    """What was given up of late, the newest first."""

    items: list[GivenUp]

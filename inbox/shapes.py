"""Which JSON do programs give and take, over the API and by webhook?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from connectors.words import Audience, Direction, Kind, Platform
from inbox import status
from inbox.models import DeliveryState, Priority, Status, SubmissionState

Reason = StrEnum("Reason", {key.upper(): key for key in status.NO_REPLY_REASONS})  # type: ignore[misc]  # the keys are the one source


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong, as RFC 9457 writes it."""

    type: str
    title: str
    status: int
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who signs in."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A connected Page, profile or handle."""

    id: int
    name: str
    handle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person as one platform shows them."""

    id: int
    name: str
    handle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One thread with one person, as a list shows it."""

    id: int
    version: int = field(metadata={"description": "Raised by every change."})
    platform: Platform
    kind: Kind
    status: Status
    priority: Priority
    account: Account
    contact: Contact | None
    assignee: User | None
    tags: list[str]
    snippet: str
    is_unread: bool
    is_muted: bool = field(metadata={"description": "Kept quiet inside the desk."})
    waiting_since: datetime | None = field(
        metadata={"description": "Since when the person waits for an answer."}
    )
    created_at: datetime
    active_at: datetime
    resolved_at: datetime | None
    merged_into: int | None = field(
        metadata={"description": "The conversation that took in all of this one."}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationPage:
    """Some conversations, and where the next ones start."""

    items: list[Conversation]
    next: str | None = field(metadata={"description": "Send it as `cursor` for the next page."})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyOption:
    """One way to answer, by the platform's rules of this moment."""

    is_allowed: bool
    why_not: str
    warning: str = field(metadata={"description": "Why the platform may refuse it all the same."})
    limit: int
    unit: str
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenConversation:
    """One conversation, with what may be answered in it."""

    conversation: Conversation
    post: str | None = field(metadata={"description": "The text commented under."})
    public_reply: ReplyOption
    private_reply: ReplyOption


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How far a reply has come."""

    id: int
    state: DeliveryState
    due_at: datetime = field(metadata={"description": "Held until then; it can be taken back."})
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing said, by either side."""

    id: int
    direction: Direction
    audience: Audience
    text: str
    author: str | None
    sent_at: datetime
    received_at: datetime
    edited_at: datetime | None
    removed_at: datetime | None = field(
        metadata={"description": "When it was gone from the platform; the text stays."}
    )
    hidden_at: datetime | None = field(
        metadata={"description": "Since when the platform hides it from the public."}
    )
    likes: int | None = field(metadata={"description": "As last read; null where not told."})
    reactions: list[str] = field(
        metadata={"description": "The emoji that stand below it, one for each person."}
    )
    by_hand_at: datetime | None = field(
        metadata={"description": "When somebody said they had answered on the platform itself."}
    )
    delivery: Delivery | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage:
    """Some messages, oldest first, and where the next ones start."""

    items: list[Message]
    next: str | None = field(metadata={"description": "Send it as `cursor` for the next page."})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReply:
    """Words to send."""

    text: str
    audience: Audience
    reply_to_message_id: int | None = field(
        default=None, metadata={"description": "The newest message when left out."}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply on its way."""

    id: int
    conversation_id: int
    message_id: int
    text: str
    audience: Audience
    state: DeliveryState
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A reply that somebody else must approve."""

    id: int
    conversation_id: int
    text: str
    audience: Audience
    state: SubmissionState
    submitted_at: datetime
    decided_by: User | None
    decided_at: datetime | None
    note: str = field(metadata={"description": "Why it was sent back."})
    message_id: int | None = field(
        metadata={"description": "What was sent once it was approved, perhaps in other words."}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAssignment:
    """Who shall work on it."""

    user_id: int | None = field(
        default=None,
        metadata={"description": "Left out, the token's person claims it, if it is free."},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTag:
    """A word to file a conversation under."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResolution:
    """Why a conversation is closed."""

    reason: Reason | None = field(
        default=None,
        metadata={"description": "Needed while the person waits: why no reply is needed."},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundContact:
    """A person whose name matches."""

    contact: Contact
    platform: Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A conversation, and its newest message or note that matches, or else the post above it."""

    conversation: Conversation
    message_id: int | None
    note_id: int | None
    post_id: int | None
    at: datetime
    snippet: str = field(metadata={"description": "The words around what was found."})
    is_exact: bool = field(metadata={"description": "It holds the words just as they were asked."})


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What was found, the newest first; people, tags and exact ones come with the first page."""

    items: list[Found]
    people: list[FoundContact]
    tags: list[str]
    remarks: list[str] = field(metadata={"description": "What of the question was not known."})
    next: str | None = field(
        metadata={
            "description": "Send it as `cursor` to look further back; a page may be short before."
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedText:
    """What a canned response says in one language, its placeholders not filled."""

    language: str
    text: str
    approved_at: datetime | None = field(
        metadata={"description": "Null while it waits for approval; then it is not to be sent."}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedResponse:
    """An answer kept ready, in as many languages as it has."""

    id: int
    title: str
    shortcut: str
    folder: str
    review_on: str | None = field(metadata={"description": "When to look at it again, a date."})
    archived_at: datetime | None
    texts: list[CannedText]
    teams: list[str] = field(metadata={"description": "Who may use it; empty for every team."})
    account_ids: list[int] = field(metadata={"description": "Where; empty for every account."})
    used_in: list[str] = field(
        metadata={"description": "In which answers it may be used: public, private or live."}
    )
    offered_until: str | None = field(
        metadata={"description": "The last day on which the desk offers it, if there is one."}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedResponses:
    """Every canned response in use."""

    items: list[CannedResponse]

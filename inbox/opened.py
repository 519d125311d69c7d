"""What is an open conversation made of?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from connectors.words import Direction, Verb
from inbox.acquaintance import Acquaintance
from inbox.linking import Linked
from inbox.models import (
    AccountState,
    Attachment,
    Conversation,
    Delivery,
    DeliveryState,
    Event,
    Message,
    Mute,
    Note,
    Promise,
    Submission,
    SubmissionState,
    Wait,
)
from inbox.moderation import Past
from inbox.protocol.following import Standing

_UNSENT = DeliveryState.QUEUED, DeliveryState.FAILED, DeliveryState.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a thread: a message with its past, a note, an event line or a reply that waits.

    A message that somebody approved holds what was submitted. `answer_address` is where a
    refused reply can be given on the platform itself.
    """

    at: datetime
    message: Message | None = None
    delivery: Delivery | None = None
    answer_address: str = ""
    past: Past | None = None
    note: Note | None = None
    event: Event | None = None
    submission: Submission | None = None

    @property
    def type(self) -> str:
        """Say which of the four it is."""
        if self.message:
            return "message"
        return "note" if self.note else "event" if self.event else "submission"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A conversation with all that belongs to it, oldest first."""

    conversation: Conversation
    items: list[Item]
    wait: Wait | None
    first_wait: Wait | None
    earlier: list[Conversation]
    mute: Mute | None
    acquaintance: Acquaintance | None
    linked: list[Linked]
    promises: list[Promise]
    protocol: Standing | None

    def picture(self, attachment_id: int | None) -> Attachment | None:
        """Return a picture of ours that stands here, or was taken back."""
        ours = (i.message for i in self.items if i.message and i.message.direction is Direction.OUT)
        held = (one for message in ours for one in message.attachments)
        return next((one for one in held if one.id == attachment_id and one.digest), None)

    @property
    def newest_message(self) -> int:
        """The number of the newest message: what somebody who looks has before them."""
        return max((item.message.id for item in self.items if item.message), default=0)

    @property
    def stands_unsent(self) -> str:
        """What became of the newest reply above that has not gone out; nothing where all have.

        One that is held for its undo says so itself, beside the composer.
        """
        return next(filter(None, map(self._unsent, reversed(self.items))), "")

    def _unsent(self, item: Item) -> str:
        if item.submission and item.submission.state is SubmissionState.WAITING:
            return SubmissionState.WAITING.value
        if item.delivery is None or item.delivery.state not in _UNSENT:
            return ""
        is_connected = self.conversation.account.state is AccountState.CONNECTED
        is_held = item.delivery.attempts == 0 and is_connected
        is_queued = item.delivery.state is DeliveryState.QUEUED
        return "" if is_queued and is_held else item.delivery.state.value

    @property
    def came_back(self) -> set[tuple[int, str]]:
        """Whose words came back to them, as they stand in the thread: nothing new is begun."""
        return {
            (item.submission.author_id, item.submission.text)
            for item in self.items
            if item.submission and item.submission.state is SubmissionState.RETURNED
        }

    def said_since(self, submission: Submission) -> list[Message]:
        """Return what came or went after a reply was submitted, the newest two."""
        found = [
            item.message
            for item in self.items
            if item.message and item.message.received_at > submission.submitted_at
        ]
        return found[-2:]

    @property
    def has_several_threads(self) -> bool:
        """Whether messages of more than one platform thread stand here to be answered."""
        return len({one.home_id for one in self._theirs()}) > 1

    @property
    def answers(self) -> Message | None:
        """The newest message of the public: what a reply answers unless somebody says otherwise."""
        return max(self._theirs(), key=lambda one: (one.sent_at, one.id), default=None)

    def theirs(self, message_id: int | None) -> Message | None:
        """Return a message of the public that stands here."""
        return next((one for one in self._theirs() if one.id == message_id), None)

    def _theirs(self) -> list[Message]:
        found = (i.message for i in self.items if i.message)
        return [one for one in found if one.direction is Direction.IN]

    @property
    def hideable_id(self) -> int | None:
        """The newest message that may be hidden, or shown again: what the shortcut means."""
        verbs = {Verb.HIDE, Verb.UNHIDE}
        found = [i.message for i in self.items if i.message and i.past and i.past.verbs & verbs]
        return found[-1].id if found else None

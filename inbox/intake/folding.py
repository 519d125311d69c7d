"""What does each new message change in its conversation and in its waits?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connectors.base import Audience, Author, Direction, Incoming, Kind
from inbox import timeline
from inbox.intake.people import Ids
from inbox.models import Conversation, Event, Status, Wait, WaitEnd

SNIPPET_LENGTH = 200


@dataclass(slots=True)
class History:
    """What a conversation's waits and answers were before this page."""

    wait: Wait | None = None
    last_answer_at: datetime | None = None


@dataclass(slots=True)
class Folded:
    """The rows a page adds."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fold:
    """Folds new messages, oldest first, into the conversation they belong to."""

    contact_ids: Ids
    capture_ids: Sequence[int]
    received_at: datetime
    folded: Folded

    def fold(
        self, conversation: Conversation, history: History, item: Incoming, number: int
    ) -> None:
        """Take in one message that is new to us, under its number."""
        self.folded.messages.append(self._message(conversation, item, number))
        self._name_contact(conversation, item)
        if item.direction is Direction.IN:
            self._take_in(conversation, history, item, number)
        else:
            self._take_native_answer(conversation, history, item, number)
        conversation.active_at = max(conversation.active_at, item.sent_at)
        conversation.version += 1

    def _message(self, conversation: Conversation, item: Incoming, number: int) -> dict[str, Any]:
        private = item.kind is Kind.DIRECT_MESSAGE
        return {
            "id": number,
            "account_id": conversation.account_id,
            "conversation_id": conversation.id,
            "external_id": item.external_id,
            "direction": item.direction,
            "audience": Audience.PRIVATE if private else Audience.PUBLIC,
            "text": item.text,
            "sent_at": item.sent_at,
            "received_at": self.received_at,
            "author_contact_id": self._number_of(item.author),
            "reply_to": item.reply_to,
            "permalink": item.permalink,
            "capture_id": self.capture_ids[item.capture] if self.capture_ids else None,
        }

    def _name_contact(self, conversation: Conversation, item: Incoming) -> None:
        """Say whom a conversation is with: whoever wrote its first words, once these are here."""
        is_root = item.external_id == item.thread_id
        if item.contact:
            conversation.contact_id = self._number_of(item.contact)
        elif item.direction is Direction.IN and (is_root or conversation.contact_id is None):
            conversation.contact_id = self._number_of(item.author) or conversation.contact_id

    def _number_of(self, person: Author | None) -> int | None:
        return self.contact_ids.get(person.external_id) if person else None

    def _take_in(
        self, conversation: Conversation, history: History, item: Incoming, number: int
    ) -> None:
        if item.sent_at >= conversation.active_at or not conversation.snippet:
            conversation.snippet = " ".join(item.text.split())[:SNIPPET_LENGTH]
        conversation.is_unread = True
        self._reopen(conversation, history, item)
        self._wait(conversation, history, item, number)
        self._record("message.received", conversation, number)

    def _reopen(self, conversation: Conversation, history: History, item: Incoming) -> None:
        if conversation.status is Status.OPEN or _was_answered(history, item):
            return
        was_resolved = conversation.status is Status.RESOLVED
        conversation.status = Status.OPEN
        conversation.resolved_at = None
        if was_resolved and conversation.version:
            conversation.is_new_cycle = True
            self._record("conversation.reopened", conversation, None)

    def _wait(
        self, conversation: Conversation, history: History, item: Incoming, number: int
    ) -> None:
        if history.wait:
            _start_earlier(conversation, history.wait, item, number)
            return
        if _was_answered(history, item):
            return
        history.wait = Wait(
            account_id=conversation.account_id,
            conversation_id=conversation.id,
            platform=conversation.platform,
            kind=conversation.kind,
            is_first=conversation.is_new_cycle,
            started_at=item.sent_at,
            opened_by_message_id=number,
        )
        self.folded.waits.append(history.wait)
        conversation.is_new_cycle = False
        conversation.waiting_since = item.sent_at

    def _take_native_answer(
        self, conversation: Conversation, history: History, item: Incoming, number: int
    ) -> None:
        wait = history.wait
        if wait and item.sent_at >= wait.started_at:
            wait.ended_at, wait.end = item.sent_at, WaitEnd.ANSWERED
            wait.ended_by_message_id = number
            history.wait = None
            conversation.waiting_since = None
        history.last_answer_at = max(history.last_answer_at or item.sent_at, item.sent_at)
        self._record("message.answered_natively", conversation, number)

    def _record(self, name: str, conversation: Conversation, number: int | None) -> None:
        data = {} if number is None else {"message_id": number}
        self.folded.events.append(
            timeline.next_event(name, conversation, at=self.received_at, user_id=None, data=data)
        )


def _was_answered(history: History, item: Incoming) -> bool:
    return history.last_answer_at is not None and history.last_answer_at >= item.sent_at


def _start_earlier(conversation: Conversation, wait: Wait, item: Incoming, number: int) -> None:
    if item.sent_at < wait.started_at:
        wait.started_at = item.sent_at
        wait.opened_by_message_id = number
        conversation.waiting_since = item.sent_at

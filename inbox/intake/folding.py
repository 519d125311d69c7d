"""What does each new message change in its conversation and in its waits?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from connectors.pages import Author, Incoming
from connectors.words import Direction, Kind, Surface
from inbox import languages, timeline
from inbox.intake import ordering, reactions
from inbox.intake.history import is_history
from inbox.intake.people import Ids
from inbox.intake.threads import Thread, key_of
from inbox.intake.waiting import History, Question, ended, opened, started_earlier
from inbox.models import Account, Status

SNIPPET_LENGTH = 200
READ_FOR_LANGUAGE = 300


@dataclass(frozen=True, slots=True)
class Fold:
    """Folds new messages, oldest first, into the conversation they belong to.

    What it adds is collected in `messages` and `events`; waits stay in each
    conversation's history. `windows` say for how long each kind may be answered,
    `muted` which of the contacts are muted.
    """

    account: Account
    windows: Mapping[Kind, timedelta | None]
    contact_ids: Ids
    muted: Collection[int]
    capture_ids: Sequence[int]
    received_at: datetime
    as_of: datetime
    messages: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    def fold(self, thread: Thread, history: History, item: Incoming, number: int) -> None:
        """Take in one message that is new to us, under its number."""
        self.messages.append(self._message(thread, item, number))
        self._name_contact(thread, item)
        if item.direction is Direction.IN:
            self._take_in(thread, history, item, number)
        else:
            self._take_native_answer(thread, history, item, number)
        thread.active_at = max(thread.active_at, item.sent_at)
        thread.version += 1

    def _message(self, thread: Thread, item: Incoming, number: int) -> dict[str, Any]:
        return {
            "id": number,
            "account_id": thread.account_id,
            "conversation_id": thread.id,
            "home_id": _home(thread, item),
            "external_id": item.external_id,
            "direction": item.direction,
            "audience": item.kind.audience,
            "text": item.text,
            "sent_at": item.sent_at,
            "received_at": self.received_at,
            "author_contact_id": self._number_of(item.author),
            "reply_to": item.reply_to,
            "permalink": item.permalink,
            "is_summons": item.is_summons,
            "surface": item.surface,
            "capture_id": self.capture_ids[item.capture] if self.capture_ids else None,
            "hidden_at": self.received_at if item.is_hidden else None,
            "likes": item.likes,
            "text_as_of": self.as_of,
            "flags_as_of": self.as_of if ordering.tells_flags(item) else None,
            "edition": item.edition,
            "reactions": reactions.first(item, self.as_of),
        }

    def _name_contact(self, thread: Thread, item: Incoming) -> None:
        """Say whom a conversation is with: whoever wrote its first words, once these are here."""
        is_root, before = item.external_id == item.thread_id, thread.contact_id
        if item.contact:
            thread.contact_id = self._number_of(item.contact)
        elif item.direction is Direction.IN and (is_root or thread.contact_id is None):
            thread.contact_id = self._number_of(item.author) or thread.contact_id
        if thread.contact_id != before:
            thread.is_muted = thread.contact_id in self.muted

    def _number_of(self, person: Author | None) -> int | None:
        return self.contact_ids.get(person.external_id) if person else None

    def _take_in(self, thread: Thread, history: History, item: Incoming, number: int) -> None:
        if item.sent_at >= thread.active_at or not thread.snippet:
            thread.language = languages.guess(item.text[:READ_FOR_LANGUAGE]) or thread.language
            thread.snippet = " ".join(item.text.split())[:SNIPPET_LENGTH] or _wordless(item)
        self._open_window(thread, item)
        self._record("message.received", thread, message_id=number)
        if is_history(self.account, item.sent_at):
            self._keep_as_history(thread, item)
            return
        thread.is_unread = True
        if history.was_answered(item.sent_at, _home(thread, item)):
            return
        self._reopen(thread)
        asked = Question(item.sent_at, number, self.received_at)
        history.asked.append(asked)
        if history.wait:
            started_earlier(thread, history.wait, asked)
        else:
            history.wait = opened(thread, asked)

    def _keep_as_history(self, thread: Thread, item: Incoming) -> None:
        if thread.is_new and not thread.is_history:
            thread.is_history = True
            self._record("conversation.kept_as_history", thread)
        if thread.resolved_at:
            # Among the resolved it stands where its words do, not on top.
            thread.resolved_at = max(thread.resolved_at, item.sent_at)

    def _open_window(self, thread: Thread, item: Incoming) -> None:
        if window := self.windows.get(item.kind):
            thread.answer_by = max(thread.answer_by or item.sent_at, item.sent_at + window)

    def _reopen(self, thread: Thread) -> None:
        if thread.status is Status.OPEN:
            return
        before = thread.status
        thread.status, thread.named_status_id = Status.OPEN, None
        thread.resolved_at = thread.snoozed_until = None
        if before is Status.RESOLVED:
            thread.is_new_cycle = True
            self._record("conversation.reopened", thread)
        elif before is Status.SNOOZED:
            self._record("conversation.woken", thread)

    def _take_native_answer(
        self, thread: Thread, history: History, item: Incoming, number: int
    ) -> None:
        wait = history.wait
        if wait and item.sent_at > wait.started_at:
            ended(thread, wait, item.sent_at, number)
            history.close()
            # Read late, it answers what was asked before it, and not what was asked since.
            if later := history.asked_after(item.sent_at):
                history.wait = opened(thread, later)
        history.answered_at(item.sent_at, _home(thread, item))
        self._record("message.answered_natively", thread, message_id=number)

    def _record(self, name: str, thread: Thread, **data: int) -> None:
        self.events.append(
            timeline.next_link(name, thread, at=self.received_at, user_id=None, data=data)
        )


def _home(thread: Thread, item: Incoming) -> int | None:
    return thread.homes.get(key_of(item))


def _wordless(item: Incoming) -> str:
    if item.surface is Surface.ENCRYPTED:
        return "Encrypted message"
    return item.attachments[0].kind.noun if item.attachments else ""

"""Of what can a subscriber be told, and which events is that?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from connectors.phrases import Phrase
from inbox.models import Event

CREATED = "conversation.created"
UNDONE = "conversation.undone"
MEANINGS: Mapping[str, str] = {
    CREATED: Phrase("A conversation is new"),
    "message.received": Phrase("Somebody wrote"),
    "message.edited": Phrase("Somebody changed what they wrote"),
    "message.removed": Phrase("A message is gone from its platform"),
    "message.hidden": Phrase("A message was hidden or shown again"),
    "reply.sent": Phrase("An answer of ours was published"),
    "reply.failed": Phrase("An answer of ours was refused"),
    "reply.on_platform": Phrase("Somebody was answered on the platform itself"),
    "conversation.assigned": Phrase("A conversation was assigned, claimed or given back"),
    "conversation.status_changed": Phrase("A conversation was resolved, reopened or snoozed"),
    "conversation.prioritised": Phrase("The priority was changed"),
    "conversation.tagged": Phrase("A tag was added or removed"),
    "conversation.overdue": Phrase("An answer is overdue"),
}
_EVENTS: Mapping[str, Collection[str]] = {
    "message.received": ("message.received",),
    "message.edited": ("message.edited",),
    "message.removed": ("message.removed",),
    "message.hidden": ("message.hidden", "message.unhidden"),
    "reply.sent": ("reply.sent", "reply.accepted"),
    "reply.failed": ("reply.failed",),
    "reply.on_platform": ("message.answered_natively", "reply.by_hand"),
    "conversation.assigned": ("conversation.assigned", "conversation.released"),
    "conversation.status_changed": (
        "conversation.resolved",
        "conversation.reopened",
        "conversation.snoozed",
        "conversation.woken",
        "conversation.status_named",
    ),
    "conversation.prioritised": ("conversation.prioritised",),
    "conversation.tagged": ("conversation.tagged", "conversation.untagged"),
    "conversation.overdue": ("promise.breached",),
}
_BY_EVENT = {name: happening for happening, names in _EVENTS.items() for name in names}
EVENTS = (*_BY_EVENT, UNDONE)


def of(event: Event) -> Iterator[str]:
    """Yield what an event is to subscribers; the first one of a conversation makes it new, too.

    What somebody takes back is told like what they did: the conversation says how it stands.
    """
    if not event.previous:
        yield CREATED
    name = event.data.get("what", "") if event.name == UNDONE else event.name
    if name in _BY_EVENT:
        yield _BY_EVENT[name]


def named(words: Collection[str]) -> list[str]:
    """Return the happenings of these names, each once and in their order."""
    return [name for name in MEANINGS if name in words]

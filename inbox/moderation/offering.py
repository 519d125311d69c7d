"""What may be done to one message now?"""

from __future__ import annotations

from connectors.catalogue import capabilities_of
from connectors.words import Direction, Verb
from inbox.models import Conversation, Message

_OURS = frozenset({Verb.DELETE})


def offered(conversation: Conversation, message: Message) -> frozenset[Verb]:
    """Return the verbs that make sense for a message as it stands.

    Their words are never deleted from here: that is off by policy. A direct message
    has no verbs, so a person's private words can cost them nothing.
    `conversation.account` must be loaded.
    """
    allowed = capabilities_of(conversation.account.connector)[conversation.kind]
    if not message.external_id or message.removed_at or message.audience is not allowed.audience:
        return frozenset()
    if message.direction is Direction.OUT:
        return allowed.verbs & _OURS
    return allowed.verbs & {
        Verb.UNHIDE if message.hidden_at else Verb.HIDE,
        Verb.UNLIKE if message.liked_at else Verb.LIKE,
    }

"""What may be said on Facebook, where, and until when?

Sources: Meta for Developers, "Private Replies" and "Messenger Platform policy". The lengths
are assumed (docs/platforms.md 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from connectors.capabilities import Capabilities
from connectors.text import TextRule
from connectors.words import Audience, Kind, Verb

# A comment may be answered privately once, within seven days; a message within
# 24 hours, or by a person, marked as such, within seven days.
DAY, WEEK = timedelta(days=1), timedelta(days=7)
MESSENGER_TEXT = TextRule(2000)

COMMENT = Capabilities(
    audience=Audience.PUBLIC,
    text=TextRule(8000),
    private_reply=True,
    private_text=MESSENGER_TEXT,
    private_reply_window=WEEK,
    private_reply_once=True,
    verbs=frozenset(Verb),
    hidden_from="everybody but its author and their friends",
    noun="Comment",
)

CAPABILITIES: Mapping[Kind, Capabilities] = {
    Kind.COMMENT: COMMENT,
    Kind.LIVE_COMMENT: replace(COMMENT, noun="Live"),
    Kind.MENTION: Capabilities(audience=Audience.PUBLIC, text=COMMENT.text, noun="Post"),
    Kind.DIRECT_MESSAGE: Capabilities(
        audience=Audience.PRIVATE,
        text=MESSENGER_TEXT,
        reply_window=WEEK,
        person_only_after=DAY,
        noun="Messenger",
    ),
}

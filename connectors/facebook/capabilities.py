"""What may be said on Facebook, where, and until when?

Sources: Meta for Developers, "Private Replies" and "Messenger Platform policy". The lengths
are assumed (docs/platforms.md 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from connectors.capabilities import Capabilities
from connectors.phrases import Phrase
from connectors.pictures import MEGABYTE, PictureRule
from connectors.text import TextRule
from connectors.words import Audience, Kind, Verb

# A comment may be answered privately once, within seven days; a message within
# 24 hours, or by a person, marked as such, within seven days.
DAY, WEEK = timedelta(days=1), timedelta(days=7)
MESSENGER_TEXT = TextRule(2000)
# Page Photos asks for less than 4 MB; a message takes 8, and words are a message of their own.
COMMENT_PICTURE = PictureRule(most_bytes=4 * MEGABYTE, takes_description=True)
MESSENGER_PICTURE = PictureRule(most_bytes=8 * MEGABYTE, with_text=False)

COMMENT = Capabilities(
    audience=Audience.PUBLIC,
    text=TextRule(8000),
    picture=COMMENT_PICTURE,
    private_reply=True,
    private_text=MESSENGER_TEXT,
    private_reply_window=WEEK,
    private_reply_once=True,
    verbs=frozenset(Verb),
    hidden_from=Phrase("everybody but its author and their friends"),
    noun=Phrase("Comment"),
)

CAPABILITIES: Mapping[Kind, Capabilities] = {
    Kind.COMMENT: COMMENT,
    Kind.LIVE_COMMENT: replace(COMMENT, picture=None, noun=Phrase("Live")),
    Kind.MENTION: Capabilities(
        audience=Audience.PUBLIC, text=COMMENT.text, picture=COMMENT_PICTURE, noun=Phrase("Post")
    ),
    Kind.DIRECT_MESSAGE: Capabilities(
        audience=Audience.PRIVATE,
        text=MESSENGER_TEXT,
        picture=MESSENGER_PICTURE,
        reply_window=WEEK,
        person_only_after=DAY,
        noun=Phrase("Messenger"),
    ),
}

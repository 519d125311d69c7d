"""What may be said on Instagram, where, and until when, by each of the two ways in?

Sources: Meta for Developers, "Private Replies" and "Instagram messaging". The lengths
are assumed (docs/platforms.md 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from connectors.capabilities import Capabilities
from connectors.phrases import Phrase
from connectors.pictures import JPEG, MEGABYTE, PictureRule
from connectors.text import TextRule, TextUnit
from connectors.words import Audience, Kind, Verb

DAY, WEEK = timedelta(days=1), timedelta(days=7)
COMMENT_TEXT = TextRule(2200)
DIRECT_TEXT = TextRule(1000, TextUnit.BYTES)
# Neither way puts words and a picture into one message; the app sends JPEG within 1080 pixels.
DIRECT_PICTURE = PictureRule(most_bytes=8 * MEGABYTE, with_text=False)
APP_PICTURE = PictureRule(
    media_types=(JPEG,), most_bytes=8 * MEGABYTE, longest_side=1080, with_text=False
)

GRAPH_CAPABILITIES: Mapping[Kind, Capabilities] = {
    Kind.COMMENT: Capabilities(
        audience=Audience.PUBLIC,
        text=COMMENT_TEXT,
        private_reply=True,
        private_text=DIRECT_TEXT,
        private_reply_window=WEEK,
        private_reply_once=True,
        verbs=frozenset({Verb.HIDE, Verb.UNHIDE, Verb.DELETE}),
        hidden_from=Phrase("everybody but its author"),
        noun=Phrase("Comment"),
    ),
    Kind.MENTION: Capabilities(audience=Audience.PUBLIC, text=COMMENT_TEXT, noun=Phrase("Mention")),
    # Comments cannot be made on live media; a private reply goes only while on the air.
    Kind.LIVE_COMMENT: Capabilities(
        audience=Audience.PUBLIC,
        text=COMMENT_TEXT,
        reply=False,
        private_reply=True,
        private_text=DIRECT_TEXT,
        private_reply_once=True,
        private_reply_on_air=True,
        noun=Phrase("Live"),
    ),
    Kind.DIRECT_MESSAGE: Capabilities(
        audience=Audience.PRIVATE,
        text=DIRECT_TEXT,
        picture=DIRECT_PICTURE,
        reply_window=WEEK,
        person_only_after=DAY,
        noun="DM",
    ),
}

# The app's own interface knows no private reply to a comment, and no window.
PRIVATE_CAPABILITIES: Mapping[Kind, Capabilities] = {
    Kind.COMMENT: Capabilities(
        audience=Audience.PUBLIC,
        text=COMMENT_TEXT,
        verbs=frozenset({Verb.DELETE, Verb.LIKE, Verb.UNLIKE}),
        noun=Phrase("Comment"),
    ),
    # instagrapi 3.2.2 knows no way to speak in a broadcast.
    Kind.LIVE_COMMENT: Capabilities(
        audience=Audience.PUBLIC, text=COMMENT_TEXT, reply=False, noun=Phrase("Live")
    ),
    Kind.DIRECT_MESSAGE: Capabilities(
        audience=Audience.PRIVATE, text=DIRECT_TEXT, picture=APP_PICTURE, noun="DM"
    ),
}

"""What may be said on X, and where?

Source: X API documentation, "Manage Posts" and "Direct Messages"; a post is counted as
twitter-text's configuration version 3 weighs it. Likes left the self-serve tiers on
20 April 2026, so they are not offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from connectors.capabilities import Capabilities, Pace
from connectors.phrases import Phrase
from connectors.pictures import MEGABYTE, PictureRule
from connectors.text import TextRule, TextUnit
from connectors.words import Audience, Kind, Verb

DIRECT_TEXT = TextRule(10_000)
POST_PICTURE = PictureRule(most_bytes=5 * MEGABYTE, takes_description=True)
DIRECT_PICTURE = PictureRule(most_bytes=5 * MEGABYTE)
# docs/platforms.md 3.1: per account, whatever conversation they go to.
DIRECT_PACES = (
    Pace(count=15, window=timedelta(minutes=15)),
    Pace(count=1440, window=timedelta(hours=24)),
)

CAPABILITIES: Mapping[Kind, Capabilities] = {
    Kind.MENTION: Capabilities(
        audience=Audience.PUBLIC,
        text=TextRule(280, TextUnit.WEIGHTED),
        picture=POST_PICTURE,
        private_reply=True,
        private_text=DIRECT_TEXT,
        private_picture=DIRECT_PICTURE,
        private_paces=DIRECT_PACES,
        needs_summons=True,
        answer_address="https://x.com/intent/post?in_reply_to={id}",
        verbs=frozenset({Verb.HIDE, Verb.UNHIDE, Verb.DELETE}),
        hidden_from=Phrase(
            "the conversation, but whoever opens its hidden replies can still read it"
        ),
        noun=Phrase("Mention"),
    ),
    Kind.DIRECT_MESSAGE: Capabilities(
        audience=Audience.PRIVATE,
        text=DIRECT_TEXT,
        picture=DIRECT_PICTURE,
        private_paces=DIRECT_PACES,
        noun="DM",
    ),
}

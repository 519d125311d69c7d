"""For which reasons may words be hidden, or ours be deleted?

The categories are those a published policy can hold to: viewpoint-neutral, and
workable without a moderator's taste. Profanity, insults, falsehood, repetition and
whatever else criticism is called are left out on purpose (docs/moderation.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from connectors.phrases import Phrase
from inbox.errors import Invalid

POLICY_VERSION = "2026-11.2"
SHORTEST_REASON_WORDS = 4

HIDE_CATEGORIES: Mapping[str, str] = {
    "threat": Phrase("A true threat of violence"),
    "personal_details": Phrase(
        "Personal details: an address, a number, a child's or a victim's name"
    ),
    "active_operation": Phrase(
        "Would disclose where officers are or compromise an active operation"
    ),
    "child_sexual_material": Phrase("Sexual material involving a child"),
    "obscenity": Phrase("Obscenity in the legal sense"),
    "spam_or_malware": Phrase("Commercial spam, malware or a flood by bots"),
    "solicits_crime": Phrase("Solicits a crime"),
    "infringement": Phrase("Infringes a copyright or trademark, on notice"),
}
OUR_CATEGORIES: Mapping[str, str] = {
    "our_mistake": Phrase("We were wrong, and a correction stands beside it"),
    "our_wrong_place": Phrase("Posted in the wrong place"),
    "our_personal_details": Phrase("It holds somebody's personal details"),
}

# A reason in these words says that somebody disagreed with the department, not what
# the policy forbids. Matched by beginnings of words, so that "rudeness" is met too.
_VIEWPOINT = (
    "rude",
    "negative",
    "critici",
    "critical",
    "anti-police",
    "anti police",
    "disrespect",
    "insult",
    "offensive",
    "unfair",
    "embarrass",
    "disagree",
    "complain",
    "false",
    "misinformation",
    "off-topic",
    "off topic",
    "hateful",
    "swear",
    "profan",
    "troll",
)
_VIEWPOINT_WORDS = re.compile(rf"\b({'|'.join(map(re.escape, _VIEWPOINT))})", re.IGNORECASE)


class CategoryNeeded(Invalid):
    """Nothing says which part of the policy it breaks."""

    def __init__(self) -> None:
        super().__init__(Phrase("Choose the part of the policy that these words break."))


class ReasonTooShort(Invalid):
    """Nobody could judge afterwards why it was done."""

    def __init__(self) -> None:
        super().__init__(Phrase("Say in a sentence why: somebody will read this reason in a year."))


class ViewpointReason(Invalid):
    """The reason is that somebody disagreed."""

    def __init__(self, word: str) -> None:
        super().__init__(
            Phrase(
                "“{word}” describes an opinion, and criticism is not a reason to hide words. "
                "Say what in them breaks the policy.",
                word=word,
            )
        )


def check(category: str | None, reason: str, *, among: Mapping[str, str]) -> None:
    """Hold a category and a reason to the policy.

    Raises CategoryNeeded, ReasonTooShort or ViewpointReason.
    """
    if category not in among:
        raise CategoryNeeded
    if len(reason.split()) < SHORTEST_REASON_WORDS:
        raise ReasonTooShort
    if found := _VIEWPOINT_WORDS.search(reason):
        raise ViewpointReason(found[0])

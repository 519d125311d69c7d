"""What may a filter ask of a conversation?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.phrases import Phrase
from connectors.words import Kind
from inbox import languages
from inbox.filters import values
from inbox.filters.values import Tidy
from inbox.models import Priority, Status
from inbox.views import PLATFORM_NAMES

ANY = "any"
ME = "me"
NOBODY = "nobody"
NONE = "none"

_STATUSES = {
    Status.OPEN: Phrase("Open"),
    Status.PENDING: Phrase("Pending"),
    Status.SNOOZED: Phrase("Snoozed"),
    Status.RESOLVED: Phrase("Resolved"),
}
_KINDS = {
    Kind.COMMENT: Phrase("Comments"),
    Kind.MENTION: Phrase("Mentions"),
    Kind.DIRECT_MESSAGE: Phrase("Direct messages"),
    Kind.LIVE_COMMENT: Phrase("Live comments"),
}
_PRIORITIES = {
    Priority.URGENT: Phrase("Urgent"),
    Priority.HIGH: Phrase("High"),
    Priority.NORMAL: Phrase("Normal"),
    Priority.LOW: Phrase("Low"),
}
WAITING = {
    "": Phrase("Whether anybody waits or not"),
    "yes": Phrase("Somebody waits"),
    "15m": Phrase("Waiting 15 minutes or longer"),
    "1h": Phrase("Waiting 1 hour or longer"),
    "4h": Phrase("Waiting 4 hours or longer"),
    "1d": Phrase("Waiting 1 day or longer"),
    "no": Phrase("Nobody waits"),
}
MUTED = {
    "": Phrase("Whether muted or not"),
    "yes": Phrase("Muted inside the desk"),
    "no": Phrase("Not muted"),
}
ENDING = {
    "": Phrase("However long it lasts"),
    "1h": Phrase("Within 1 hour"),
    "6h": Phrase("Within 6 hours"),
    "1d": Phrase("Within 1 day"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing a filter may ask, under its name in the address.

    `expects` ends the sentence that tells what is wrong with another value. `choices` name
    the values where they are always the same; `is_single` where only one makes sense.
    """

    name: str
    legend: str
    tidy: Tidy
    expects: str
    choices: Mapping[str, str] = field(default_factory=dict)
    is_single: bool = False


def _chosen(name: str, legend: str, said: Mapping[Any, str]) -> Condition:
    choices = {str(value): words for value, words in said.items()}
    *first, last = choices
    expects = Phrase("one of {first} or {last}", first=", ".join(first), last=last)
    tidy = values.one_of(choices)
    return Condition(name=name, legend=legend, tidy=tidy, expects=expects, choices=choices)


CONDITIONS = (
    _chosen("status", Phrase("Status"), {**_STATUSES, ANY: Phrase("Any status")}),
    Condition(
        name="named",
        legend=Phrase("Finer status, within the status above"),
        tidy=values.number_or(NONE),
        expects=Phrase("the number of a finer status or none"),
    ),
    _chosen("platform", Phrase("Platform"), PLATFORM_NAMES),
    _chosen("kind", Phrase("Kind"), _KINDS),
    _chosen("priority", Phrase("Priority"), _PRIORITIES),
    _chosen(
        "language",
        Phrase("Language"),
        {**languages.GUESSED, NONE: Phrase("Not told by their words")},
    ),
    Condition(
        name="account",
        legend=Phrase("Account"),
        tidy=values.number_or(),
        expects=Phrase("an account's number"),
    ),
    Condition(
        name="team",
        legend=Phrase("Team"),
        tidy=values.number_or(NONE),
        expects=Phrase("a team's number or {none}", none=NONE),
    ),
    Condition(
        name="assignee",
        legend=Phrase("Assigned to"),
        tidy=values.number_or(ME, NOBODY),
        expects=Phrase("a colleague's number, {me} or {nobody}", me=ME, nobody=NOBODY),
    ),
    Condition(
        name="tag", legend=Phrase("Tag"), tidy=values.name, expects=Phrase("the name of a tag")
    ),
    Condition(
        name="waiting",
        legend=Phrase("Waiting"),
        tidy=values.span_or("yes", "no"),
        expects=Phrase("yes, no, or how long at least, such as 15m, 1h or 2d"),
        is_single=True,
    ),
    Condition(
        name="ending",
        legend=Phrase("Private answer ends"),
        tidy=values.span_or(),
        expects=Phrase("how soon, such as 1h, 6h or 1d"),
        is_single=True,
    ),
    Condition(
        name="muted",
        legend=Phrase("Muted"),
        tidy=values.one_of(("yes", "no")),
        expects=Phrase("yes or no"),
        is_single=True,
    ),
    Condition(
        name="post",
        legend=Phrase("Post"),
        tidy=values.number_or(),
        expects=Phrase("a post's number"),
        is_single=True,
    ),
    Condition(
        name="text",
        legend=Phrase("Words"),
        tidy=values.words,
        expects=Phrase("words with letters or figures in them"),
        is_single=True,
    ),
    Condition(
        name="since",
        legend=Phrase("Last active on or after"),
        tidy=values.day,
        expects=Phrase("a day such as 2026-11-28"),
        is_single=True,
    ),
    Condition(
        name="until",
        legend=Phrase("Last active on or before"),
        tidy=values.day,
        expects=Phrase("a day such as 2026-11-28"),
        is_single=True,
    ),
)
BY_NAME = {one.name: one for one in CONDITIONS}

"""What may a filter ask of a conversation?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.words import Kind
from inbox.filters import values
from inbox.filters.values import Tidy
from inbox.models import Priority, Status
from inbox.views import PLATFORM_NAMES

ANY = "any"
ME = "me"
NOBODY = "nobody"
NONE = "none"

_STATUSES = {
    Status.OPEN: "Open",
    Status.PENDING: "Pending",
    Status.SNOOZED: "Snoozed",
    Status.RESOLVED: "Resolved",
}
_KINDS = {
    Kind.COMMENT: "Comments",
    Kind.MENTION: "Mentions",
    Kind.DIRECT_MESSAGE: "Direct messages",
    Kind.LIVE_COMMENT: "Live comments",
}
_PRIORITIES = {
    Priority.URGENT: "Urgent",
    Priority.HIGH: "High",
    Priority.NORMAL: "Normal",
    Priority.LOW: "Low",
}
WAITING = {
    "": "Whether anybody waits or not",
    "yes": "Somebody waits",
    "15m": "Waiting 15 minutes or longer",
    "1h": "Waiting 1 hour or longer",
    "4h": "Waiting 4 hours or longer",
    "1d": "Waiting 1 day or longer",
    "no": "Nobody waits",
}
MUTED = {
    "": "Whether muted or not",
    "yes": "Muted inside the desk",
    "no": "Not muted",
}
ENDING = {
    "": "However long it may be answered",
    "1h": "Within 1 hour",
    "6h": "Within 6 hours",
    "1d": "Within 1 day",
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
    expects = f"one of {', '.join(first)} or {last}"
    tidy = values.one_of(choices)
    return Condition(name=name, legend=legend, tidy=tidy, expects=expects, choices=choices)


CONDITIONS = (
    _chosen("status", "Status", {**_STATUSES, ANY: "Any status"}),
    _chosen("platform", "Platform", PLATFORM_NAMES),
    _chosen("kind", "Kind", _KINDS),
    _chosen("priority", "Priority", _PRIORITIES),
    Condition(
        name="account", legend="Account", tidy=values.number_or(), expects="an account's number"
    ),
    Condition(
        name="team",
        legend="Team",
        tidy=values.number_or(NONE),
        expects=f"a team's number or {NONE}",
    ),
    Condition(
        name="assignee",
        legend="Assigned to",
        tidy=values.number_or(ME, NOBODY),
        expects=f"a colleague's number, {ME} or {NOBODY}",
    ),
    Condition(name="tag", legend="Tag", tidy=values.name, expects="the name of a tag"),
    Condition(
        name="waiting",
        legend="Waiting",
        tidy=values.span_or("yes", "no"),
        expects="yes, no, or how long at least, such as 15m, 1h or 2d",
        is_single=True,
    ),
    Condition(
        name="ending",
        legend="Private answer ends",
        tidy=values.span_or(),
        expects="how soon, such as 1h, 6h or 1d",
        is_single=True,
    ),
    Condition(
        name="muted",
        legend="Muted",
        tidy=values.one_of(("yes", "no")),
        expects="yes or no",
        is_single=True,
    ),
    Condition(
        name="post",
        legend="Post",
        tidy=values.number_or(),
        expects="a post's number",
        is_single=True,
    ),
    Condition(
        name="text",
        legend="Words",
        tidy=values.words,
        expects="words with letters or figures in them",
        is_single=True,
    ),
    Condition(
        name="since",
        legend="Last active on or after",
        tidy=values.day,
        expects="a day such as 2026-11-28",
        is_single=True,
    ),
    Condition(
        name="until",
        legend="Last active on or before",
        tidy=values.day,
        expects="a day such as 2026-11-28",
        is_single=True,
    ),
)
BY_NAME = {one.name: one for one in CONDITIONS}

"""What does a record of the audit log hold besides who, what and when, name by name?

Kept is JSON, which exports give as it is. Here it is told in words; what it says is shown and never
followed, whoever wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from inbox.models import AuditEvent, Role
from inbox.roles import wording
from web.languages import marked, recalled, say, translated

BEFORE = "before"
_NAMES = {
    "role": marked("Role"),
    "until": marked("Access ends"),
    "purpose": marked("Purpose"),
    "days": marked("Days"),
    "why": marked("Reason"),
    "reason": marked("Reason"),
    "name": marked("Name"),
    "connector": marked("Connected by"),
    "streams": marked("Streams"),
    "asks": marked("Replies wait for approval"),
    "speaks_for": marked("Speaks for"),
    "scopes": marked("Scopes"),
    "ends": marked("Ends"),
    "by": marked("By"),
    "notice": marked("Notice accepted"),
    "verb": marked("Act"),
    "conversation_id": marked("Conversation"),
    "change": marked("Change"),
    "language": marked("Language"),
    "version": marked("Version"),
    "act": marked("Measuring"),
    "waits": marked("Waits"),
    "note": marked("Note"),
    "is_on": marked("Given in turn"),
    "capacity": marked("At most each"),
    "count": marked("Number"),
    "address": marked("Address"),
    "asked_by": marked("Asked by"),
    "happenings": marked("Told of"),
    "words": marked("Words"),
    "how": marked("How"),
    "rhythm": marked("How often"),
    "time": marked("Time"),
    "query": marked("Asked for"),
    "from": marked("From"),
    "to": marked("To"),
    "people": marked("People"),
    "tried": marked("Tried by"),
    "allows": marked("Allows"),
    "added": marked("Added"),
    "taken": marked("Taken away"),
    "joined": marked("Joined"),
    "left": marked("Left"),
    "given_back": marked("Given back"),
    "accounts": marked("Accounts"),
    "method": marked("Method"),
    "after": marked("Value"),
    BEFORE: marked("Before"),
}
_WORDS = {
    "hide": marked("Hide"),
    "unhide": marked("Show again"),
    "delete": marked("Delete"),
    "password": marked("Password"),
    "second_step": marked("Second step"),
    "passkey": marked("Passkey"),
    "all": marked("All"),
    "none": marked("None"),
}
# Values that the desk chose; what people wrote is never told in another language.
_OURS = frozenset({"verb", "tried", "words", "how", "change", "accounts"})
_PEOPLE = frozenset({"joined", "left", "people", "to"})
# What a plain value of `before` was, where a record keeps one of these.
_CHANGING = ("role", "until", "asks", "accounts", "after")


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One thing that a record says: what it is called, what it is, and what it was, if kept."""

    name: str
    now: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What people and accounts are called, by their numbers."""

    people: Mapping[int, str]
    accounts: Mapping[int, str]


def told(row: AuditEvent, known: Known) -> list[Detail]:
    """Tell what a record holds; what is no JSON object is told as it stands."""
    kept = _read(row.detail)
    if kept is None:
        return [Detail(name=say("Details"), now=row.detail)] if row.detail else []
    before = _before(kept)
    names = [name for name in (*kept, *before) if _is_shown(name, kept, before)]
    return [
        Detail(
            name=_called(name),
            now=_value(name, kept.get(name), known),
            before=_value(name, before[name], known) if name in before else None,
        )
        for name in dict.fromkeys(names)
    ]


def _is_shown(name: str, kept: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    if name == BEFORE:
        return not before
    return name in before or kept[name] not in (None, "")


def _read(detail: str) -> dict[str, Any] | None:
    try:
        found = json.loads(detail)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _before(kept: Mapping[str, Any]) -> dict[str, Any]:
    if BEFORE not in kept:
        return {}
    before = kept[BEFORE]
    if isinstance(before, dict):
        return before
    changing = [name for name in _CHANGING if name in kept]
    return {changing[0]: before} if changing else {}


def _called(name: str) -> str:
    return translated(_NAMES[name]) if name in _NAMES else name.replace("_", " ")


def _value(name: str, value: Any, known: Known) -> str:
    match value:
        case None | "" | [] | {}:
            return say("nothing")
        case bool():
            return say("Yes") if value else say("No")
        case list():
            return ", ".join(_one(name, one, known) for one in value)
        case dict():
            pairs = (f"{_called(key)}: {_value(key, one, known)}" for key, one in value.items())
            return "; ".join(pairs)
        case _:
            return _one(name, value, known)


def _one(name: str, value: Any, known: Known) -> str:
    if isinstance(value, int):
        names = known.people if name in _PEOPLE else known.accounts if name == "accounts" else {}
        return names.get(value, str(value))
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if name == "role" and value in set(Role):
        return translated(wording.NAMES[Role(value)])
    if name in {"until", "ends"}:
        return _moment(value)
    return _said(value) if name in _OURS else value


def _said(value: str) -> str:
    return translated(_WORDS[value]) if value in _WORDS else recalled(value)


def _moment(value: str) -> str:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return value
    return f"{found.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if found.tzinfo else value

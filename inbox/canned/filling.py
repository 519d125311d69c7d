"""What does a canned response say to this person?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from inbox.canned import placeholders
from inbox.canned.variables import BUILT_IN
from inbox.models import Conversation, User


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its placeholders filled; `missing` names those that could not be."""

    text: str
    missing: list[str]


def fill(text: str, conversation: Conversation, user: User, kept: Mapping[str, str]) -> Filled:
    """Fill a text's placeholders for one conversation and one writer.

    `conversation.contact`, `.account` and `.post` must be loaded; `kept` are the
    department's values. What is put in is not filled a second time.
    """
    return _filled(text, lambda name: _value(name, conversation, user, kept))


def example(text: str, kept: Mapping[str, str]) -> Filled:
    """Fill a text as it could read, to look at and to count."""
    return _filled(
        text, lambda name: BUILT_IN[name].example if name in BUILT_IN else kept.get(name)
    )


def _filled(text: str, value: Callable[[str], str | None]) -> Filled:
    missing: list[str] = []

    def known(name: str) -> str | None:
        words = value(name)
        if not words:
            missing.append(name)
        return words or None

    written = placeholders.replaced(text, known)
    return Filled(text=written, missing=list(dict.fromkeys(missing)))


def _value(name: str, conversation: Conversation, user: User, kept: Mapping[str, str]) -> str:
    variable = BUILT_IN.get(name)
    return variable.value(conversation, user) if variable else kept.get(name, "")

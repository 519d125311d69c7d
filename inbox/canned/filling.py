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


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they stand, or what stands for a name; `is_missing` where nothing does."""

    words: str
    name: str = ""
    is_missing: bool = False


def fill(text: str, conversation: Conversation, user: User, kept: Mapping[str, str]) -> Filled:
    """Fill a text's placeholders for one conversation and one writer.

    `conversation.contact`, `.account` and `.post` must be loaded; `kept` are the
    department's values. What is put in is not filled a second time.
    """
    return _filled(text, lambda name: _value(name, conversation, user, kept))


def example(text: str, kept: Mapping[str, str]) -> Filled:
    """Fill a text as it could read, to look at and to count."""
    return _filled(text, lambda name: _example(name, kept))


def example_pieces(text: str, kept: Mapping[str, str]) -> list[Piece]:
    """Fill a text as `example` does, with each value apart so that it can be shown as one."""
    return [_piece(words, name, kept) for words, name in placeholders.apart(text) if words]


def _piece(words: str, name: str, kept: Mapping[str, str]) -> Piece:
    value = _example(name, kept) if name else None
    return Piece(value or words, name, is_missing=bool(name) and not value)


def _example(name: str, kept: Mapping[str, str]) -> str | None:
    return BUILT_IN[name].example if name in BUILT_IN else kept.get(name)


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

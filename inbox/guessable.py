"""Would somebody guess this password?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from zxcvbn import zxcvbn

from connectors.phrases import Phrase
from inbox.models import Account
from inbox.people import WeakPassword

# Ten thousand a second, which a stolen table of slow hashes allows, take three hours for these.
ENOUGH_GUESSES = 10**8
# What follows makes no password easier, and judging takes the longer the more there is.
_JUDGED = 64
_OURS = ("hearback", "police", "sheriff", "department", "dispatch")
# What must be left to guess once the names are known: more than one word of everyday language.
_ENOUGH_BESIDE_NAMES = 10**6
# A year, a house number or some marks between names are the first that are tried.
_FEW = 6
_WRITTEN = {"a": "a4@", "e": "e3", "i": "i1!", "l": "l1", "o": "o0", "s": "s5$", "t": "t7"}


class CommonPassword(WeakPassword):
    """It stands in lists of passwords that were stolen elsewhere."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "Many people use this password or one like it, so it is tried first. "
                "Think of three or four words that do not belong together."
            )
        )


class PersonalPassword(WeakPassword):
    """It is made of what everybody knows of its owner."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "This password is made of names that others know. "
                "Think of three or four words that do not belong together."
            )
        )


class EasyPassword(WeakPassword):
    """A program would find it soon."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "A program would guess this password within hours. "
                "Think of three or four words that do not belong together."
            )
        )


def refuse(session: Session, password: str, *, about: Iterable[str]) -> None:
    """Refuse what is guessed soon; `about` is what is known of its owner.

    Raises CommonPassword, PersonalPassword or EasyPassword. The lists of common passwords and
    names come with zxcvbn; nothing is asked of anybody.
    """
    known = [*_OURS, *_words(about), *_words(session.scalars(select(Account.name)))]
    judged = zxcvbn(password[:_JUDGED], user_inputs=known)
    if judged["guesses"] < ENOUGH_GUESSES:
        raise _reason(judged["sequence"], known)
    if _is_made_of(known, password[:_JUDGED]):
        raise PersonalPassword


def _reason(parts: Iterable[Mapping[str, Any]], known: list[str]) -> WeakPassword:
    if any(part.get("matched_word") in known for part in parts):
        return PersonalPassword()
    is_common = any(part.get("dictionary_name") == "passwords" for part in parts)
    return CommonPassword() if is_common else EasyPassword()


def _is_made_of(known: list[str], password: str) -> bool:
    """Is little left to guess for somebody who knows these words?

    zxcvbn multiplies names, and counts each space between them as one of all characters.
    """
    folded = _folded(password)
    beside = _in_any_writing(known).sub(" ", folded)
    if beside == folded:
        return False
    rest = " ".join(part for part in beside.split() if _counts(part))
    return not rest or zxcvbn(rest)["guesses"] < _ENOUGH_BESIDE_NAMES


def _in_any_writing(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted({_folded(word) for word in words}, key=len, reverse=True)
    return re.compile("|".join(map(_writings, longest_first)))


def _writings(word: str) -> str:
    """Match it with figures for letters, and with a mark or space between them."""
    return r"[\W_]?".join(f"[{re.escape(_WRITTEN.get(letter, letter))}]" for letter in word)


def _counts(part: str) -> bool:
    return len(part) > _FEW or any(letter.isalpha() for letter in part)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text.lower())


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in re.findall(r"\w{3,}", text.lower())]

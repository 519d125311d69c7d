"""Would somebody guess this password?"""

from __future__ import annotations

import re
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
    if judged["guesses"] >= ENOUGH_GUESSES:
        return
    parts: list[Mapping[str, Any]] = judged["sequence"]
    if any(part.get("matched_word") in known for part in parts):
        raise PersonalPassword
    is_common = any(part.get("dictionary_name") == "passwords" for part in parts)
    raise CommonPassword if is_common else EasyPassword


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in re.findall(r"\w{3,}", text.lower())]

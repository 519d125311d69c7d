"""In which language does somebody read the desk?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox.errors import Invalid
from inbox.models import User

USUAL = "en"
NAMES: Mapping[str, str] = {"en": "English", "es": "Español"}
"""Each by its own name, so that whoever needs it can read it."""


class NoSuchLanguage(Invalid):
    """The desk does not speak it."""

    def __init__(self) -> None:
        super().__init__(Phrase("The desk can be read in English or in Spanish. Choose one."))


def choose(session: Session, user: User, language: str) -> None:
    """Read the desk in a language from now on. Raises NoSuchLanguage."""
    if language not in NAMES:
        raise NoSuchLanguage
    user.language = language
    session.flush()

"""Does somebody ask something, as far as the words alone tell?"""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, or_

from inbox.models import Message

MARKS = ("?", "¿", "\uff1f", "\u061f")
# In English and Spanish, the languages of most who write here; a mark tells in any other.
OPENINGS = (
    "is",
    "are",
    "was",
    "do",
    "does",
    "did",
    "can",
    "could",
    "will",
    "would",
    "should",
    "has",
    "have",
    "who",
    "what",
    "when",
    "where",
    "why",
    "how",
    "which",
    "quién",
    "qué",
    "cuándo",
    "dónde",
    "cómo",
    "cuál",
    "hay",
    "puedo",
    "pueden",
)


def is_question(text: str) -> bool:
    """Whether words hold a question mark, or begin as questions do."""
    begin = text.strip().casefold().partition(" ")[0]
    return any(mark in text for mark in MARKS) or begin in OPENINGS


def asks() -> ColumnElement[bool]:
    """Say the same of a message, as a condition."""
    begins = (func.lower(Message.text).like(f"{opening} %") for opening in OPENINGS)
    return or_(*(Message.text.contains(mark) for mark in MARKS), *begins)

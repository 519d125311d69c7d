"""Which ready texts fit here, and what do they say about this person?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from inbox.models import CannedResponse, Conversation, User

SHOWN = 8
_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_.]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its placeholders filled; `missing` names those that could not be."""

    text: str
    missing: list[str]


def search(session: Session, query: str) -> list[CannedResponse]:
    """Return the responses whose shortcut, title or text holds the query, best first."""
    wanted = query.strip().lower()
    shortcut, title = func.lower(CannedResponse.shortcut), func.lower(CannedResponse.title)
    found = session.scalars(
        select(CannedResponse)
        .where(
            or_(
                shortcut.contains(wanted, autoescape=True),
                title.contains(wanted, autoescape=True),
                func.lower(CannedResponse.text).contains(wanted, autoescape=True),
            )
        )
        .order_by(
            shortcut.startswith(wanted, autoescape=True).desc(),
            title.contains(wanted, autoescape=True).desc(),
            CannedResponse.title,
        )
        .limit(SHOWN)
    )
    return list(found)


def fill(response: CannedResponse, conversation: Conversation, user: User) -> Filled:
    """Fill a response's placeholders for one conversation and one writer.

    `conversation.contact`, `.account` and `.post` must be loaded.
    """
    missing: list[str] = []

    def value(found: re.Match[str]) -> str:
        known = _VARIABLES.get(found[1])
        words = known(conversation, user) if known else ""
        if not words:
            missing.append(found[1])
        return words or found[0]

    return Filled(text=_PLACEHOLDER.sub(value, response.text), missing=missing)


def unfilled(text: str) -> list[str]:
    """Return the placeholders that a text still holds."""
    return _PLACEHOLDER.findall(text)


def _contact_name(conversation: Conversation, _user: User) -> str:
    return conversation.contact.name if conversation.contact else ""


def _contact_first_name(conversation: Conversation, user: User) -> str:
    return _contact_name(conversation, user).split(" ")[0]


def _officer_name(_conversation: Conversation, user: User) -> str:
    return user.name


def _department(conversation: Conversation, _user: User) -> str:
    return conversation.account.name


def _post_link(conversation: Conversation, _user: User) -> str:
    return conversation.post.permalink if conversation.post else ""


_VARIABLES: dict[str, Callable[[Conversation, User], str]] = {
    "contact.name": _contact_name,
    "contact.first_name": _contact_first_name,
    "officer.name": _officer_name,
    "department.name": _department,
    "post.link": _post_link,
}

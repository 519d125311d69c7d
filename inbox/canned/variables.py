"""Which variables may a canned response hold, and what is each worth?

Another source of values is one more entry here: `Variable` says what a conversation and
a writer give, and an empty value is asked of the person who inserts it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox.errors import Invalid
from inbox.models import Conversation, DepartmentValue, User

# Whoever inserts it is asked: {{ ask.reopening_time }}.
ASKED = re.compile(r"ask\.[a-z][a-z0-9_]{0,49}")
# Kept once for the department: {{ department.phone }}, {{ link.records }}.
KEPT = re.compile(r"(department|link)\.[a-z][a-z0-9_]{0,39}")


class UnknownVariable(Invalid):
    """Nothing could ever be put in its place."""

    def __init__(self, unknown: list[str], known: list[str]) -> None:
        super().__init__(
            Phrase(
                "There is no variable {unknown}. There are: {known}; and ask.… for what the "
                "writer is to be asked. Change it to one of these.",
                "There is no variable {unknown}. There are: {known}; and ask.… for what the "
                "writer is to be asked. Change them to one of these.",
                count=len(unknown),
                unknown=", ".join(unknown),
                known=", ".join(known),
            )
        )


@dataclass(frozen=True, slots=True)
class Variable:
    """What stands behind a name: words about it, an example, and where the value comes from."""

    words: str
    example: str
    value: Callable[[Conversation, User], str]


def _contact_name(conversation: Conversation, _user: User) -> str:
    return conversation.contact.name if conversation.contact else ""


def _contact_first_name(conversation: Conversation, user: User) -> str:
    return _contact_name(conversation, user).split(" ")[0]


def _contact_handle(conversation: Conversation, _user: User) -> str:
    return conversation.contact.handle if conversation.contact else ""


def _post_link(conversation: Conversation, _user: User) -> str:
    return conversation.post.permalink if conversation.post else ""


BUILT_IN: Mapping[str, Variable] = {
    "contact.first_name": Variable(Phrase("first name"), "Lupita", _contact_first_name),
    "contact.name": Variable(Phrase("name"), "Lupita Hernández", _contact_name),
    "contact.handle": Variable(Phrase("handle"), "lupita.hdz", _contact_handle),
    "officer.name": Variable(Phrase("your name"), "Rosa Martinez", lambda _, user: user.name),
    "officer.first_name": Variable(
        Phrase("your first name"), "Rosa", lambda _, user: user.first_name
    ),
    "department.name": Variable(
        Phrase("the department"),
        "Mesa Verde Police Department",
        lambda found, _: found.account.name,
    ),
    "post.link": Variable(Phrase("link to the post"), "https://example.org/post/1", _post_link),
}


def kept(session: Session) -> dict[str, str]:
    """Return the values of the department by the names of their variables."""
    rows = session.scalars(select(DepartmentValue).order_by(DepartmentValue.name))
    return {row.name: row.value for row in rows}


def known(session: Session) -> list[str]:
    """Return every name that a text may hold, but for what is asked."""
    return [*BUILT_IN, *(name for name in kept(session) if name not in BUILT_IN)]


def unknown(usable: Iterable[str], names: Iterable[str]) -> list[str]:
    """Return names that no value could ever be found for."""
    values = {*usable}
    return [name for name in names if name not in values and not ASKED.fullmatch(name)]


def label(name: str) -> str:
    """Say in words what is asked for."""
    found = BUILT_IN.get(name)
    return found.words if found else name.partition(".")[2].replace("_", " ") or name

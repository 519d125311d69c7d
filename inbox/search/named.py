"""Who is called so: which people outside, and which of us?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.words import Platform
from inbox.models import Account, Contact, User
from inbox.search import expressions, folding, matching, terms
from inbox.search.asking import Words

MOST_MEANT = 30
"""So many of one name are looked for, the newest: more can hardly be meant."""

MOST_RANKED = 200
SHOWN = 5


def marks(session: Session, name: str, user: User) -> list[str]:
    """Return the marks of everybody a name may mean, `me` included."""
    folded = folding.words(name)
    if not folded:
        return []
    ours = [terms.user(number) for number in users(session, name, user)]
    found = _contact_ids(session, [Words(folded=(word,)) for word in folded], MOST_MEANT)
    return [*ours, *(terms.contact(number) for number in found)]


def users(session: Session, name: str, user: User) -> list[int]:
    """Return who of us is called so: by the whole name, a part of it, or `me`."""
    if name.lower() == "me":
        return [user.id]
    wanted = set(folding.words(name))
    known = session.execute(select(User.id, User.name))
    return [row.id for row in known if wanted and wanted <= set(folding.words(row.name))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody outside, and on which platform."""

    contact: Contact
    platform: Platform

    @property
    def called(self) -> str:
        """How `from:` means this person: by handle where there is one."""
        return self.contact.handle or self.contact.name


def contacts(session: Session, words: Sequence[Words]) -> list[Person]:
    """Return a few people these words name: called exactly so first, then the newest."""
    apart = [_apart(one) for one in words]
    ids = _contact_ids(session, [word for some in apart for word in some], MOST_RANKED)
    if not ids:
        return []
    known = select(Contact, Account.platform).join(Account, Account.id == Contact.account_id)
    found = [
        Person(contact=row[0], platform=row[1])
        for row in session.execute(known.where(Contact.id.in_(ids)))
    ]
    typed = [word for one in words for word in one.folded]
    found.sort(key=lambda one: (not _is_called(one.contact, typed), -one.contact.id))
    return found[:SHOWN]


def _contact_ids(session: Session, words: Sequence[Words], most: int) -> list[int]:
    if not words:
        return []
    query, number = matching.people(session, expressions.of_words(words))
    return list(session.scalars(query.order_by(number.desc()).limit(most)))


def _apart(words: Words) -> list[Words]:
    last = len(words.folded) - 1
    return [
        Words(
            folded=(word,),
            is_beginning=words.is_beginning and at == last,
            is_unwanted=words.is_unwanted,
        )
        for at, word in enumerate(words.folded)
    ]


def _is_called(contact: Contact, typed: list[str]) -> bool:
    return typed in (folding.words(contact.name), folding.words(contact.handle))

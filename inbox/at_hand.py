"""Whom and what do rows name, where a session has loaded most of it already?

Colleagues, accounts and teams are few, and a page names the same ones many times over: only those
that are not at hand are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_dict
from sqlalchemy.orm.util import identity_key

from inbox.db import Base
from inbox.models import Account, Contact, NamedStatus, Post, Team, User

One = TypeVar("One", Account, Contact, NamedStatus, Post, Team, User)


def give(session: Session, rows: Sequence[Base], model: type[One], name: str) -> None:
    """Give rows what they name by number, in one statement at most: `post` by their `post_id`."""
    number = f"{name}_id"
    found = _of(session, model, {getattr(row, number) for row in rows} - {None})
    for row in rows:
        # As what loads a relationship does; its public name takes twenty times as long.
        instance_dict(row)[name] = found.get(getattr(row, number))


def _of(session: Session, model: type[One], numbers: Iterable[int]) -> Mapping[int, One]:
    loaded = {number: session.identity_map.get(identity_key(model, number)) for number in numbers}
    found: dict[int, One] = {number: one for number, one in loaded.items() if one}
    if missing := loaded.keys() - found.keys():
        asked = select(model).where(model.id.in_(missing))
        found |= {one.id: one for one in session.scalars(asked)}
    return found

"""For whom is a statement that is written once and run for each person?

Writing a statement takes longer than many a database takes to answer it, so those that every page
asks for are not written anew. Their conditions read nothing of a person but the number.
"""

from __future__ import annotations

from sqlalchemy import bindparam

from inbox.models import User

_PERSON = bindparam("person", type_=User.id.type)
ANYBODY = User(id=_PERSON)
"""A person whose number is given when the statement runs, as `being` gives it."""


def being(user_id: int) -> dict[str, int]:
    """Return what a statement that was written for anybody is run with."""
    return {_PERSON.key: user_id}

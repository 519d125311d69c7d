"""How does somebody take a password, and what does it end?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from inbox import guessable, people, staff_record
from inbox.models import LinkPurpose, StaffChangeKind, User


def set_own(
    session: Session, user_id: int, password: str, *, by_link: LinkPurpose | None = None
) -> User:
    """Give somebody the password they chose, which ends every sign-in with the one before.

    Nobody chooses one for somebody else. Raises NoSuchPerson or WeakPassword.
    """
    person = people.find(session, user_id)
    person.password_hash = people.hashed(password)
    guessable.refuse(session, password, about=(person.email, person.name))
    person.sign_in_number += 1
    how = StaffChangeKind.LINK_USED if by_link else StaffChangeKind.PASSWORD
    staff_record.record(session, person, how, person, by_link.value if by_link else "")
    return person

"""Who says that somebody is who they claim, after an administrator let them in, or in anew?

Whoever resets the sign-in of a colleague could sign in as them, and whoever lets people in could
let in themselves under another name. So both show nothing private until somebody who reads and
leads says that it is them: they were met or called back on a known number (NIST SP 800-63B-4,
4.2; OWASP ASVS 5, 6.4.4). Public comments go on being answered meanwhile, since at night nobody
who leads may be there.

Where nobody else reads and leads, another administrator says it, and where there is none,
whoever runs the server.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from inbox import (
    announcing,
    assignment,
    clock,
    conversations,
    people,
    permissions,
    reach,
    sign_in,
    staff_notices,
)
from inbox.models import Conversation, StaffChange, Status, Unvouched, User
from inbox.permissions import Permission
from inbox.single_sign_on import known

CONCERNS = Permission.READ, Permission.PEOPLE
"""Whoever may do neither is shown nothing private anyway, and opens no doors."""


def ask(session: Session, person: User, why: Unvouched, change: StaffChange) -> None:
    """Let somebody read nothing private until another vouches for them, and tell who can.

    Not for what the command line did: whoever has the server has the database. Nor while a desk
    is being set up, when nobody is there who could.
    """
    if change.by_id is None or is_being_set_up(session):
        return
    person.unvouched_since, person.unvouched_why = clock.now(session), why
    person.unvouched_by_id = change.by_id
    session.flush()
    _give_back_private(session, person, session.get_one(User, change.by_id))
    announcing.reach_changed(session, person.id)
    if permissions.may(person, *CONCERNS):
        staff_notices.tell(session, change, able(session, person))


# Whoever wrote would else wait for somebody who cannot read it.
def _give_back_private(session: Session, person: User, by: User) -> None:
    theirs = Conversation.assignee_id == person.id, Conversation.status != Status.RESOLVED
    with reach.lifted(session):
        numbers = session.scalars(select(Conversation.id).where(*theirs)).all()
        private = sorted(reach.private_among(session, numbers))
        conversations.hold(session, private)
        for number in private:
            assignment.give_back(session, number, by=by, unvouched=str(person.unvouched_why))


def able(session: Session, person: User) -> list[User]:
    """Return who may vouch for somebody, by name."""
    leading = permissions.who_may(Permission.READ), permissions.who_may(Permission.LEAD)
    return _besides(session, person, *leading) or _besides(
        session, person, permissions.who_may(Permission.PEOPLE)
    )


def is_being_set_up(session: Session) -> bool:
    """Tell whether nobody but administrators came yet: whoever is let in waits for nobody."""
    beside_administrators = ~permissions.who_may(Permission.PEOPLE), _has_come(session)
    count = select(func.count()).select_from(User).where(*beside_administrators)
    return not session.scalar(count)


def _besides(session: Session, person: User, *able_by: ColumnElement[bool]) -> list[User]:
    """Return who is here for good, was vouched for, and did not let this person in."""
    others = User.id.not_in([person.id, person.unvouched_by_id or person.id])
    lasting = User.is_active, sign_in.is_lasting(session)
    trusted = *lasting, User.unvouched_since.is_(None), _has_come(session)
    query = select(User).where(*able_by, *trusted, others)
    return list(session.scalars(query.order_by(User.name, User.id)))


def _has_come(session: Session) -> ColumnElement[bool]:
    return or_(User.password_hash != people.NO_PASSWORD, User.id.in_(known.everyone(session)))

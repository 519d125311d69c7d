"""May those still do something who asked for it before, now that a worker comes to it?

Between a press of a button and a worker lie seconds, or hours while an account is stopped.
Whoever lost what it takes meanwhile, or may be here no more, had it done no more.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from connectors.errors import Refused
from connectors.phrases import Phrase
from inbox import permissions, reach, sign_in
from inbox.models import Delivery, Moderation, User
from inbox.moderation import second_person
from inbox.permissions import Permission

SEND = Permission.REPLY
ACT = Permission.MODERATE


def still_may(session: Session, person: User, needed: Permission) -> bool:
    """Say whether somebody is here still, and may do this."""
    return sign_in.is_admitted(session, person) and permissions.may(person, needed)


def objection_to_reply(session: Session, delivery: Delivery) -> Refused | None:
    """Return why a reply is not sent: whoever let it leave may send none. None is no objection.

    That is whoever approved it or sent it again, else who wrote it.
    """
    number = delivery.released_by_id or delivery.message.author_user_id
    person = session.get(User, number) if number else None
    if person is None or _still_may_there(session, person, SEND, delivery.account_id):
        return None
    return Refused(
        Phrase(
            "{name} may not send replies any more, so it was not sent. Anybody else who may can "
            "send it again.",
            name=person.name,
        )
    )


def objection_to_act(session: Session, moderation: Moderation) -> Refused | None:
    """Return why an act upon a message is not done: who asked, or confirmed, may no more."""
    asked = session.get_one(User, moderation.by_user_id)
    if not _still_may_there(session, asked, ACT, moderation.account_id):
        return _not_done(asked)
    number = moderation.decided_by_user_id
    confirmed = session.get_one(User, number) if number else None
    if confirmed is None or _may_confirm(session, confirmed, moderation):
        return None
    return _not_done(confirmed)


def _still_may_there(session: Session, person: User, needed: Permission, account_id: int) -> bool:
    return still_may(session, person, needed) and reach.reaches(person, account_id)


def _may_confirm(session: Session, person: User, moderation: Moderation) -> bool:
    besides = second_person.besides(session, moderation.by_user_id, moderation.account_id)
    able = {one.id for one in besides}
    return sign_in.is_admitted(session, person) and person.id in able


def _not_done(person: User) -> Refused:
    return Refused(
        Phrase(
            "{name} may not decide about this any more, so it was not done. Anybody else who may "
            "can ask for it again.",
            name=person.name,
        )
    )

"""Who says that two contacts are one person, and why?

Hearback matches nobody by itself: profiles of one name may be two people, and one person may not
want to be known on another platform. A link is a person's word, with a reason, on record; it
moves nothing and answers nobody, it only shows what the other profile wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import accounts, acquaintance, clock, conversations, reasons, timeline
from inbox.errors import Conflict, Invalid, NotFound
from inbox.models import Account, Contact, ContactLink, Conversation, User
from inbox.search import folding, named
from inbox.search.asking import Words

Held = tuple[Conversation, Contact, Contact]
MOST = 10
"""So many profiles one person may be linked with."""


class NoSuchContact(NotFound):
    """Nobody stands under this number."""

    def __init__(self, contact_id: int) -> None:
        super().__init__(Phrase("There is no contact {contact_id}.", contact_id=contact_id))


class NobodyToLink(Conflict):
    """The platform does not say who it is."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("The platform does not say who wrote this, so nothing can be linked.")
        )


class SameContact(Invalid):
    """They are one contact already."""

    def __init__(self) -> None:
        super().__init__(Phrase("This is the very same profile. Choose another one."))


class AlreadyLinked(Conflict):
    """Somebody else was quicker."""

    def __init__(self, link: ContactLink) -> None:
        super().__init__(
            Phrase("{first_name} linked these two already.", first_name=link.user.first_name)
        )


class NotLinked(Conflict):
    """Somebody unlinked them meanwhile."""

    def __init__(self) -> None:
        super().__init__(Phrase("These two are not linked any more."))


class TooManyLinks(Conflict):
    """Nobody is that many people."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "This person is linked with {most} profiles already. Unlink one first.", most=MOST
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A contact, and on which account of ours it is seen."""

    contact: Contact
    account: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Another profile of the same person, in whose word, and what it said last."""

    profile: Profile
    link: ContactLink
    conversations: Sequence[Conversation]


def link(session: Session, conversation_id: int, *, to: int, reason: str, by: User) -> Conversation:
    """Say that whom a conversation is with is the same person as another contact.

    Raises ReasonNeeded, ReasonTooLong, NoSuchContact, NobodyToLink, SameContact,
    AlreadyLinked or TooManyLinks.
    """
    asks = Phrase("Say why these two are the same person. The reason goes on record.")
    why = reasons.tidied(reason, asks=asks)
    held = conversation, one, other = _held(session, conversation_id, to)
    if one.id == other.id:
        raise SameContact
    if standing := _between(session, one.id, other.id):
        raise AlreadyLinked(standing)
    if len(_links(session, one.id)) >= MOST or len(_links(session, other.id)) >= MOST:
        raise TooManyLinks
    first, second = sorted((one.id, other.id))
    now = clock.now(session)
    session.add(
        ContactLink(one_id=first, other_id=second, user_id=by.id, reason=why, linked_at=now)
    )
    _record(session, "contact.linked", held, by=by, reason=why)
    return conversation


def unlink(session: Session, conversation_id: int, *, to: int, by: User) -> Conversation:
    """Say that they are not the same person, or that it is not known. Raises NotLinked."""
    held = conversation, one, other = _held(session, conversation_id, to)
    standing = _between(session, one.id, other.id)
    if standing is None:
        raise NotLinked
    session.delete(standing)
    _record(session, "contact.unlinked", held, by=by, reason=standing.reason)
    return conversation


def of_contact(session: Session, contact_id: int) -> list[Linked]:
    """Return the other profiles of a person, and their last conversations."""
    links = {
        one.other_id if one.one_id == contact_id else one.one_id: one
        for one in _links(session, contact_id)
    }
    return [
        Linked(
            profile=profile,
            link=links[profile.contact.id],
            conversations=acquaintance.conversations(session, profile.contact.id),
        )
        for profile in (_profiles(session, links) if links else ())
    ]


def candidates(session: Session, conversation: Conversation, words: str) -> list[Profile]:
    """Return profiles called so that the person of a conversation may be linked with."""
    folded = [Words(folded=(word,), is_beginning=True) for word in folding.words(words)]
    found = [one.contact.id for one in named.contacts(session, folded)]
    mine = conversation.contact_id or 0
    taken = {mine, *(one.profile.contact.id for one in of_contact(session, mine))}
    return _profiles(session, [one for one in found if one not in taken])


def _held(session: Session, conversation_id: int, to: int) -> Held:
    """Return a conversation, its contact and another, held against everybody who links them."""
    account_id = session.scalar(
        select(Conversation.account_id).where(Conversation.id == conversation_id)
    )
    other = session.get(Contact, to)
    if account_id is None:
        raise conversations.NoSuchConversation(conversation_id)
    if other is None:
        raise NoSuchContact(to)
    for one in sorted({account_id, other.account_id}):
        accounts.locked(session, one)
    conversations.hold(session, [conversation_id, *_newest(session, other)])
    conversation = conversations.locked(session, conversation_id)
    if conversation.contact is None:
        raise NobodyToLink
    return conversation, conversation.contact, other


def _newest(session: Session, contact: Contact) -> list[int]:
    newest = acquaintance.newest(session, contact.id)
    return [newest] if newest else []


def _record(session: Session, name: str, held: Held, *, by: User, reason: str) -> None:
    """Write it where it was said, and where the other profile wrote last."""
    conversation, one, other = held
    told = {"contact_id": one.id, "other_id": other.id, "reason": reason}
    timeline.record(session, name, conversation, by=by, other=_called(session, other), **told)
    for number in _newest(session, other):
        there = conversations.locked(session, number)
        told = {"contact_id": other.id, "other_id": one.id, "reason": reason}
        timeline.record(session, name, there, by=by, other=_called(session, one), **told)


def _called(session: Session, contact: Contact) -> dict[str, str]:
    platform = session.get_one(Account, contact.account_id).platform
    return {"name": contact.shown_name, "platform": platform.value}


def _between(session: Session, one: int, other: int) -> ContactLink | None:
    first, second = sorted((one, other))
    return session.scalar(
        select(ContactLink)
        .where(ContactLink.one_id == first, ContactLink.other_id == second)
        .options(selectinload(ContactLink.user))
    )


def _links(session: Session, contact_id: int) -> Sequence[ContactLink]:
    return session.scalars(
        select(ContactLink)
        .where(or_(ContactLink.one_id == contact_id, ContactLink.other_id == contact_id))
        .options(selectinload(ContactLink.user))
        .order_by(ContactLink.id)
    ).all()


def _profiles(
    session: Session, contact_ids: Sequence[int] | dict[int, ContactLink]
) -> list[Profile]:
    rows = session.execute(
        select(Contact, Account)
        .join(Account, and_(Account.id == Contact.account_id, Contact.id.in_(contact_ids)))
        .order_by(Contact.id)
    )
    return [Profile(contact=row[0], account=row[1]) for row in rows]

"""Who decides whom the desk tells what happens, and of what?"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from connectors import posting
from connectors.phrases import Phrase
from connectors.posting import NotTold
from inbox import clock
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Invalid, NotFound
from inbox.models import Event, Giving, Subscriber, User
from inbox.subscribers import consent, happenings, signing

LONGEST_NAME, LONGEST_ADDRESS = 80, 2000


class NoSuchSubscriber(NotFound):
    """There is none with this number, or it was removed."""

    def __init__(self) -> None:
        super().__init__(Phrase("There is no such webhook."))


class BadSubscriberName(Invalid):
    """Nobody would know whom it tells."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Say in 1 to {longest} characters whom it tells.", longest=LONGEST_NAME)
        )


class BadAddress(Invalid):
    """It may not be told anything."""

    def __init__(self, why: str) -> None:
        super().__init__(Phrase("This address cannot be told anything. {why}", why=why))


class NothingToTell(Invalid):
    """It would never be told anything."""

    def __init__(self) -> None:
        super().__init__(Phrase("Choose of what it is told."))


def listening(session: Session) -> list[Subscriber]:
    """Return everybody who is told, the newest first."""
    query = select(Subscriber).where(Subscriber.removed_at.is_(None))
    who = selectinload(Subscriber.made_by)
    return list(session.scalars(query.options(who).order_by(Subscriber.id.desc())))


def find(session: Session, subscriber_id: int) -> Subscriber:
    """Return one, held for a change. Raises NoSuchSubscriber."""
    found = session.get(Subscriber, subscriber_id, with_for_update=True)
    if found is None or found.removed_at:
        raise NoSuchSubscriber
    return found


def add(
    session: Session,
    *,
    name: str,
    address: str,
    wanted: Collection[str],
    giving: Giving,
    by: User,
) -> tuple[Subscriber, str]:
    """Tell an address from now on what happens; return it with its secret, which is shown once.

    Raises BadSubscriberName, BadAddress or NothingToTell.
    """
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise BadSubscriberName
    chosen = happenings.named(wanted)
    if not chosen:
        raise NothingToTell
    secret = signing.new_secret()
    subscriber = Subscriber(
        name=name.strip(),
        address=_checked(session, address.strip()),
        happenings=chosen,
        giving=giving,
        sealed=session.info["vault"].seal({"secret": secret}),
        made_by=by,
        made_at=clock.now(session),
        since_event_id=session.scalar(select(func.max(Event.id))) or 0,
    )
    consent.ask(session, subscriber, by=by)
    session.add(subscriber)
    session.flush()
    detail = {"address": subscriber.address, "happenings": chosen, "words": giving.value}
    recording.record(session, What.HOOK_ADDED, by=by, on=_on(subscriber), detail=detail)
    return subscriber, secret


def renew_secret(session: Session, subscriber_id: int, *, by: User) -> str:
    """Sign with another secret from now on and return it, once. Raises NoSuchSubscriber.

    Whoever has it may be another program, so that what was agreed about this one is asked anew.
    """
    subscriber, secret = find(session, subscriber_id), signing.new_secret()
    subscriber.sealed = session.info["vault"].seal({"secret": secret})
    consent.ask(session, subscriber, by=by)
    recording.record(session, What.HOOK_SECRET, by=by, on=_on(subscriber))
    return secret


def give(session: Session, subscriber_id: int, giving: Giving, *, by: User) -> None:
    """Let it be given these words; direct messages once somebody else agrees.

    Raises NoSuchSubscriber.
    """
    subscriber = find(session, subscriber_id)
    subscriber.giving = giving
    consent.ask(session, subscriber, by=by)
    detail = {"words": giving.value}
    recording.record(session, What.HOOK_WORDS, by=by, on=_on(subscriber), detail=detail)


def pause(session: Session, subscriber_id: int, *, by: User) -> None:
    """Tell it nothing until it is resumed; what happens waits. Raises NoSuchSubscriber."""
    subscriber = find(session, subscriber_id)
    if subscriber.paused_at is None:
        pause_for(session, subscriber, Phrase("Paused by {name}.", name=by.name))


def pause_for(session: Session, subscriber: Subscriber, why: str) -> None:
    """Tell it nothing until somebody resumes it, for this reason."""
    subscriber.paused_at, subscriber.paused_why = clock.now(session), why
    recording.record(session, What.HOOK_PAUSED, on=_on(subscriber), detail={"why": why})


def resume(session: Session, subscriber_id: int, *, by: User) -> None:
    """Tell it everything that waits, and what happens. Raises NoSuchSubscriber."""
    subscriber = find(session, subscriber_id)
    if subscriber.paused_at:
        subscriber.paused_at, subscriber.paused_why = None, ""
        subscriber.failing_since, subscriber.problem = None, ""
        recording.record(session, What.HOOK_RESUMED, by=by, on=_on(subscriber))


def remove(session: Session, subscriber_id: int, *, by: User) -> None:
    """Tell it nothing any more, for good. Raises NoSuchSubscriber."""
    subscriber = find(session, subscriber_id)
    subscriber.removed_at = clock.now(session)
    subscriber.sealed = session.info["vault"].seal({})
    recording.record(session, What.HOOK_REMOVED, by=by, on=_on(subscriber))


def _checked(session: Session, address: str) -> str:
    here = session.info["settings"].platform_address is not None
    if len(address) > LONGEST_ADDRESS:
        raise BadAddress(Phrase("It is too long."))
    try:
        return posting.checked(address, on_this_machine=here)
    except NotTold as problem:
        raise BadAddress(problem.args[0]) from problem


def _on(subscriber: Subscriber) -> On:
    return On("webhook", subscriber.id, subscriber.name)

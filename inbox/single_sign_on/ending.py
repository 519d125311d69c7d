"""What becomes of somebody's sign-ins when they sign out here, or at the identity provider?"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from connectors.identity.vouching import Ended
from inbox import people
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.models import OpenSignIn, ProviderLink
from inbox.runtime import Runtime
from inbox.session_lock import AtProvider
from inbox.single_sign_on import asking, attempts
from inbox.single_sign_on.coming_in import strangers_failures_kept
from inbox.vault import SealBroken

# Longer than a message counts by its own time.
_REMEMBERED = timedelta(minutes=15)


def leaving(runtime: Runtime, at: AtProvider, *, back: str) -> str:
    """Return where somebody who left here signs out there too; empty where it has no such page.

    Raises NotSetUp or Refusal.
    """
    try:
        word = str(runtime.vault.open(at.sealed)["word"])
    except SealBroken:
        # Sealed with a key that is gone: the provider then asks whom it should sign out.
        word = ""
    return asking.leaving(runtime, word, back=back)


def end(runtime: Runtime, word: str) -> None:
    """End what the provider says is over: one sign-in by its session, else all by that person.

    Raises NotSetUp or Refusal.
    """
    asking.setting(runtime)
    with strangers_failures_kept(runtime):
        ended = asking.ended(runtime, word)
        with runtime.writing() as session:
            attempts.spend(session, f"jti {ended.name}", until=runtime.clock.now() + _REMEMBERED)
            _end(session, ended)


def _end(session: Session, ended: Ended) -> None:
    meant: list[ColumnElement[bool]] = [OpenSignIn.provider_session.is_not(None)]
    if ended.session:
        meant.append(OpenSignIn.provider_session == ended.session)
    if ended.subject:
        there = ProviderLink.issuer == ended.issuer, ProviderLink.subject == ended.subject
        meant.append(OpenSignIn.user_id.in_(select(ProviderLink.user_id).where(*there)))
    whose = set(session.scalars(select(OpenSignIn.user_id).where(*meant)))
    session.execute(delete(OpenSignIn).where(*meant))
    for user_id in sorted(whose):
        person = people.find(session, user_id)
        on = On("user", person.id, person.name)
        recording.record(session, What.PROVIDER_ENDED, by=person, on=on)

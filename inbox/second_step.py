"""What does somebody show after the password, so that a stolen one lets nobody in?

A passkey (`inbox/passkeys.py`), or a code of six figures that an authenticator makes anew every
half minute (TOTP, RFC 6238). Each is taken once (CJIS Security Policy, IA-2(8)), as is each
recovery code.
"""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, undefer

from connectors.phrases import Phrase
from inbox import clock, passkeys, recovery, rows
from inbox.errors import Conflict, NotAllowed
from inbox.models import Authenticator, Passkey, User
from inbox.vault import Vault

ISSUER = "Hearback"
FIGURES = 6
# 160 bits; the policy asks for 112.
_SECRET_LETTERS = 32
# A telephone's clock may be half a minute off.
_STEPS_AROUND = (0, -1, 1)


class WrongCode(NotAllowed):
    """The code is not the present one, or was taken already."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("That code does not count, or was used already. Wait for the next one.")
        )


class AlreadySetUp(Conflict):
    """Whoever sits at an open desk must not put their own telephone in its place."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("An authenticator is set up already. An administrator can reset it.")
        )


def is_set_up(session: Session, person: User) -> bool:
    """Tell whether this person is asked for a second step."""
    return has_authenticator(session, person) or passkeys.has_any(session, person)


def has_authenticator(session: Session, person: User) -> bool:
    """Tell whether an authenticator makes this person's codes."""
    known = session.get(Authenticator, person.id)
    return known is not None and known.confirmed_at is not None


def everyones(session: Session) -> set[int]:
    """Return who has set up a second step, by number."""
    confirmed = Authenticator.confirmed_at.is_not(None)
    codes = select(Authenticator.user_id).where(confirmed)
    return set(session.scalars(codes.union(select(Passkey.user_id))))


def begin(session: Session, person: User) -> str:
    """Return the secret that an authenticator takes over; the same until it is confirmed.

    Raises AlreadySetUp.
    """
    known = _locked(session, person) or _begun(session, person)
    if known.confirmed_at:
        raise AlreadySetUp
    return _secret(session, known)


def address(person: User, secret: str) -> str:
    """Return what the picture for the authenticator says."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=ISSUER)


def confirm(session: Session, person: User, code: str) -> list[str]:
    """Take an authenticator into use by its first code, and return the recovery codes.

    Every sign-in without it ends. Raises AlreadySetUp or WrongCode.
    """
    known = _locked(session, person)
    if known is None:
        raise WrongCode
    if known.confirmed_at:
        raise AlreadySetUp
    _take(session, known, code)
    known.confirmed_at = clock.now(session)
    person.sign_in_number += 1
    return recovery.issue(session, person)


def accept(session: Session, person: User, code: str) -> None:
    """Take a code of the authenticator or a recovery code, once. Raises WrongCode."""
    plain = "".join(code.split())
    if len(plain) == FIGURES and plain.isdecimal():
        known = _locked(session, person)
        if known is None or known.confirmed_at is None:
            raise WrongCode
        _take(session, known, plain)
    elif not recovery.use(session, person, plain):
        raise WrongCode


def forget(session: Session, person: User) -> None:
    """Let somebody set up another one, and end every sign-in with this one."""
    session.execute(delete(Authenticator).where(Authenticator.user_id == person.id))
    recovery.forget(session, person.id)
    passkeys.forget(session, person.id)
    person.sign_in_number += 1


def _begun(session: Session, person: User) -> Authenticator:
    sealed = _vault(session).seal({"secret": pyotp.random_base32(_SECRET_LETTERS)})
    new = Authenticator(user_id=person.id, sealed=sealed, created_at=clock.now(session))
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError:
        # The page was opened in two tabs at the same moment.
        return session.get_one(Authenticator, person.id, options=[undefer(Authenticator.sealed)])
    return new


def _locked(session: Session, person: User) -> Authenticator | None:
    return session.get(
        Authenticator, person.id, with_for_update=True, options=[undefer(Authenticator.sealed)]
    )


def _take(session: Session, known: Authenticator, code: str) -> None:
    step = _step_of(_secret(session, known), "".join(code.split()), clock.now(session))
    newer = Authenticator.user_id == known.user_id, Authenticator.last_step < step
    if not rows.changed(session, update(Authenticator).where(*newer).values(last_step=step)):
        raise WrongCode


def _step_of(secret: str, code: str, now: datetime) -> int:
    codes = pyotp.TOTP(secret, digits=FIGURES)
    present = codes.timecode(now)
    for around in _STEPS_AROUND:
        right = codes.generate_otp(present + around)
        if hmac.compare_digest(right.encode(), code.encode(errors="surrogatepass")):
            return present + around
    raise WrongCode


def _secret(session: Session, known: Authenticator) -> str:
    secret: str = _vault(session).open(known.sealed)["secret"]
    return secret


def _vault(session: Session) -> Vault:
    vault: Vault = session.info["vault"]
    return vault

"""How does a device or a key show that somebody is who they say (WebAuthn)?

What is signed is asked for once, kept here and taken away with the answer, so that no answer
counts twice (CJIS Security Policy, IA-2(8)).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

import webauthn
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from webauthn.helpers import exceptions
from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

from connectors.phrases import Phrase
from inbox import clock
from inbox.errors import Invalid, NotAllowed, NotFound
from inbox.models import Passkey, PasskeyChallenge, User

DEPARTMENT = "Hearback"
MOST = 20
LONGEST_NAME = 80
_GOOD_FOR = timedelta(minutes=5)
_CHALLENGE_BYTES = 32
# What the library says of an answer that it cannot read or does not believe.
_NOT_BELIEVED = (exceptions.WebAuthnException, ValueError, KeyError)


class WrongPasskey(NotAllowed):
    """The passkey is not one of this person's, or its answer came too late or twice."""

    def __init__(self) -> None:
        super().__init__(Phrase("That passkey was not accepted. Try again."))


class UnusablePasskey(Invalid):
    """What the browser brought is no new passkey."""

    def __init__(self) -> None:
        super().__init__(Phrase("No passkey was made. Try again, or use another device."))


class NoSuchPasskey(NotFound):
    """It was removed, or is somebody else's."""

    def __init__(self) -> None:
        super().__init__(Phrase("This passkey is gone."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the browser is: a passkey made for one site says nothing to another."""

    name: str
    origin: str


def of(session: Session, person: User) -> list[Passkey]:
    """Return somebody's passkeys, the oldest first."""
    theirs = select(Passkey).where(Passkey.user_id == person.id).order_by(Passkey.id)
    return list(session.scalars(theirs))


def ask_for_new(session: Session, person: User, site: Site) -> str:
    """Return, as JSON, what a browser makes a passkey from."""
    options = webauthn.generate_registration_options(
        rp_id=site.name,
        rp_name=DEPARTMENT,
        user_id=str(person.id).encode(),
        user_name=person.email,
        user_display_name=person.name,
        challenge=_asked(session, person),
        exclude_credentials=_known(session, person),
    )
    return webauthn.options_to_json(options)


def add(session: Session, person: User, site: Site, *, answer: str, name: str) -> Passkey:
    """Keep a passkey that a browser made. Raises UnusablePasskey."""
    if len(of(session, person)) >= MOST:
        raise UnusablePasskey
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=_taken(session, person),
            expected_rp_id=site.name,
            expected_origin=site.origin,
        )
    except (*_NOT_BELIEVED, WrongPasskey) as error:
        raise UnusablePasskey from error
    passkey = Passkey(
        user_id=person.id,
        credential=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=name.strip()[:LONGEST_NAME],
        created_at=clock.now(session),
    )
    session.add(passkey)
    return passkey


def ask_for_proof(session: Session, person: User, site: Site, *, stands_alone: bool = False) -> str:
    """Return, as JSON, what one of somebody's passkeys is to sign.

    Where it `stands_alone`, its device is to make sure who holds it, by a PIN or a finger.
    """
    preferred, required = (
        UserVerificationRequirement.PREFERRED,
        UserVerificationRequirement.REQUIRED,
    )
    options = webauthn.generate_authentication_options(
        rp_id=site.name,
        challenge=_asked(session, person),
        allow_credentials=_known(session, person),
        user_verification=required if stands_alone else preferred,
    )
    return webauthn.options_to_json(options)


def prove(
    session: Session, person: User, site: Site, answer: str, *, stands_alone: bool = False
) -> None:
    """Take what a passkey signed, once. Raises WrongPasskey.

    One that `stands_alone` counts only where its device made sure who holds it: else whoever
    finds a key in an open desk's machine touches it.
    """
    try:
        given = webauthn.helpers.parse_authentication_credential_json(answer)
        passkey = _one_of(session, person, given.raw_id)
        proof = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=_taken(session, person),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=stands_alone,
        )
    except _NOT_BELIEVED as error:
        raise WrongPasskey from error
    passkey.sign_count, passkey.used_at = proof.new_sign_count, clock.now(session)


def remove(session: Session, person: User, passkey_id: int) -> Passkey:
    """Let a passkey count no more. Raises NoSuchPasskey."""
    known = session.get(Passkey, passkey_id)
    if known is None or known.user_id != person.id:
        raise NoSuchPasskey
    session.delete(known)
    return known


def forget(session: Session, user_id: int) -> None:
    """Let none of somebody's passkeys count any more."""
    for table in (Passkey, PasskeyChallenge):
        session.execute(delete(table).where(table.user_id == user_id))


def has_any(session: Session, person: User) -> bool:
    """Tell whether somebody has a passkey."""
    theirs = select(func.count()).select_from(Passkey).where(Passkey.user_id == person.id)
    return bool(session.scalar(theirs))


def _one_of(session: Session, person: User, credential: bytes) -> Passkey:
    wanted = Passkey.user_id == person.id, Passkey.credential == credential
    found = session.scalar(select(Passkey).where(*wanted).with_for_update())
    if found is None:
        raise WrongPasskey
    return found


def _known(session: Session, person: User) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one.credential) for one in of(session, person)]


def _asked(session: Session, person: User) -> bytes:
    challenge = secrets.token_bytes(_CHALLENGE_BYTES)
    session.merge(
        PasskeyChallenge(user_id=person.id, challenge=challenge, asked_at=clock.now(session))
    )
    return challenge


def _taken(session: Session, person: User) -> bytes:
    asked = session.get(PasskeyChallenge, person.id, with_for_update=True)
    if asked is None:
        raise WrongPasskey
    session.delete(asked)
    session.flush()
    if asked.asked_at < clock.now(session) - _GOOD_FOR:
        raise WrongPasskey
    return asked.challenge

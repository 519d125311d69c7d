"""Does a passkey that stands alone count only where its device made sure who holds it?"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask

from inbox import admission, passkeys
from inbox.models import Passkey, PasskeyChallenge, User
from inbox.passkeys import Site, WrongPasskey
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import SignIn

SITE = Site(name="desk.example", origin="https://desk.example")
TOUCHED, SURE = b"\x01", b"\x05"
KEY = ec.generate_private_key(ec.SECP256R1())


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture
def ana(make: Make, runtime: Runtime) -> User:
    person, point = make.user(), KEY.public_key().public_numbers()
    x, y = (one.to_bytes(32, "big") for one in (point.x, point.y))
    with runtime.writing() as session:
        session.add(
            Passkey(
                user_id=person.id,
                credential=b"a key",
                public_key=cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y}),
                sign_count=0,
                name="A key",
                created_at=runtime.clock.now(),
            )
        )
    return person


def _answer(runtime: Runtime, person: User, flags: bytes) -> str:
    """Return what the key signs when it was touched, or when its holder also gave a PIN."""
    with runtime.writing() as session:
        passkeys.ask_for_proof(session, person, SITE, stands_alone=True)
        asked = session.get_one(PasskeyChallenge, person.id).challenge
    said = {"type": "webauthn.get", "challenge": _text(asked), "origin": SITE.origin}
    client = json.dumps(said).encode()
    device = hashlib.sha256(SITE.name.encode()).digest() + flags + bytes(4)
    signed = KEY.sign(device + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
    response = {"authenticatorData": device, "clientDataJSON": client, "signature": signed}
    number = _text(b"a key")
    return json.dumps(
        {
            "id": number,
            "rawId": number,
            "type": "public-key",
            "response": {name: _text(raw) for name, raw in response.items()},
        }
    )


def test_a_touch_alone_is_enough_after_the_password_and_not_without(
    runtime: Runtime, ana: User
) -> None:
    touched = _answer(runtime, ana, TOUCHED)
    assert admission.admit_passkey(runtime, ana.id, SITE, touched).id == ana.id

    touched = _answer(runtime, ana, TOUCHED)
    with pytest.raises(WrongPasskey):
        admission.admit_passkey(runtime, ana.id, SITE, touched, stands_alone=True)

    sure = _answer(runtime, ana, SURE)
    assert admission.admit_passkey(runtime, ana.id, SITE, sure, stands_alone=True).id == ana.id


@pytest.mark.parametrize("place", ["/lock", "/proof"])
def test_unlocking_and_proving_ask_for_it(
    app: Flask, ana: User, sign_in: SignIn, place: str
) -> None:
    asked = sign_in(ana).post(f"{place}/passkey/challenge").json

    assert asked["userVerification"] == "required"

"""Which password did the app send?

It encrypts with a random AES key, and that with our RSA key: `#PWD_INSTAGRAM:4:<time>:`
and base64 of `01 | key id | iv (12) | length (2, little) | RSA(key) | tag (16) | text`,
the time being authenticated with it (docs/platforms.md 2.4).
"""

from __future__ import annotations

import base64
import binascii
from functools import cache
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_ID = 41
KEY_BITS = 2048
PREFIX = "#PWD_INSTAGRAM"
VERSION = "4"


class Sealed(NamedTuple):
    """The parts of an encrypted password."""

    nonce: bytes
    wrapped_key: bytes
    tag: bytes
    text: bytes


@cache
def private_key() -> RSAPrivateKey:
    """Return this process's key: every sign-in asks for its public half first."""
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def public_key() -> str:
    """Return the public key as Instagram sends it: base64 of PEM."""
    pem = private_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(pem).decode()


def opened(encrypted: str) -> str | None:
    """Return the password, or None when this is not one that we can read."""
    try:
        prefix, version, moment, payload = encrypted.split(":", 3)
        sealed = _parts(base64.b64decode(payload, validate=True))
        key = private_key().decrypt(sealed.wrapped_key, padding.PKCS1v15())
        text = AESGCM(key).decrypt(sealed.nonce, sealed.text + sealed.tag, moment.encode())
    except (ValueError, binascii.Error, InvalidTag):
        return None
    return text.decode() if (prefix, version) == (PREFIX, VERSION) else None


def _parts(payload: bytes) -> Sealed:
    size = int.from_bytes(payload[14:16], "little")
    after = 16 + size
    return Sealed(
        payload[2:14], payload[16:after], payload[after : after + 16], payload[after + 16 :]
    )

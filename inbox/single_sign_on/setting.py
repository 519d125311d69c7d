"""Which identity provider is believed, and how far?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from connectors.identity.line import is_address
from connectors.identity.registration import Registration
from inbox.setting_reader import SettingReader

ISSUER = "HEARBACK_SSO_ISSUER"
CLIENT_ID = "HEARBACK_SSO_CLIENT_ID"
CLIENT_SECRET = "HEARBACK_SSO_CLIENT_SECRET"  # noqa: S105 - the name of a setting
CLIENT_SECRET_FILE = "HEARBACK_SSO_CLIENT_SECRET_FILE"  # noqa: S105 - the same
LONGEST_ISSUER = 255


class Asked(StrEnum):
    """Whether a password lets somebody in beside it."""

    OFFERED = "offered"
    REQUIRED = "required"


class EmailWord(StrEnum):
    """Whether the provider's word for an address is enough, or it must say that it checked."""

    VERIFIED = "verified"
    TRUSTED = "trusted"


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleSignOn:
    """One provider. `second_steps` are the `amr` or `acr` that count as our own second step.

    Where it `is_required`, passwords are for the administrators among `break_glass` alone.
    """

    registration: Registration
    name: str
    trusts_email: bool
    second_steps: frozenset[str]
    is_required: bool
    break_glass: frozenset[str]


def read(reader: SettingReader) -> SingleSignOn | None:
    """Read it, all of it or none. What is missing is among the reader's problems."""
    issuer = reader.parsed(
        ISSUER, "", _issuer, "an https address, or one on this machine, or empty"
    )
    asked = reader.parsed("HEARBACK_SSO", Asked.OFFERED, Asked, "offered or required")
    email = reader.parsed(
        "HEARBACK_SSO_EMAIL", EmailWord.VERIFIED, EmailWord, "verified or trusted"
    )
    if not issuer:
        if asked is Asked.REQUIRED:
            reader.problems.append(f"{ISSUER} must be set where HEARBACK_SSO is required.")
        return None
    return SingleSignOn(
        registration=_registration(reader, issuer),
        name=reader.text("HEARBACK_SSO_NAME", urlsplit(issuer).hostname or issuer),
        trusts_email=email is EmailWord.TRUSTED,
        second_steps=_words(reader.text("HEARBACK_SSO_SECOND_STEP", "")),
        is_required=asked is Asked.REQUIRED,
        break_glass=_words(reader.text("HEARBACK_SSO_BREAK_GLASS", "").lower()),
    )


def _registration(reader: SettingReader, issuer: str) -> Registration:
    given = {CLIENT_ID: reader.text(CLIENT_ID, ""), CLIENT_SECRET: _secret(reader)}
    reader.problems += [
        f"{name} must be set where {ISSUER} is." for name, value in given.items() if not value
    ]
    return Registration(issuer, given[CLIENT_ID], given[CLIENT_SECRET])


def _secret(reader: SettingReader) -> str:
    given, file = reader.text(CLIENT_SECRET, ""), reader.text(CLIENT_SECRET_FILE, "")
    if given or not file:
        return given
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        reader.problems.append(f"{CLIENT_SECRET_FILE} names {file}, which cannot be read.")
        return ""


def _issuer(text: str) -> str:
    parts = urlsplit(text)
    is_plain = is_address(text) and not (parts.query or parts.fragment)
    if text and not (is_plain and len(text) <= LONGEST_ISSUER):
        raise ValueError(text)
    return text


def _words(text: str) -> frozenset[str]:
    return frozenset(filter(None, (one.strip() for one in text.split(","))))

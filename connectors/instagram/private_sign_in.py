"""How does a user name and a password become a session?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from instagrapi import Client
from instagrapi import exceptions as instagram

from connectors.base import Connected
from connectors.consent import CodeNeeded
from connectors.errors import NeedsReconnection
from connectors.instagram import private_client, private_words
from connectors.instagram.private_errors import SERVER_ERROR, reading
from connectors.instagram.private_line import SESSION_CHECK

NOT_LET_IN = (instagram.ClientError, instagram.UnknownError, instagram.ClientBadRequestError)
"""Answers that name no reason that we know, of exactly these classes."""

DEVICE = ("uuids", "mid", "device_settings", "user_agent", "country", "locale", "timezone_offset")


Login = Callable[..., Any]


def sign_in(
    username: str,
    password: str,
    address: str | None = None,
    *,
    code: str = "",
    device: Mapping[str, Any] | None = None,
) -> Connected:
    """Sign in as Instagram's app does and return the session as credentials.

    One call is one sign-in: nothing here repeats it, since repeated sign-ins are what
    gets accounts challenged. Raises CodeNeeded, NeedsReconnection or TryLater, in words
    for the person who typed the password.
    """
    client = private_client.opened(device or {}, address)
    return _signed_in(client, client.login, username, password, code)


def sign_in_legacy(username: str, password: str, address: str | None = None) -> Connected:
    """Sign in by the older flow, for accounts that Instagram still sends there."""
    client = private_client.opened({}, address)
    return _signed_in(client, client.login_legacy, username, password, "")


def _signed_in(client: Client, login: Login, username: str, password: str, code: str) -> Connected:
    with _signing_in(client, code):
        login(username.strip(), password, verification_code=code.replace(" ", ""))
        user: Mapping[str, Any] = client.private_request(SESSION_CHECK)["user"]
        return Connected(
            external_id=str(user["pk"]),
            name=user.get("full_name") or user["username"],
            handle=user["username"],
            credentials=client.get_settings(),
        )


@contextmanager
def _signing_in(client: Client, code: str) -> Iterator[None]:
    with reading():
        try:
            yield
        except instagram.TwoFactorRequired as error:
            raise CodeNeeded(private_words.CODE_NEEDED, _device(client)) from error
        except instagram.ProxyAddressIsBlocked as error:
            # instagrapi reads Instagram's "username doesn't appear to belong" this way.
            raise NeedsReconnection(private_words.NO_SUCH_NAME) from error
        except NOT_LET_IN as error:
            if type(error) not in NOT_LET_IN or (error.code or 0) >= SERVER_ERROR:
                raise
            if code:
                raise CodeNeeded(private_words.CODE_REFUSED, _device(client)) from error
            raise NeedsReconnection(private_words.NOT_LET_IN) from error


def _device(client: Client) -> dict[str, Any]:
    """Return what makes the next attempt come from the same device, without any session."""
    settings: dict[str, Any] = client.get_settings()
    return {name: settings[name] for name in DEVICE if name in settings}

"""Which settings does Hearback run with?"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectors.transport import NotLoopback, loopback
from inbox import mail_server, reading_language
from inbox.errors import HearbackError
from inbox.mail_server import MailServer

DEFAULT_DATA = "var"
MOST_MEGABYTES = 200
HIGHEST_PORT = 65_535
MOST_DAYS = 365
SECONDS_AN_HOUR = 3600
CREDENTIALS_KEY = "HEARBACK_CREDENTIALS_KEY"
Value = TypeVar("Value")


class BadSettings(HearbackError):
    """Every missing or unusable setting, in one message."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("Hearback cannot start:\n" + "\n".join(f"- {one}" for one in problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set from outside; docs/settings.md explains each."""

    data: Path
    database_url: str
    redis_url: str
    port: int
    sandbox_port: int
    platform_address: str | None
    poll_interval: timedelta | None
    send_hold: timedelta
    time_zone: ZoneInfo
    language: str
    graph_version: str | None
    human_agent: bool
    media_limit: int
    backfill_reach: timedelta
    backfill_open: timedelta
    film_limit: int
    mail: MailServer | None
    meta_app_id: str
    meta_app_secret: str = field(repr=False)
    meta_verify_token: str = field(repr=False)
    x_consumer_key: str
    x_consumer_secret: str = field(repr=False)
    x_client_id: str
    x_client_secret: str = field(repr=False)
    secret_key: str = field(repr=False)
    credentials_keys: tuple[str, ...] = field(repr=False)
    credentials_key_file: Path | None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings. Raises BadSettings, which names all that is wrong."""
        reader = _Reader(os.environ if environment is None else environment)
        settings = cls._read(reader)
        if reader.problems:
            raise BadSettings(reader.problems)
        return settings

    @classmethod
    def _read(cls, reader: _Reader) -> Settings:
        data = Path(reader.text("HEARBACK_DATA", DEFAULT_DATA)).resolve()
        return cls(
            data=data,
            database_url=reader.text("DATABASE_URL", f"sqlite:///{data / 'hearback.sqlite3'}"),
            redis_url=reader.text("REDIS_URL", "redis://127.0.0.1:6379/0"),
            port=reader.parsed("HEARBACK_PORT", "8000", _port, "a port from 1 to 65535"),
            sandbox_port=reader.parsed("SANDBOX_PORT", "8800", _port, "a port from 1 to 65535"),
            platform_address=reader.parsed(
                "HEARBACK_PLATFORM_ADDRESS", "", _loopback, "a loopback address, or empty"
            ),
            poll_interval=reader.parsed(
                "HEARBACK_POLL_SECONDS", "", _optional_seconds, "seconds above 0, or empty"
            ),
            send_hold=reader.parsed("HEARBACK_HOLD_SECONDS", "10", _seconds, "seconds, 0 or more"),
            time_zone=reader.parsed(
                "HEARBACK_TIME_ZONE", "UTC", _zone, "a time zone such as America/Denver"
            ),
            language=reader.parsed(
                "HEARBACK_LANGUAGE", reading_language.USUAL, _language, "en or es"
            ),
            graph_version=reader.text("HEARBACK_GRAPH_VERSION", "") or None,
            human_agent=reader.parsed("HEARBACK_HUMAN_AGENT", "on", _switch, "on or off"),
            media_limit=reader.parsed(
                "HEARBACK_MEDIA_MEGABYTES", "20", _megabytes, "megabytes from 1 to 200"
            ),
            backfill_reach=reader.parsed(
                "HEARBACK_BACKFILL_DAYS", "30", _days, "whole days from 0 to 365"
            ),
            backfill_open=reader.parsed(
                "HEARBACK_BACKFILL_OPEN_HOURS", "72", _hours, "hours, 0 or more"
            ),
            film_limit=reader.parsed(
                "HEARBACK_FILM_MEGABYTES", "50", _megabytes, "megabytes from 1 to 200"
            ),
            mail=_mail(reader),
            meta_app_id=reader.text("HEARBACK_META_APP_ID", ""),
            meta_app_secret=reader.text("HEARBACK_META_APP_SECRET", ""),
            meta_verify_token=reader.text("HEARBACK_META_VERIFY_TOKEN", ""),
            x_consumer_key=reader.text("HEARBACK_X_CONSUMER_KEY", ""),
            x_consumer_secret=reader.text("HEARBACK_X_CONSUMER_SECRET", ""),
            x_client_id=reader.text("HEARBACK_X_CLIENT_ID", ""),
            x_client_secret=reader.text("HEARBACK_X_CLIENT_SECRET", ""),
            secret_key=reader.secret("HEARBACK_SECRET_KEY", data / "secret_key"),
            credentials_keys=tuple(
                reader.secret(CREDENTIALS_KEY, data / "credentials_key").split(",")
            ),
            credentials_key_file=(
                None if reader.text(CREDENTIALS_KEY, "") else data / "credentials_key"
            ),
        )


class _Reader:
    """Reads one environment and remembers every problem instead of stopping at the first."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.problems: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self._environment.get(name, "").strip() or default

    def parsed(
        self,
        name: str,
        default: str,
        parse: Callable[[str], Value],
        expected: str,
        *,
        is_secret: bool = False,
    ) -> Value:
        """Read a value. One that may hold a secret is not repeated where it is refused."""
        given = self.text(name, default)
        try:
            return parse(given)
        except (ValueError, NotLoopback):
            said = "" if is_secret else f"; it is {given!r}"
            self.problems.append(f"{name} must be {expected}{said}.")
            return parse(default)

    def secret(self, name: str, file: Path) -> str:
        """Take a secret from the environment, else from the file the launcher made."""
        if given := self._environment.get(name, "").strip():
            return given
        if file.is_file():
            return file.read_text(encoding="ascii").strip()
        self.problems.append(f"{name} is not set, and there is no {file}. `make run` makes one.")
        return ""


def _mail(reader: _Reader) -> MailServer | None:
    """Read what sends e-mail. A server without a sender or links to lead to sends nothing."""
    address = reader.parsed(
        "HEARBACK_MAIL_SERVER",
        "",
        mail_server.mail_address,
        "smtp:// or smtps:// and a host, without user and password, or empty",
        is_secret=True,
    )
    sender = reader.parsed("HEARBACK_MAIL_FROM", "", mail_server.sender, "an e-mail address")
    desk = reader.parsed(
        "HEARBACK_ADDRESS", "", mail_server.desk_address, "an address such as https://desk.example"
    )
    if address is None:
        return None
    missing = {"HEARBACK_MAIL_FROM": sender, "HEARBACK_ADDRESS": desk}
    reader.problems += [
        f"{name} must be set where HEARBACK_MAIL_SERVER is."
        for name, given in missing.items()
        if not given
    ]
    return MailServer(
        address=address,
        user=reader.text("HEARBACK_MAIL_USER", ""),
        password=reader.text("HEARBACK_MAIL_PASSWORD", ""),
        sender=sender,
        desk=desk,
    )


def _megabytes(text: str) -> int:
    megabytes = int(text)
    if not 1 <= megabytes <= MOST_MEGABYTES:
        raise ValueError(text)
    return megabytes * 1024**2


def _switch(text: str) -> bool:
    if text not in ("on", "off"):
        raise ValueError(text)
    return text == "on"


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= HIGHEST_PORT:
        raise ValueError(text)
    return port


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(name) from error


def _language(name: str) -> str:
    if name not in reading_language.NAMES:
        raise ValueError(name)
    return name


def _days(text: str) -> timedelta:
    days = int(text)
    if not 0 <= days <= MOST_DAYS:
        raise ValueError(text)
    return timedelta(days=days)


def _hours(text: str) -> timedelta:
    return _seconds(text) * SECONDS_AN_HOUR


def _seconds(text: str) -> timedelta:
    seconds = float(text)
    if seconds < 0:
        raise ValueError(text)
    return timedelta(seconds=seconds)


def _optional_seconds(text: str) -> timedelta | None:
    return (_seconds(text) or None) if text else None


def _loopback(text: str) -> str | None:
    return loopback(text) if text else None

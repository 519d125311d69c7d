"""Which settings does Hearback run with?"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from inbox import mail_server, own_redis, proxies, reading_language, setting_values
from inbox.errors import HearbackError
from inbox.logs import LogForm, LogLevel
from inbox.mail_server import MailServer
from inbox.proxies import Proxies
from inbox.setting_reader import SettingReader
from inbox.single_sign_on import setting as single_sign_on
from inbox.single_sign_on.setting import SingleSignOn

DEFAULT_DATA = "var"
# CJIS Security Policy, AC-11 and IA-11.
MOST_LOCK_MINUTES = 30
MOST_SIGN_IN_HOURS = 12
MOST_PROOF_MINUTES = 60
MOST_LINK_HOURS = 720
CREDENTIALS_KEY = "HEARBACK_CREDENTIALS_KEY"


class SecondStep(StrEnum):
    """Whether a password alone lets somebody in who has not set up anything else."""

    REQUIRED = "required"
    OFFERED = "offered"


class BadSettings(HearbackError):
    """Every missing or unusable setting, in one message."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("Hearback cannot start:\n" + "\n".join(f"- {one}" for one in problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set from outside; docs/settings.md explains each."""

    data: Path
    database_url: str
    redis_url: str = field(repr=False)
    port: int
    sandbox_port: int
    proxies: Proxies
    log_form: LogForm
    log_level: LogLevel
    metrics_token: str = field(repr=False)
    security_contact: str
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
    second_step: SecondStep
    single_sign_on: SingleSignOn | None
    lock_after: timedelta
    sign_in_lasts: timedelta
    proof_lasts: timedelta
    invitation_life: timedelta
    reset_life: timedelta
    unused_after: timedelta | None
    address: str
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
        reader = SettingReader(os.environ if environment is None else environment)
        settings = cls._read(reader)
        if reader.problems:
            raise BadSettings(reader.problems)
        return settings

    @classmethod
    def _read(cls, reader: SettingReader) -> Settings:
        data = Path(reader.text("HEARBACK_DATA", DEFAULT_DATA)).resolve()
        address = reader.parsed(
            "HEARBACK_ADDRESS",
            "",
            mail_server.desk_address,
            "an address such as https://desk.example",
        )
        return cls(
            data=data,
            database_url=reader.text("DATABASE_URL", f"sqlite:///{data / 'hearback.sqlite3'}"),
            redis_url=reader.text("REDIS_URL", own_redis.address(data)),
            port=reader.parsed(
                "HEARBACK_PORT", "8000", setting_values.port, "a port from 1 to 65535"
            ),
            sandbox_port=reader.parsed(
                "SANDBOX_PORT", "8800", setting_values.port, "a port from 1 to 65535"
            ),
            proxies=reader.parsed(
                "HEARBACK_PROXIES",
                proxies.THIS_MACHINE,
                proxies.networks,
                "addresses or networks, separated by commas",
            ),
            log_form=reader.parsed("HEARBACK_LOG", LogForm.LINES, LogForm, "lines or json"),
            log_level=reader.parsed(
                "HEARBACK_LOG_LEVEL", LogLevel.WARNING, LogLevel, "info, warning or error"
            ),
            metrics_token=reader.text("HEARBACK_METRICS_TOKEN", ""),
            security_contact=reader.parsed(
                "HEARBACK_SECURITY_CONTACT",
                "",
                setting_values.contact,
                "mailto: or https:, or empty",
            ),
            platform_address=reader.parsed(
                "HEARBACK_PLATFORM_ADDRESS",
                "",
                setting_values.loopback,
                "a loopback address, or empty",
            ),
            poll_interval=reader.parsed(
                "HEARBACK_POLL_SECONDS",
                "",
                setting_values.seconds_if_any,
                "seconds above 0, or empty",
            ),
            send_hold=reader.parsed(
                "HEARBACK_HOLD_SECONDS", "10", setting_values.seconds, "seconds, 0 or more"
            ),
            time_zone=reader.parsed(
                "HEARBACK_TIME_ZONE",
                "UTC",
                setting_values.zone,
                "a time zone such as America/Denver",
            ),
            language=reader.parsed(
                "HEARBACK_LANGUAGE", reading_language.USUAL, setting_values.language, "en or es"
            ),
            graph_version=reader.text("HEARBACK_GRAPH_VERSION", "") or None,
            human_agent=reader.parsed(
                "HEARBACK_HUMAN_AGENT", "on", setting_values.switch, "on or off"
            ),
            media_limit=reader.parsed(
                "HEARBACK_MEDIA_MEGABYTES",
                "20",
                setting_values.megabytes,
                "megabytes from 1 to 200",
            ),
            backfill_reach=reader.parsed(
                "HEARBACK_BACKFILL_DAYS", "30", setting_values.days, "whole days from 0 to 365"
            ),
            backfill_open=reader.parsed(
                "HEARBACK_BACKFILL_OPEN_HOURS", "72", setting_values.hours, "hours, 0 or more"
            ),
            film_limit=reader.parsed(
                "HEARBACK_FILM_MEGABYTES", "50", setting_values.megabytes, "megabytes from 1 to 200"
            ),
            second_step=reader.parsed(
                "HEARBACK_SECOND_STEP", SecondStep.REQUIRED, SecondStep, "required or offered"
            ),
            single_sign_on=single_sign_on.read(reader),
            lock_after=reader.parsed(
                "HEARBACK_LOCK_MINUTES",
                str(MOST_LOCK_MINUTES),
                setting_values.minutes_up_to(MOST_LOCK_MINUTES),
                "whole minutes from 1 to 30",
            ),
            sign_in_lasts=reader.parsed(
                "HEARBACK_SIGN_IN_HOURS",
                str(MOST_SIGN_IN_HOURS),
                setting_values.hours_up_to(MOST_SIGN_IN_HOURS),
                "whole hours from 1 to 12",
            ),
            proof_lasts=reader.parsed(
                "HEARBACK_PROOF_MINUTES",
                "10",
                setting_values.minutes_up_to(MOST_PROOF_MINUTES),
                "whole minutes from 1 to 60",
            ),
            invitation_life=reader.parsed(
                "HEARBACK_INVITATION_HOURS",
                "72",
                setting_values.hours_up_to(MOST_LINK_HOURS),
                "whole hours from 1 to 720",
            ),
            reset_life=reader.parsed(
                "HEARBACK_RESET_HOURS",
                "1",
                setting_values.hours_up_to(MOST_LINK_HOURS),
                "whole hours from 1 to 720",
            ),
            unused_after=reader.parsed(
                "HEARBACK_UNUSED_DAYS",
                "90",
                setting_values.days_or_off,
                "whole days from 1 to 365, or off",
            ),
            address=address,
            mail=_mail(reader, address),
            meta_app_id=reader.text("HEARBACK_META_APP_ID", ""),
            meta_app_secret=reader.text("HEARBACK_META_APP_SECRET", ""),
            meta_verify_token=reader.text("HEARBACK_META_VERIFY_TOKEN", ""),
            x_consumer_key=reader.text("HEARBACK_X_CONSUMER_KEY", ""),
            x_consumer_secret=reader.text("HEARBACK_X_CONSUMER_SECRET", ""),
            x_client_id=reader.text("HEARBACK_X_CLIENT_ID", ""),
            x_client_secret=reader.text("HEARBACK_X_CLIENT_SECRET", ""),
            secret_key=reader.secret("HEARBACK_SECRET_KEY", data / "secret_key"),
            credentials_keys=_credentials_keys(reader, data / "credentials_key"),
            credentials_key_file=(
                None if reader.text(CREDENTIALS_KEY, "") else data / "credentials_key"
            ),
        )


def _credentials_keys(reader: SettingReader, file: Path) -> tuple[str, ...]:
    try:
        given = reader.secret(CREDENTIALS_KEY, file)
        return setting_values.keys(given) if given else ()
    except ValueError:
        place = CREDENTIALS_KEY if reader.text(CREDENTIALS_KEY, "") else file
        reader.problems.append(
            f"{place} must be a key of Fernet, or several separated by commas: 44 letters and "
            "figures each. Put back the key that was there; docs/operations.md says how one is "
            "made for a new house."
        )
        return ()


def _mail(reader: SettingReader, desk: str) -> MailServer | None:
    """Read what sends e-mail. A server without a sender or links to lead to sends nothing."""
    address = reader.parsed(
        "HEARBACK_MAIL_SERVER",
        "",
        mail_server.mail_address,
        "smtp:// or smtps:// and a host, without user and password, or empty",
        is_secret=True,
    )
    sender = reader.parsed("HEARBACK_MAIL_FROM", "", mail_server.sender, "an e-mail address")
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

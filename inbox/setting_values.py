"""How is the value of a setting written, and what does it become?

Each raises ValueError, or NotLoopback, for what it cannot read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cryptography.fernet import Fernet

from connectors import transport
from inbox import reading_language

MOST_MEGABYTES = 200
HIGHEST_PORT = 65_535
MOST_DAYS = 365
_SECONDS_AN_HOUR = 3600
_CONTACT = re.compile(r"(mailto:[^\s@]+@|https://)[^\s@]+")


def megabytes(text: str) -> int:
    """Return bytes."""
    return _whole(text, 1, MOST_MEGABYTES) * 1024**2


def switch(text: str) -> bool:
    """Read on or off."""
    if text not in ("on", "off"):
        raise ValueError(text)
    return text == "on"


def port(text: str) -> int:
    """Read a port that something can listen on."""
    return _whole(text, 1, HIGHEST_PORT)


def keys(text: str) -> tuple[str, ...]:
    """Read keys of Fernet, separated by commas."""
    found = tuple(one.strip() for one in text.split(","))
    for one in found:
        Fernet(one)
    return found


def zone(name: str) -> ZoneInfo:
    """Find a time zone by its name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(name) from error


def language(name: str) -> str:
    """Read a language that the desk speaks."""
    if name not in reading_language.NAMES:
        raise ValueError(name)
    return name


def days(text: str) -> timedelta:
    """Read whole days up to a year."""
    return timedelta(days=_whole(text, 0, MOST_DAYS))


def days_or_off(text: str) -> timedelta | None:
    """Read whole days from 1 to a year, or nothing for `off`."""
    return None if text == "off" else timedelta(days=_whole(text, 1, MOST_DAYS))


def minutes_up_to(most: int) -> Callable[[str], timedelta]:
    """Return what reads whole minutes from 1."""
    return lambda text: timedelta(minutes=_whole(text, 1, most))


def hours_up_to(most: int) -> Callable[[str], timedelta]:
    """Return what reads whole hours from 1."""
    return lambda text: timedelta(hours=_whole(text, 1, most))


def hours(text: str) -> timedelta:
    """Read hours, 0 or more."""
    return seconds(text) * _SECONDS_AN_HOUR


def seconds(text: str) -> timedelta:
    """Read seconds, 0 or more."""
    number = float(text)
    if number < 0:
        raise ValueError(text)
    return timedelta(seconds=number)


def seconds_if_any(text: str) -> timedelta | None:
    """Read seconds; nothing for none."""
    return (seconds(text) or None) if text else None


def contact(text: str) -> str:
    """Read where somebody can be written to, or nothing."""
    if text and not _CONTACT.fullmatch(text):
        raise ValueError(text)
    return text


def loopback(text: str) -> str | None:
    """Read an address on this machine, or nothing."""
    return transport.loopback(text) if text else None


def _whole(text: str, least: int, most: int) -> int:
    number = int(text)
    if not least <= number <= most:
        raise ValueError(text)
    return number

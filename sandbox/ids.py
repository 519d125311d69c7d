"""What do the platforms' identifiers look like?"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import datetime

from sandbox.records import Profile

X_EPOCH_MS = 1_288_834_974_657
INSTAGRAM_EPOCH_MS = 1_314_220_021_721


def snowflake(at: datetime, number: int) -> str:
    """Return an X id: milliseconds since X's epoch, then 22 bits of our own count."""
    return str(((_milliseconds(at) - X_EPOCH_MS) << 22) | (number & 0x3FFFFF))


def snowflake_from(at: datetime) -> int:
    """Return the lowest X id that a moment can have."""
    return int(snowflake(at, 0))


def person(platform: str, number: int) -> str:
    """Return the id of a resident."""
    starts = {"facebook": 24_000_000_000_000_000, "instagram": 51_000_000_000, "x": 1_500_000_000}
    return str(starts[platform] + number * 7_919)


def post(profile: Profile, at: datetime, number: int) -> str:
    """Return the id of something the department publishes."""
    if profile.connector == "x":
        return snowflake(at, number)
    if profile.connector == "facebook":
        return f"{profile.id}_{122_100_000_000_000_000 + number}"
    if profile.connector == "instagram_graph":
        return str(17_900_000_000_000_000 + number)
    return _instagram_pk(at, number)


def public(profile: Profile, post_id: str | None, at: datetime, number: int) -> str:
    """Return the id of a comment, mention or public reply."""
    if profile.connector == "x":
        return snowflake(at, number)
    if profile.connector == "facebook":
        return f"{(post_id or profile.id).rpartition('_')[2]}_{1_000_000_000_000_000 + number}"
    if profile.connector == "instagram_graph":
        return str(17_850_000_000_000_000 + number)
    return str(18_000_000_000_000_000 + number)


def direct_message(profile: Profile, at: datetime, number: int) -> str:
    """Return the id of a direct message."""
    if profile.connector == "x":
        return snowflake(at, number)
    if profile.connector == "instagram_private":
        return f"3{_instagram_pk(at, number)}{number:012d}"
    prefix = {"facebook": "m_", "instagram_graph": "aWdfZAG1faXRlbTox"}[profile.connector]
    return prefix + _opaque(profile.id, number)


def thread(profile: Profile, person_id: str, number: int) -> str:
    """Return the id of a direct-message thread.

    X names a thread between two by both ids, the smaller one first
    (docs/platforms.md 2.1, one recorded sample).
    """
    if profile.connector == "x":
        return "-".join(sorted((profile.id, person_id), key=int))
    if profile.connector == "facebook":
        return f"t_{10_000_000_000_000_000 + number}"
    if profile.connector == "instagram_private":
        return str(340_282_366_841_710_300_949_128_000_000_000_000_000 + number)
    return "aWdfZAG06" + _opaque(profile.id, number)


def _instagram_pk(at: datetime, number: int) -> str:
    return str(((_milliseconds(at) - INSTAGRAM_EPOCH_MS) << 23) | (number & 0x7FFFFF))


def _opaque(profile_id: str, number: int) -> str:
    return urlsafe_b64encode(f"{profile_id}:{number:012d}".encode()).decode().rstrip("=")


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)

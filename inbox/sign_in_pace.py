"""How quickly may sign-ins be tried, for one name and from one network?

Beside the lock of five wrong passwords (`inbox/guessing.py`), which whoever tries many names never
meets. A pause is short and says when it ends, so that nobody who shares a network with a
stranger, or whose name a stranger knows, is kept out for long.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock, guessing
from inbox.audit import origin
from inbox.guessing import Locked
from inbox.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Pace:
    """So many tries within such a time."""

    most: int
    within: timedelta
    of: str


OF_NAME = Pace(10, timedelta(minutes=1), "name")
"""Right ones too: judging a password takes a tenth of a second of a processor."""

OF_NETWORK = Pace(20, timedelta(minutes=5), "network")
"""Wrong ones alone: a whole shift signs in from one address."""

_IPV6_HOUSE = 64
"""Whoever has one address of these has them all (RFC 6177)."""


class TooFast(Locked):
    """It can be tried again in a moment."""

    def __init__(self, until: datetime, now: datetime) -> None:
        self.seconds = max(2, math.ceil((until - now).total_seconds()))
        Locked.__init__(
            self,
            Phrase(
                "Too many tries in a short time. Try again in {seconds} seconds.",
                seconds=self.seconds,
            ),
        )


@contextmanager
def kept(runtime: Runtime, email: str) -> Iterator[None]:
    """Count a try while it is judged; what was right is no wrong one. Raises TooFast."""
    network = _network(origin.current().address)
    with runtime.writing() as session:
        _count(session, OF_NAME, email)
        if network:
            _count(session, OF_NETWORK, network)
    yield
    if network:
        with runtime.writing() as session:
            _take_back(session, OF_NETWORK, network)


def _count(session: Session, pace: Pace, key: str) -> None:
    now, row = clock.now(session), guessing.tries_of(session, _digest(pace, key))
    tried = [datetime.fromisoformat(at) for at in row.tried_at]
    recent = [at for at in tried if at > now - pace.within]
    if len(recent) >= pace.most:
        raise TooFast(recent[-pace.most] + pace.within, now)
    row.tried_at, row.last_at = [at.isoformat() for at in (*recent, now)], now


# The newest: of tries at once it does not matter whose.
def _take_back(session: Session, pace: Pace, key: str) -> None:
    row = guessing.tries_of(session, _digest(pace, key))
    row.tried_at = row.tried_at[:-1]


# Of another digest, so that nobody can type what it is made of as their name.
def _digest(pace: Pace, key: str) -> bytes:
    folded = hashlib.sha256(key.strip().lower().encode(errors="surrogatepass"))
    return hashlib.sha256(pace.of.encode() + folded.digest()).digest()


def _network(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if known.version == 4:  # noqa: PLR2004 - the version's own name
        return str(known)
    return str(ipaddress.ip_network((known, _IPV6_HOUSE), strict=False))

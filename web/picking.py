"""What may be done to the conversations that somebody picks in a list?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from inbox import clock, named_statuses, people, snooze_times, status
from inbox.models import NamedStatus, Team, User
from inbox.snooze_times import Choice
from web.fragments import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Picking:
    """To whom they can be given, how named, until when put away, for which reasons resolved."""

    people: Sequence[User]
    teams: Sequence[Team]
    named_statuses: Sequence[NamedStatus]
    snoozes: Sequence[Choice]
    reasons: Mapping[str, str]


def beside(read: Reading) -> Picking:
    """Return what the bar of the picked offers beside a conversation, which offers the same."""
    return Picking(
        people=read.everybody,
        teams=read.every_team,
        named_statuses=read.named_statuses,
        snoozes=read.snoozes,
        reasons=status.NO_REPLY_REASONS,
    )


def choices(session: Session) -> Picking:
    """Return what the bar of the picked offers."""
    zone = session.info["settings"].time_zone
    return Picking(
        people=people.on_the_desk(session),
        teams=people.teams(session),
        named_statuses=named_statuses.offered(session),
        snoozes=snooze_times.choices(clock.now(session), zone),
        reasons=status.NO_REPLY_REASONS,
    )

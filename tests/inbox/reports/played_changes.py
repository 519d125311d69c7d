"""What docs/reports_by_hand.md tells of changes: of a target at noon, and of who works there."""

from __future__ import annotations

from connectors.words import Kind
from inbox import disabling
from inbox.models import Role
from inbox.promises import policies
from inbox.promises import wanting as promised
from tests.inbox.reports.playing import MINUTE, Week, utc


def of_mentions(minutes: int) -> promised.Wanted:
    """Promise an answer to mentions, by the wall clock."""
    return promised.Wanted(
        name="Mentions",
        kinds=[Kind.MENTION],
        first_response=minutes * MINUTE,
        is_staffed=False,
    )


def changed_at_noon(week: Week) -> None:
    """Let two ask, one before the target is changed and one after it."""
    there = {"account": week.mentions, "kind": Kind.MENTION}
    before = week.asks(72, utc("10-29", "17:55:00"), **there)
    with week.make.runtime.reading() as session:
        first, *_ = policies.in_force(session)
    week.at(utc("10-29", "18:00:00"), policies.change, first.id, of_mentions(20))
    after = week.asks(73, utc("10-29", "18:00:01"), **there)
    week.natively(before, utc("10-29", "18:10:00"), week.mentions)
    week.natively(after, utc("10-29", "18:16:01"), week.mentions)


def answered_by_who_left(week: Week) -> None:
    """Let somebody answer, and sign in no more after that."""
    sam = week.make.user(name="Sam Ortiz")
    kim = week.make.user(name="Kim Ito", role=Role.ADMINISTRATOR)
    asked = week.asks(74, utc("10-30", "20:00:00"))
    week.replies(week.of(asked), utc("10-30", "20:12:00"), by=sam)
    week.clock.at = utc("11-02", "08:00:00")
    with week.make.runtime.writing() as session:
        disabling.disable(session, sam.id, by=session.merge(kim))

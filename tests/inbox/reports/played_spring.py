"""What docs/reports_by_hand.md tells of March: a hundred at once, and clocks that go forward."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from connectors.pages import Author
from inbox.promises import escalating
from inbox.reports.asking import Asked
from tests.factories.incoming import incoming, native_answer
from tests.inbox.reports.playing import Week, utc

_DENVER = ZoneInfo("America/Denver")
AT_ONCE = Asked(first=date(2026, 3, 4), last=date(2026, 3, 4), zone=_DENVER)
FORWARD = Asked(first=date(2026, 3, 8), last=date(2026, 3, 8), zone=_DENVER)
BREACHED = utc("03-04", "15:30:00")


def breached_at_once(week: Week) -> None:
    """Let a hundred ask in one second, be overdue in one, and be answered in one."""
    asked = [
        incoming(
            external_id=f"case-{number}",
            thread_id=f"case-{number}",
            author=Author(external_id=f"resident-of-{number}"),
            sent_at=utc("03-04", "15:00:00"),
        )
        for number in range(101, 201)
    ]
    week.clock.at = utc("03-04", "15:00:00")
    week.make.received(week.account, asked)
    week.clock.at = BREACHED
    with week.make.runtime.reading() as session:
        handfuls = escalating.due(session)
    for handful in handfuls:
        with week.make.runtime.writing() as session:
            escalating.take_steps(session, handful)
    week.clock.at = utc("03-04", "15:40:00")
    answers = [native_answer(one, sent_at=week.clock.at) for one in asked]
    week.make.received(week.account, answers)


def clocks_forward(week: Week) -> None:
    """Play the Sunday on which nobody's clock shows an hour."""
    asked = week.asks(67, utc("03-08", "08:30:00"))
    week.natively(asked, utc("03-08", "09:30:00"))
    asked = week.asks(68, utc("03-08", "07:10:00"))
    week.to_team("Records", asked, utc("03-08", "07:11:00"))
    week.natively(asked, utc("03-08", "15:00:00"))
    asked = week.asks(69, utc("03-08", "06:59:59.999999"))
    week.natively(asked, utc("03-08", "07:09:59.999999"))
    asked = week.asks(70, utc("03-09", "05:59:59.999999"))
    week.natively(asked, utc("03-09", "06:00:59.999999"))

"""Does a report say what somebody finds who works a week out by hand (docs/reports_by_hand.md)?"""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from inbox.models import Conversation, Wait
from inbox.reports import choosing, reporting, spreads
from inbox.reports.figures import Figures, Kept, Spread
from inbox.reports.reporting import Report
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.house import sources
from tests.inbox.reports import played_week

PAGE = (sources.ROOT / "docs" / "reports_by_hand.md").read_text(encoding="utf-8")
MINUTE = timedelta(minutes=1)


def _table(heading: str) -> dict[str, str]:
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", part, flags=re.MULTILINE)
    return {name: value for name, value in rows if not set(value) <= {"-"}}


def test_every_figure_is_that_of_the_table(make: Make, runtime: Runtime, clock: SetClock) -> None:
    rosa = played_week.play(make, clock)

    with runtime.reading() as session:
        report = reporting.report(session, played_week.ASKED, by=session.merge(rosa))

    expected = _table("Figures")
    found = _found(report)
    assert {name: found.get(name) for name in expected} == expected | {"Figure": None}


def test_every_wait_is_that_of_the_table(make: Make, runtime: Runtime, clock: SetClock) -> None:
    played_week.play(make, clock)

    with runtime.reading() as session:
        waits = session.execute(
            select(Wait, Conversation.thread_id)
            .join(Conversation, Conversation.id == Wait.conversation_id)
            .where(choosing.ONE_PERSON_ONCE)
            .order_by(Wait.started_at, Wait.id)
        )
        found = [(_number(thread), _said(wait)) for wait, thread in waits]

    expected = _expected_waits()
    assert sorted(found) == sorted(expected)


def _expected_waits() -> list[tuple[str, str]]:
    plain = [(str(number), f"first, answered after {number}m 0s") for number in range(1, 41)]
    part = PAGE.split("## Waits\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\d+) \| [^|]+ \| [^|]+ \| ([^|]+?) \|", part, flags=re.MULTILINE)
    waits = [(number, one) for number, said in rows for one in said.split("; ") if one != "none"]
    return [*plain, *waits]


def _number(thread: str) -> str:
    found = re.fullmatch(r"case-(\d+)", thread)
    return found[1] if found else "47"


def _said(wait: Wait) -> str:
    which = "first" if wait.is_first else "next"
    if wait.end is None or wait.ended_at is None:
        return f"{which}, still waiting"
    how = wait.end.value.replace("_", " ")
    return f"{which}, {how} after {_length(wait.ended_at - wait.started_at)}"


def _found(report: Report) -> dict[str, str | None]:
    total, lines = report.total, report.groups
    [noise] = [one.figures for one in lines["tag"]]
    records = next(one.figures for one in lines["team"] if one.name == "Records")
    by_person = {one.name: one.figures for one in lines["assignee"]}
    return {
        **_counts(total),
        **_of("First response", total.first),
        **_of("Next response", total.following),
        **_of("First response with those still waiting", report.so_far),
        **_of("First response in staffed hours with those still waiting", report.so_far_staffed),
        **_of("Time to resolution", report.resolutions),
        **_of("First response, tag noise", noise.first),
        **_of("First response in staffed hours", total.first_staffed),
        **_of("First response, team Records", records.first),
        **_of("First response in staffed hours, team Records", records.first_staffed),
        **_kept("First responses", total.first_kept),
        **_kept("Next responses", total.following_kept),
        **_kept("First responses, team Records", records.first_kept),
        "Oldest still waiting": _length(total.waiting_longest),
        "Longest still waiting in staffed hours": _length(total.waiting_longest_staffed),
        "Longest still waiting in staffed hours, team Records": _length(
            records.waiting_longest_staffed
        ),
        "Messages in": str(report.volume.messages),
        "People who wrote": str(report.volume.people),
        "Waiting when the first day began": str(report.waiting_at_start),
        "Waiting when the last day was over": str(report.waiting_at_end),
        "Waits by day": ", ".join(str(one.figures.count) for one in report.stretches),
        "Backlog by day": ", ".join(str(one.waiting_after) for one in report.stretches),
        "Waits in the hour from Sunday 01:00": str(report.hours[6 * 24 + 1].count),
        "Waits of Rosa Martinez": str(by_person["Rosa Martinez"].count),
        "Waits of nobody on the desk": str(by_person["Nobody on the desk"].count),
        "Openers that reached the desk": str(report.lags[spreads.REACHING].count),
    }


def _counts(total: Figures) -> dict[str, str]:
    return {
        "Waits": str(total.count),
        "First waits": str(total.firsts),
        "Answered": str(total.answered),
        "Answered on the platform": str(total.on_platform),
        "No reply needed": str(total.no_reply_needed),
        "Withdrawn": str(total.withdrawn),
        "Still waiting": str(total.waiting),
    }


def _of(name: str, spread: Spread) -> dict[str, str]:
    return {
        f"{name}: measured": str(spread.count),
        f"{name}: median": _length(spread.median),
        f"{name}: 9 in 10 within": _length(spread.ninth_decile),
    }


def _kept(name: str, kept: Kept) -> dict[str, str]:
    return {
        f"{name} within target": str(kept.within),
        f"{name} past target": str(kept.late),
        f"{name}: target": _length(kept.shortest),
    }


def _length(length: timedelta | None) -> str:
    assert length is not None
    minutes, rest = divmod(length, MINUTE)
    seconds = f"{rest.seconds}.{rest.microseconds:06}" if rest.microseconds else str(rest.seconds)
    return f"{minutes}m {seconds}s"

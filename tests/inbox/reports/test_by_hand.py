"""Does a report say what somebody finds who works a week out by hand (docs/reports_by_hand.md)?"""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.words import Kind
from inbox.models import Conversation, Event, Wait, WaitEnd
from inbox.reports import reporting, spreads
from inbox.reports.figures import Figures, Kept, Spread
from inbox.reports.reporting import Report
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.house import sources
from tests.inbox.reports import played_spring, played_week

PAGE = (sources.ROOT / "docs" / "reports_by_hand.md").read_text(encoding="utf-8")
MINUTE = timedelta(minutes=1)


def _table(heading: str) -> dict[str, str]:
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", part, flags=re.MULTILINE)
    return {name: value for name, value in rows if not set(value) <= {"-"}}


def test_every_figure_is_that_of_the_table(make: Make, runtime: Runtime, clock: SetClock) -> None:
    rosa = played_week.play(make, clock)

    with runtime.reading() as session:
        week, at_once, forward = (
            reporting.report(session, asked, by=session.merge(rosa))
            for asked in (played_week.ASKED, played_spring.AT_ONCE, played_spring.FORWARD)
        )
        breaches = _breaches(session)

    expected = _table("Figures")
    found = _found(week) | _in_march(at_once, forward) | breaches
    assert {name: found.get(name) for name in expected} == expected | {"Figure": None}


def test_every_wait_is_that_of_the_table(make: Make, runtime: Runtime, clock: SetClock) -> None:
    played_week.play(make, clock)

    with runtime.reading() as session:
        waits = session.execute(
            select(Wait, Conversation.thread_id)
            .join(Conversation, Conversation.id == Wait.conversation_id)
            .where(Wait.end.is_distinct_from(WaitEnd.MERGED))
            .order_by(Wait.started_at, Wait.id)
        )
        found = [(_number(thread), _said(wait)) for wait, thread in waits]

    expected = _expected_waits()
    assert sorted(found) == sorted(expected)


def _expected_waits() -> list[tuple[str, str]]:
    plain = [(str(number), f"first, answered after {number}m 0s") for number in range(1, 41)]
    plain += [(str(number), "first, answered after 40m 0s") for number in range(101, 201)]
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
    teams = {one.name: one.figures for one in lines["team"]}
    records, patrol = teams["Records"], teams["Patrol"]
    [mentions] = [one.figures for one in lines["place"] if one.kind is Kind.MENTION]
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
        **_of("First response in staffed hours, team Patrol", patrol.first_staffed),
        **_kept("First responses, team Records", records.first_kept),
        **_kept("First responses, mentions on X", mentions.first_kept),
        "First responses with a target": str(total.first_kept.promised),
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
        "Waits of Sam Ortiz": str(by_person["Sam Ortiz"].count),
        "Waits of nobody on the desk": str(by_person["Nobody on the desk"].count),
        "Openers that reached the desk": str(report.lags[spreads.REACHING].count),
    }


def _in_march(at_once: Report, forward: Report) -> dict[str, str]:
    hours = sorted((hour % 24, one.count) for hour, one in forward.hours.items())
    return {
        "Waits on 4 March": str(at_once.total.count),
        **_of("First response on 4 March", at_once.total.first),
        **_kept("First responses on 4 March", at_once.total.first_kept),
        **_of("First response on 8 March", forward.total.first),
        **_of("First response in staffed hours on 8 March", forward.total.first_staffed),
        **_kept("First responses on 8 March", forward.total.first_kept),
        "Waits by hour of 8 March": ", ".join(f"{hour:02}:00 {count}" for hour, count in hours),
    }


def _breaches(session: Session) -> dict[str, str]:
    first = played_spring.BREACHED
    told = select(func.count()).where(
        Event.name == "promise.breached",
        Event.occurred_at >= first,
        Event.occurred_at < first + timedelta(seconds=1),
    )
    return {"Breaches told in the second of 15:30:00 on 4 March": str(session.scalar(told))}


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
        f"{name}: few to judge by": "yes" if spread.is_small else "no",
    }


def _kept(name: str, kept: Kept) -> dict[str, str]:
    return {
        f"{name} within target": str(kept.within),
        f"{name} past target": str(kept.late),
        f"{name}: shortest target": _length(kept.shortest),
        f"{name}: longest target": _length(kept.longest),
    }


def _length(length: timedelta | None) -> str:
    assert length is not None
    minutes, rest = divmod(length, MINUTE)
    seconds = f"{rest.seconds}.{rest.microseconds:06}" if rest.microseconds else str(rest.seconds)
    return f"{minutes}m {seconds}s"

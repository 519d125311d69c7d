"""Does every figure of a report open what stands behind it, and just as many?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from inbox.models import User
from inbox.reports import asking, reporting
from inbox.reports.reporting import Report
from inbox.reports.spreads import ANSWERING, UNSEEN
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.inbox.reports import played_week
from tests.web.conftest import Person, SignIn

WEEK = "from=2026-10-26&to=2026-11-01"
BEHIND = re.compile(r'id="rep-behind">([\d,]+) ')

NO_FIGURES = re.compile(
    r"targets? [\dhdms ]+(to [\dhdms ]+)?|\([\d.]+ %\)|\b9 in 10\b|\b1 in 10\b|\b0\b"
)
"""What was promised, a share of two figures beside it, names, and nothing at all."""

COUNTED: Mapping[str, Callable[[Report], int]] = {
    "first": lambda one: one.total.first.count,
    "following": lambda one: one.total.following.count,
    "waiting": lambda one: one.total.waiting,
    "so_far": lambda one: one.so_far.count,
    "resolved": lambda one: one.resolutions.count,
    "first_waits": lambda one: one.total.firsts,
    "seen": lambda one: one.lags[UNSEEN].count,
    "seen_answered": lambda one: one.lags[ANSWERING].count,
}
"""Of how many each length of time was measured, by what it opens."""


class Shown(NamedTuple):
    """Words of a tile, a cell or a drawing, and where they lead."""

    words: str
    leads_to: str


class Figures(HTMLParser):
    """Collects what stands in the tiles, in the cells of tables and upon drawings."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Shown] = []
        self._open: list[tuple[str, str]] = []
        self._leads_to = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in ("input", "link", "meta", "path", "rect", "circle", "use", "br"):
            self._open.append((tag, given.get("class") or ""))
        if tag == "a":
            self._leads_to = given.get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "a":
            self._leads_to = ""

    def handle_data(self, data: str) -> None:
        is_figure = any(
            tag == "td" or "stat" in kind.split() or kind.startswith("rep-on")
            for tag, kind in self._open
        )
        if is_figure and re.search(r"\d", data):
            self.found.append(Shown(" ".join(data.split()), self._leads_to))


@pytest.fixture
def rosa(make: Make, clock: SetClock, sign_in: SignIn) -> Person:
    """Whoever leads the desk of the week that was worked out by hand."""
    return sign_in(played_week.play(make, clock))


def _shown(page: str) -> list[Shown]:
    found = Figures()
    found.feed(page)
    return found.found


def test_no_figure_stands_on_the_page_that_opens_nothing(rosa: Person) -> None:
    shown = _shown(rosa.get(f"/reports?{WEEK}").text)

    closed = [one.words for one in shown if not one.leads_to]
    assert [words for words in closed if re.search(r"\d", NO_FIGURES.sub("", words))] == []
    assert len([one for one in shown if one.leads_to]) > 300


def test_every_figure_opens_as_many_as_it_counts(rosa: Person, runtime: Runtime) -> None:
    shown = {one for one in _shown(rosa.get(f"/reports?{WEEK}").text) if one.leads_to}

    opened = {one.leads_to: _opened(rosa, one.leads_to) for one in shown}
    wrong = [
        one
        for one in shown
        if one.leads_to.startswith("/reports/waits")
        and opened[one.leads_to] != _counted(runtime, rosa.user, one)
    ]

    assert wrong == []
    assert opened[f"/reports/messages?{WEEK}"] > 0


def _opened(person: Person, address: str) -> int:
    (behind,) = BEHIND.findall(person.get(address).text)
    return int(behind.replace(",", ""))


def _counted(runtime: Runtime, user: User, shown: Shown) -> int:
    """Return how many a figure is of: itself, or what a length of time was measured of."""
    if shown.words.isdecimal():
        return int(shown.words)
    given = parse_qs(urlsplit(shown.leads_to).query)
    figure, hour = given.pop("of")[0], given.pop("hour", [""])[0]
    pairs = [(name, value) for name, values in given.items() for value in values]
    with runtime.reading() as session:
        asked = asking.read(pairs, today=date(2026, 11, 2), zone=ZoneInfo("UTC"), me=user.id)
        report = reporting.report(session, asked, by=session.merge(user))
    return report.hours[int(hour)].first.count if hour else COUNTED[figure](report)

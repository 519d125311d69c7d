"""Does docs/platforms.md name every way in and out, and every trap, with a test that proves it?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from connectors.capabilities import Capabilities, Pace
from connectors.pictures import MEGABYTE, PictureRule
from connectors.registry import CONNECTORS
from connectors.text import TextRule
from connectors.words import Kind
from tests.house import proofs, sources

PAGE = sources.ROOT / "docs/platforms.md"

Row = tuple[str, ...]


def tables(start: str, end: str) -> Iterator[Row]:
    """Yield the cells of every row between two headings, without the tables' heads."""
    part = PAGE.read_text().partition(f"\n{start}")[2].partition(f"\n{end}")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if not line.startswith("|---") and not below.startswith("|---"):
            yield tuple(cell.strip() for cell in line.strip("|").split(" | "))


def ways_in() -> Iterator[Row]:
    for name, connector in CONNECTORS.items():
        for stream, told in connector.streams.items():
            yield name, f"`{stream}`", told.kind.value
        if connector.live:
            yield name, "`live_comments:` and a number", connector.live.kind.value


def ways_out() -> Iterator[Row]:
    for name, connector in CONNECTORS.items():
        for kind, can in connector.capabilities.items():
            yield from ((name, kind.value, *way) for way in ways_of(kind, can))


def ways_of(kind: Kind, can: Capabilities) -> Iterator[tuple[str, str]]:
    is_direct = kind is Kind.DIRECT_MESSAGE
    if can.reply:
        paces = can.private_paces if is_direct else ()
        yield (
            "answer",
            _words(
                _text(can.text),
                _picture(can.picture),
                _within(can.reply_window),
                *_who(can),
                *map(_at, paces),
            ),
        )
    if can.private_reply:
        once = "once" if can.private_reply_once else ""
        on_air = "while on the air" if can.private_reply_on_air else ""
        text = _text(can.private_text or can.text)
        window = _within(can.private_reply_window)
        picture = _picture(can.private_picture)
        paces = map(_at, can.private_paces)
        yield "private answer", _words(text, picture, window, once, on_air, *paces)
    yield from ((verb.value, "no limit") for verb in sorted(can.verbs))


def _who(can: Capabilities) -> Iterator[str]:
    if can.needs_summons:
        yield "to who names or quotes us"
    if can.person_only_after:
        yield f"by a person after {_span(can.person_only_after)}"


def _text(rule: TextRule) -> str:
    return f"{rule.limit:,} {rule.unit.value}"


def _picture(rule: PictureRule | None) -> str:
    if rule is None:
        return ""
    return f"{'with' if rule.with_text else 'or'} a picture to {rule.most_bytes // MEGABYTE} MB"


def _within(window: timedelta | None) -> str:
    return f"within {_span(window)}" if window else ""


def _at(pace: Pace) -> str:
    return f"{pace.count:,} in {_span(pace.window)}"


def _span(span: timedelta) -> str:
    if span > timedelta(days=1):
        return f"{span.days} days"
    hours, minutes = divmod(span // timedelta(minutes=1), 60)
    return f"{hours} hours" if hours else f"{minutes} minutes"


def _words(*told: str) -> str:
    return ", ".join(one for one in told if one)


def test_the_ways_in_are_the_streams_of_the_connectors() -> None:
    assert [row[:3] for row in tables("### 7.1", "### 7.2")] == list(ways_in())


def test_the_ways_out_are_what_the_connectors_can() -> None:
    assert [row[:4] for row in tables("### 7.2", "## 8")] == list(ways_out())


def test_every_way_and_every_trap_names_a_test_that_exists() -> None:
    rows = [*tables("### 7.1", "## 8"), *tables("### 4.1", "### 4.5")]
    assert [row for row in rows if not proofs.NAMED.search(row[-1])] == []
    assert proofs.missing(PAGE) == []

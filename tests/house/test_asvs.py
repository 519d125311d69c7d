"""Does docs/asvs.md name every requirement once, and tests that exist?"""

from __future__ import annotations

import re

from tests.house import proofs, sources

PAGE = sources.ROOT / "docs/asvs.md"
# How many requirements of levels 1 and 2 each section has (OWASP ASVS 5.0.0); its first ones.
REQUIREMENTS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
_ROW = re.compile(r"^\| (\d[\d., ]*) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
_STATED = ("Not yet", "Partly", "Does not apply", "By design", "Documented")


def _rows() -> list[tuple[str, str]]:
    return _ROW.findall(PAGE.read_text())


def test_every_requirement_of_levels_1_and_2_stands_there_once() -> None:
    wanted = [f"{part}.{n}" for part, count in REQUIREMENTS.items() for n in range(1, count + 1)]

    listed = [number for numbers, _ in _rows() for number in numbers.split(", ")]

    assert sorted(listed) == sorted(wanted)


def test_each_is_shown_by_a_test_or_says_why_not() -> None:
    bare = [
        numbers
        for numbers, shown in _rows()
        if not proofs.NAMED.search(shown) and not shown.startswith(_STATED)
    ]

    assert bare == []
    assert proofs.missing(PAGE) == []

"""Does docs/security.md name tests that exist, or say that something is not there yet?"""

from __future__ import annotations

import re

from tests.house import proofs, sources

PAGE = sources.ROOT / "docs/security.md"
# Those of the CJIS Security Policy, 5.9.5, that bear on a web application.
CONTROLS = (
    "AC-2", "AC-2(2)", "AC-2(3)", "AC-2(4)", "AC-2(5)", "AC-2(13)", "AC-6", "AC-6(1)(2)(5)",
    "AC-6(7)", "AC-6(9)(10)", "AC-7", "AC-8", "AC-11", "AC-11(1)", "AC-12", "AU-2", "AU-3",
    "AU-3(1)", "AU-5",
    "AU-6", "AU-8", "AU-9", "AU-9(4)", "AU-11", "IA-2", "IA-2(1)", "IA-2(2)", "IA-2(8)",
    "IA-5(1)(a)", "IA-5(1)(d)", "IA-11", "IR-6", "SC-8(1)", "SC-10", "SC-12", "SC-13", "SC-23",
    "SC-28(1)", "SI-4", "SI-10", "SI-11",
)  # fmt: skip
_ROWS = ("| A", "| I", "| S", "| C")
_LINK = re.compile(r"\[[^]]+\]\((?:security\.md)?#([\w-]+)\)")


def test_every_control_is_shown_by_a_test_or_said_to_be_missing() -> None:
    rows = [
        line for line in PAGE.read_text().splitlines() if line.startswith(("| A", "| I", "| S"))
    ]
    assert len(rows) > 1

    assert [row for row in rows if not proofs.NAMED.search(row) and " yet" not in row] == []
    assert proofs.missing(PAGE) == []


def test_no_control_is_left_out() -> None:
    controls = [line.split(":")[0] for line in PAGE.read_text().splitlines() if line[:3] in _ROWS]
    named = {one for line in controls for one in line.strip("| ").split(", ")}

    assert [one for one in CONTROLS if one not in named] == []


def test_every_part_of_the_page_that_is_pointed_to_is_there() -> None:
    page = PAGE.read_text()
    heads = re.findall(r"^## (.+)$", page, re.MULTILINE)
    parts = {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in heads}
    pages = (page, (sources.ROOT / "docs/asvs.md").read_text())

    assert [one for text in pages for one in _LINK.findall(text) if one not in parts] == []

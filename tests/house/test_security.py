"""Does docs/security.md name tests that exist, or say that something is not there yet?"""

from __future__ import annotations

from tests.house import proofs, sources

PAGE = sources.ROOT / "docs/security.md"


def test_every_control_is_shown_by_a_test_or_said_to_be_missing() -> None:
    rows = [
        line for line in PAGE.read_text().splitlines() if line.startswith(("| A", "| I", "| S"))
    ]
    assert len(rows) > 1

    assert [row for row in rows if not proofs.NAMED.search(row) and " yet" not in row] == []
    assert proofs.missing(PAGE) == []

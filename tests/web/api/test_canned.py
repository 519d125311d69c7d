"""What do programs read of the canned responses?"""

from __future__ import annotations

from datetime import date

from tests.factories.making import Make
from tests.web.api.conftest import Program
from tests.web.api.test_openapi import fits


def test_programs_read_what_is_kept_ready(program: Program, make: Make) -> None:
    account = make.account()
    made = make.canned_response(
        more={"es": "Abierta."},
        accounts=[account],
        is_account_only=True,
        is_for_live=False,
        offered_until=date(2026, 12, 31),
    )

    listed = program.get("/canned-responses").json
    one = program.get(f"/canned-responses/{made.id}").json

    fits(listed, "CannedResponses")
    assert listed["items"] == [one]
    assert [text["language"] for text in one["texts"]] == ["en", "es"]
    assert one["account_ids"] == [account.id]
    assert one["used_in"] == ["private", "public"]
    assert one["offered_until"] == "2026-12-31"
    assert program.get("/canned-responses/999").status_code == 404

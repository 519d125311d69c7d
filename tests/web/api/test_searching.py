"""What do programs find?"""

from __future__ import annotations

from tests.factories.making import Make
from tests.web.api.conftest import Program
from tests.web.api.test_openapi import fits


def test_programs_search_as_people_do_page_by_page(program: Program, make: Make) -> None:
    account = make.account()
    made = {make.conversation(account, text=f"A road, {number}").id for number in range(5)}

    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = program.get("/search", q="road -bridge", limit=2, cursor=cursor).json
        fits(page, "SearchPage")
        seen += [one["conversation"]["id"] for one in page["items"]]
        cursor = page["next"]

    assert sorted(seen) == sorted(made)


def test_a_program_is_told_what_was_not_known(program: Program) -> None:
    found = program.get("/search", q="in:mars").json

    assert found["items"] == []
    assert found["remarks"] == ["No account is called mars."]
    assert program.get("/search", q="a", cursor="eA==").status_code == 422

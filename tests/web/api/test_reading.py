"""What do programs read of the queue?"""

from __future__ import annotations

import pytest

from connectors.words import Platform
from inbox import assignment, status
from inbox.models import User
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.web.api.conftest import Program


def ids(program: Program, **query: object) -> list[int]:
    return [one["id"] for one in program.get("/conversations", **query).json["items"]]


def test_whoever_waits_longest_comes_first(program: Program, make: Make, clock: SetClock) -> None:
    account = make.account()
    first = make.conversation(account)
    clock.advance(minutes=1)
    second = make.conversation(account)

    assert ids(program) == [first.id, second.id]


def test_pages_follow_each_other_without_a_gap(program: Program, make: Make) -> None:
    account = make.account()
    made = [make.conversation(account).id for _ in range(5)]

    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = program.get("/conversations", limit=2, cursor=cursor).json
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]

    assert seen == made


@pytest.mark.parametrize("cursor", ["nonsense", "====", "bm9uc2Vuc2U="])
def test_a_cursor_that_is_not_ours_is_refused(program: Program, cursor: str) -> None:
    refused = program.get("/conversations", cursor=cursor)

    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")


@pytest.mark.parametrize("limit", ["0", "101", "-1", "ten", "1e2"])
def test_a_limit_outside_its_range_is_refused(program: Program, limit: str) -> None:
    assert program.get("/conversations", limit=limit).status_code == 422


def test_a_platform_and_a_status_narrow_the_list(
    program: Program, make: Make, runtime: Runtime, ana: User
) -> None:
    facebook = make.conversation()
    x = make.conversation(make.account("x", Platform.X))
    with runtime.writing() as session:
        status.resolve(session, x.id, by=session.get_one(User, ana.id), reason="thanks")

    assert ids(program) == [facebook.id]
    assert ids(program, platform="x") == []
    assert ids(program, status="resolved") == [x.id]
    assert ids(program, status="resolved", platform="facebook") == []


def test_an_unknown_view_is_not_found_and_an_unknown_platform_refused(program: Program) -> None:
    assert program.get("/conversations", view="yours").status_code == 404
    assert program.get("/conversations", platform="myspace").status_code == 422


def test_mine_are_those_of_the_tokens_person(
    program: Program, make: Make, runtime: Runtime, ana: User
) -> None:
    mine = make.conversation()
    make.conversation()
    with runtime.writing() as session:
        assignment.claim(session, mine.id, by=session.get_one(User, ana.id))

    assert ids(program, view="mine") == [mine.id]


def test_one_conversation_says_how_it_may_be_answered(program: Program, make: Make) -> None:
    made = make.conversation()

    read = program.get(f"/conversations/{made.id}").json

    assert read["conversation"]["waiting_since"] == "2026-11-23T14:00:00Z"
    assert read["post"] == "Juniper Street is closed today."
    assert read["public_reply"]["is_allowed"] is True


def test_messages_come_oldest_first_with_their_delivery(
    program: Program, make: Make, ana: User, clock: SetClock
) -> None:
    made = make.conversation(text="Is it open?")
    clock.advance(minutes=1)
    make.reply(made, ana, text="It opens at six.")

    read = program.get(f"/conversations/{made.id}/messages").json["items"]

    assert [one["text"] for one in read] == ["Is it open?", "It opens at six."]
    assert read[1]["delivery"]["state"] == "queued"
    assert (read[1]["direction"], read[1]["author"]) == ("out", "Ana Lopez")


def test_messages_are_paged_too(program: Program, make: Make, ana: User) -> None:
    made = make.conversation()
    make.reply(made, ana)

    first = program.get(f"/conversations/{made.id}/messages", limit=1).json
    second = program.get(f"/conversations/{made.id}/messages", cursor=first["next"]).json

    assert len(first["items"]) == len(second["items"]) == 1
    assert second["next"] is None


@pytest.mark.parametrize("number", ["0", "999999", str(2**63 - 1), str(2**70), "one"])
def test_a_conversation_that_is_not_there_is_not_found(program: Program, number: str) -> None:
    refused = program.get(f"/conversations/{number}")

    assert (refused.status_code, refused.json["status"]) == (404, 404)


def test_hostile_text_arrives_as_it_was_written(program: Program, make: Make) -> None:
    hostile = "<script>alert(1)</script> \u202e \x00 \ud800 🚓"
    made = make.conversation(text=hostile)

    read = program.get(f"/conversations/{made.id}/messages").json

    assert read["items"][0]["text"] == hostile

"""How do programs assign, tag and close?"""

from __future__ import annotations

from inbox import assignment
from inbox.models import User
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.api.conftest import Program


def test_a_free_conversation_is_claimed_and_given_back(
    program: Program, make: Make, ana: User
) -> None:
    path = f"/conversations/{make.conversation().id}/assignment"

    claimed = program.put(path).json
    given_back = program.delete(path).json

    assert claimed["assignee"] == {"id": ana.id, "name": "Ana Lopez"}
    assert given_back["assignee"] is None
    assert given_back["version"] > claimed["version"]


def test_the_slower_program_is_told_who_was_quicker(
    program: Program, make: Make, runtime: Runtime
) -> None:
    made, ben = make.conversation(), make.user(name="Ben Ortiz")
    with runtime.writing() as session:
        assignment.claim(session, made.id, by=session.merge(ben))

    refused = program.put(f"/conversations/{made.id}/assignment")

    assert refused.status_code == 409
    assert refused.json["detail"] == "Ben Ortiz took this conversation a moment ago."


def test_a_conversation_is_given_to_a_colleague(program: Program, make: Make) -> None:
    made, ben = make.conversation(), make.user(name="Ben Ortiz")
    path = f"/conversations/{made.id}/assignment"

    assert program.put(path, {"user_id": ben.id}).json["assignee"]["name"] == "Ben Ortiz"
    assert program.put(path, {"user_id": 999}).status_code == 404


def test_tags_are_put_on_and_taken_off(program: Program, make: Make) -> None:
    path = f"/conversations/{make.conversation().id}/tags"

    assert program.post(path, {"name": "Road closure"}).json["tags"] == ["Road closure"]
    assert program.delete(f"{path}/Road%20closure").json["tags"] == []
    assert program.post(path, {"name": " "}).status_code == 422


def test_resolving_asks_why_while_the_person_waits(program: Program, make: Make) -> None:
    path = f"/conversations/{make.conversation().id}/resolution"

    assert program.put(path).status_code == 422
    assert program.put(path, {"reason": "boredom"}).status_code == 422
    assert program.put(path, {"reason": "thanks"}).json["status"] == "resolved"
    assert program.delete(path).json["status"] == "open"

"""How do programs answer, exactly once?"""

from __future__ import annotations

import pytest

from inbox import people, teams, tokens
from inbox.models import Conversation, Role, User
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.api.conftest import Program


def test_a_reply_is_accepted_and_held(program: Program, make: Make) -> None:
    made = make.conversation()

    accepted = program.reply(made.id)

    assert accepted.status_code == 202
    assert (accepted.json["state"], accepted.json["due_at"]) == ("queued", "2026-11-23T14:00:10Z")


def test_the_same_key_again_is_the_same_reply(program: Program, make: Make) -> None:
    made = make.conversation()

    first, second = program.reply(made.id), program.reply(made.id)

    assert first.json == second.json
    assert len(make.messages(made)) == 2


def test_a_key_used_for_other_words_is_refused(program: Program, make: Make) -> None:
    made = make.conversation()
    program.reply(made.id)

    assert program.reply(made.id, text="It opens at seven.").status_code == 409
    assert len(make.messages(made)) == 2


def test_another_persons_key_is_another_reply(
    program: Program, make: Make, runtime: Runtime
) -> None:
    made = make.conversation()
    with runtime.writing() as session:
        token = tokens.issue(session, session.merge(make.user(name="Ben")), "another")
    other = Program(program.client, token)

    assert program.reply(made.id).json["id"] != other.reply(made.id).json["id"]


def test_a_reply_without_a_key_is_refused(program: Program, make: Make) -> None:
    made = make.conversation()
    body = {"text": "It opens at six.", "audience": "public"}

    refused = program.post(f"/conversations/{made.id}/replies", body)

    assert refused.status_code == 422
    assert "Idempotency-Key" in refused.json["detail"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"text": "   "}, "Write something"),
        ({"text": "a" * 9000}, "Shorten it by 1,000"),
        ({"text": 7}, "text must be text"),
        ({"audience": "everyone"}, "audience must be one of"),
        ({"mood": "good"}, "no field called mood"),
        ({"reply_to_message_id": 2**70}, "reply_to_message_id must be"),
        ({"reply_to_message_id": 12345}, "not in this conversation"),
    ],
)
def test_what_cannot_be_sent_is_refused_in_words(
    program: Program, make: Make, body: dict[str, object], words: str
) -> None:
    made = make.conversation()

    refused = program.reply(made.id, **body)

    assert refused.status_code == 422
    assert words in refused.json["detail"]
    assert len(make.messages(made)) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [("text=hello", "application/x-www-form-urlencoded"), ("[" * 50_000, "application/json")],
)
def test_words_that_are_not_json_are_refused(
    program: Program, make: Make, body: str, kind: str
) -> None:
    made = make.conversation()

    refused = program.client.post(
        f"/api/v1/conversations/{made.id}/replies",
        data=body,
        content_type=kind,
        headers={**program.headers, "Idempotency-Key": "key-1"},
    )

    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")


def test_no_program_gets_past_the_approval_that_a_team_asks_for(
    program: Program, make: Make, runtime: Runtime
) -> None:
    made, supervisor = make.conversation(), make.user(role=Role.SUPERVISOR)
    with runtime.writing() as session:
        team = people.team_of(session, "Public information", [session.get_one(User, supervisor.id)])
        teams.ask_approval(session, team.id, asks=True, by=session.get_one(User, supervisor.id))
        session.get_one(Conversation, made.id).team_id = team.id

    refused = program.reply(made.id)
    place = f"/conversations/{made.id}/submissions"
    body, key = {"text": "At six.", "audience": "public"}, {"Idempotency-Key": "key-2"}
    first, again = program.post(place, body, **key), program.post(place, body, **key)

    assert (refused.status_code, first.status_code) == (403, 202)
    assert "Submit it for approval" in refused.json["detail"]
    assert first.json == again.json == program.get(f"/submissions/{first.json['id']}").json
    assert first.json["state"] == "waiting"
    assert program.post(place, {**body, "text": "At seven."}, **key).status_code == 409
    assert len(make.messages(made)) == 1

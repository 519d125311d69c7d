"""What follows when a team is limited to some accounts?"""

from __future__ import annotations

import json
import re
from http import HTTPStatus

import pytest
from sqlalchemy import select

from inbox import dealing, people, rota, teams
from inbox.models import (
    AuditEvent,
    Conversation,
    Delivery,
    DeliveryState,
    Event,
    Notification,
    NotificationKind,
    Promise,
    Role,
    Team,
    User,
)
from inbox.outbox import delivering
from inbox.promises import following
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn
from tests.web.reach.conftest import Hidden, Limit


def stored(runtime: Runtime, number: int) -> Conversation:
    with runtime.reading() as session:
        return session.get_one(Conversation, number)


def events(runtime: Runtime, number: int, name: str) -> list[Event]:
    with runtime.reading() as session:
        asked = select(Event).where(Event.conversation_id == number, Event.name == name)
        return list(session.scalars(asked.order_by(Event.id)))


def test_what_a_member_has_and_reaches_no_more_goes_back_to_everyone(
    *,
    rosa: Person,
    lena: Person,
    team: Team,
    limit: Limit,
    seen: Conversation,
    hidden: Hidden,
    runtime: Runtime,
) -> None:
    for number in (seen.id, hidden.conversation_id):
        lena.post(f"/conversations/{number}/assignment")

    limit(team, {seen.account_id})

    assert stored(runtime, seen.id).assignee_id == lena.user.id
    assert stored(runtime, hidden.conversation_id).assignee_id is None
    (told,) = events(runtime, hidden.conversation_id, "conversation.released")
    assert (told.user_id, told.data["limited"]) == (rosa.user.id, "Events")
    page = rosa.get(f"/desk/open/{hidden.conversation_id}").text
    assert "who had it, does not reach this account any more" in page


def test_whoever_is_in_a_team_without_a_limit_too_reaches_all(
    lena: Person, team: Team, limit: Limit, seen: Conversation, hidden: Hidden, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        people.team_of(session, "Everything", [session.get_one(User, lena.user.id)])

    limit(team, {seen.account_id})

    assert lena.get(f"/desk/open/{hidden.conversation_id}").status_code == HTTPStatus.OK


def test_whoever_is_in_two_limited_teams_reaches_what_either_does(
    lena: Person, team: Team, limit: Limit, seen: Conversation, hidden: Hidden, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        other = people.team_of(session, "Tips", [session.get_one(User, lena.user.id)])

    limit(team, {seen.account_id})
    limit(other, {hidden.account.id})
    for number in (seen.id, hidden.conversation_id):
        assert lena.get(f"/desk/open/{number}").status_code == HTTPStatus.OK

    limit(team, {hidden.account.id})
    assert lena.get(f"/desk/open/{seen.id}").status_code == HTTPStatus.NOT_FOUND


def test_a_lifted_limit_lets_them_reach_all_again(
    limited: Person, team: Team, limit: Limit, hidden: Hidden
) -> None:
    assert limited.get(f"/desk/open/{hidden.conversation_id}").status_code == HTTPStatus.NOT_FOUND

    limit(team, None)

    assert limited.get(f"/desk/open/{hidden.conversation_id}").status_code == HTTPStatus.OK


def test_nothing_is_given_to_whom_or_where_it_could_not_be_opened(
    rosa: Person, limited: Person, team: Team, hidden: Hidden
) -> None:
    place = f"/conversations/{hidden.conversation_id}"

    to_her = rosa.ask(f"{place}/assignment", assignee=limited.user.id)
    to_team = rosa.ask(f"{place}/team", team=team.id)

    assert {to_her.status_code, to_team.status_code} == {HTTPStatus.UNPROCESSABLE_ENTITY}
    assert "Lena Fox does not reach the account" in to_her.json["detail"]
    assert "The team Events is limited to other accounts" in to_team.json["detail"]
    page = rosa.get(f"/desk/open/{hidden.conversation_id}").text
    assert f'name="assignee" value="{limited.user.id}"' not in page


def test_an_undo_gives_nothing_back_to_whoever_reaches_it_no_more(
    rosa: Person, lena: Person, team: Team, limit: Limit, seen: Conversation, hidden: Hidden
) -> None:
    place = f"/conversations/{hidden.conversation_id}/assignment"
    lena.post(place)
    released = rosa.turbo(f"{place}/removal").text
    undoing = re.search(r'action="(/acts/\w+/undoing)"', released)
    assert undoing

    limit(team, {seen.account_id})

    answer = rosa.ask(undoing[1])
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "does not reach" in answer.json["detail"]


def test_turns_pass_over_whoever_does_not_reach_it(
    *,
    rosa: Person,
    limited: Person,
    limit: Limit,
    seen: Conversation,
    make: Make,
    hidden: Hidden,
    runtime: Runtime,
) -> None:
    waiting = make.conversation(hidden.account, text="Is anybody there?")
    number = make.user("Ben Ortiz").id
    with runtime.writing() as session:
        lena, by = (session.get_one(User, one.user.id) for one in (limited, rosa))
        ben = session.get_one(User, number)
        night = people.team_of(session, "Night", [lena, ben])
        people.team_of(session, "Everything", [ben])
        teams.move(session, waiting.id, to=night, by=by)
        rota.switch(session, night.id, is_on=True, capacity=9, own={}, by=by)
    limit(night, {seen.account_id})

    with runtime.writing() as session:
        dealing.deal(session)

    assert stored(runtime, waiting.id).assignee_id == number


def test_nobody_is_told_of_what_they_do_not_reach(
    rosa: Person, limited: Person, hidden: Hidden, runtime: Runtime
) -> None:
    def told() -> int:
        with runtime.reading() as session:
            mine = Notification.user_id == limited.user.id
            return len(session.scalars(select(Notification.id).where(mine)).all())

    before = told()
    note = f"/conversations/{hidden.conversation_id}/notes"
    rosa.post(note, text="@Lena Fox and @Events, look again.", client_token="n")

    assert told() == before


def test_a_press_that_counted_beyond_their_reach_counts_nowhere_else(
    limited: Person, seen: Conversation, hidden: Hidden, runtime: Runtime
) -> None:
    with runtime.reading() as session:
        pressed = session.get_one(Delivery, hidden.delivery_id).client_token

    again = limited.reply(seen.id, client_token=pressed)

    assert again.status_code == HTTPStatus.CONFLICT
    assert "This reply was written for another conversation" in again.text


def test_their_reply_that_is_still_on_its_way_is_not_sent(
    limited: Person, hidden: Hidden, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        delivery = session.get_one(Delivery, hidden.delivery_id)
        delivery.due_at = runtime.clock.now()

    delivering.deliver(runtime, hidden.delivery_id)

    with runtime.reading() as session:
        delivery = session.get_one(Delivery, hidden.delivery_id)
        assert delivery.state is DeliveryState.FAILED
        assert "Lena Fox may not send replies any more" in (delivery.reason or "")


def test_a_team_that_does_not_reach_it_is_not_given_it_when_a_promise_breaks(
    rosa: Person, limited: Person, team: Team, hidden: Hidden, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        conversation = session.get_one(Conversation, hidden.conversation_id)
        promise, follows = Promise(id=1), {"team_id": team.id}
        leads, kind = following.Leads(session), NotificationKind.PROMISE_BROKEN
        following.follow(session, conversation, promise, follows, kind, leads)

    assert stored(runtime, hidden.conversation_id).team_id is None
    assert len(events(runtime, hidden.conversation_id, "conversation.not_moved")) == 1
    with runtime.reading() as session:
        cause = Notification.cause.startswith("promise:1:")
        told = session.scalars(select(Notification.user_id).where(cause)).all()
    assert told == [rosa.user.id]
    page = rosa.get(f"/desk/open/{hidden.conversation_id}").text
    assert "the team Events does not reach its account" in page


@pytest.fixture
def dora(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Dora Administrator", role=Role.ADMINISTRATOR)).proven()


def test_a_supervisor_limits_a_team_on_its_page_and_the_log_keeps_it(
    rosa: Person, lena: Person, team: Team, seen: Conversation, hidden: Hidden, runtime: Runtime
) -> None:
    rosa.proven()
    place = f"/teams/{team.id}/reach"

    none = rosa.post(place, reach="some")
    done = rosa.post(place, reach="some", account=seen.account_id)

    assert none.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Choose at least one of the accounts" in none.text
    assert done.status_code == HTTPStatus.SEE_OTHER
    page = rosa.get("/teams").text
    assert "It reaches only:" in page
    assert lena.get(f"/desk/open/{hidden.conversation_id}").status_code == HTTPStatus.NOT_FOUND
    with runtime.reading() as session:
        kept = session.scalars(select(AuditEvent).where(AuditEvent.what == "setting.reach")).one()
    assert (kept.who, kept.object_name) == ("Rosa Diaz", "Events")
    assert json.loads(kept.detail)["accounts"] == [seen.account_id]


def test_whoever_is_limited_lifts_no_limit_and_an_administrator_does(
    limited: Person, dora: Person, team: Team, hidden: Hidden
) -> None:
    limited.proven()
    refused = limited.ask(f"/teams/{team.id}/reach", reach="all")
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert "You reach some of the accounts" in limited.get("/teams").text
    assert "You reach some of the accounts" not in dora.get("/teams").text

    dora.post(f"/teams/{team.id}/reach", reach="all")
    assert limited.get(f"/desk/open/{hidden.conversation_id}").status_code == HTTPStatus.OK


def test_an_account_that_nobody_reaches_is_named_to_whoever_can_change_it(
    rosa: Person, dora: Person, limit: Limit, seen: Conversation, hidden: Hidden, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        both = session.scalars(select(User).where(User.role == Role.SUPERVISOR)).all()
        everybody = people.team_of(session, "Everybody", list(both))
    assert "Nobody" not in dora.get("/teams").text

    limit(everybody, {seen.account_id})

    assert "Nobody at the desk reaches" in dora.get("/teams").text

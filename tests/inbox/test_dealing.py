"""Is what nobody has given to whoever's turn it is, once, and to nobody else?"""

from __future__ import annotations

import threading
from collections.abc import Iterable

import pytest
from sqlalchemy import func, select

from connectors.pages import Author
from connectors.words import Kind
from inbox import (
    acts,
    assignment,
    away,
    conversations,
    dealing,
    drafts,
    handing_over,
    merging,
    muting,
    notifying,
    people,
    priority,
    rota,
    scheduling,
    snoozing,
    status,
    teams,
    undoing,
)
from inbox.drafts import Begun
from inbox.models import Conversation, Drawer, Event, Priority, Role, Team, User
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make


class Desk:
    """A team that assigns in turn, and its supervisor."""

    def __init__(self, make: Make, runtime: Runtime) -> None:
        self.make, self.runtime = make, runtime
        self.account = make.account()
        self.rosa = make.user("Rosa Diaz", role=Role.SUPERVISOR)
        self.ana, self.ben = make.user("Ana Lopez"), make.user("Ben Ortiz")
        self.team = self.team_of("Records", [self.ana, self.ben])

    def team_of(
        self, name: str, members: list[User], *, room: int = 2, own: Iterable[tuple[User, int]] = ()
    ) -> Team:
        with self.runtime.writing() as session:
            made = people.team_of(session, name, members)
            capacities = {one.id: number for one, number in own}
            rota.switch(session, made.id, is_on=True, capacity=room, own=capacities, by=self.rosa)
            return made

    def waiting(self, team: Team | None = None) -> Conversation:
        """A resident who waits, a second later than whoever waits already."""
        made = self.make.conversation(self.account)
        with self.runtime.writing() as session:
            teams.move(session, made.id, to=team or self.team, by=self.rosa)
        clock = self.runtime.clock
        assert isinstance(clock, SetClock)
        clock.advance(seconds=1)
        return made

    def round(self) -> None:
        scheduling.deal_what_waits(self.runtime)

    def whose(self, *them: Conversation) -> list[str | None]:
        with self.runtime.writing() as session:
            found = [conversations.locked_even_merged(session, one.id) for one in them]
            return [one.assignee.first_name if one.assignee else None for one in found]

    def goes(self, person: User) -> None:
        with self.runtime.writing() as session:
            away.go_away(session, session.get_one(User, person.id))

    def returns(self, person: User) -> None:
        with self.runtime.writing() as session:
            away.come_back(session.get_one(User, person.id))


@pytest.fixture
def desk(make: Make, runtime: Runtime) -> Desk:
    return Desk(make, runtime)


def test_each_is_given_one_in_turn_and_nobody_more_than_they_have_room_for(desk: Desk) -> None:
    five = [desk.waiting() for _ in range(5)]

    desk.round()

    assert desk.whose(*five) == ["Ana", "Ben", "Ana", "Ben", None]


def test_the_next_one_goes_to_who_was_given_one_longest_ago(desk: Desk, runtime: Runtime) -> None:
    for _ in range(3):
        one = desk.waiting()
        desk.round()
        with runtime.writing() as session:
            status.resolve(session, one.id, by=desk.rosa, reason="thanks")

    last = desk.waiting()
    desk.round()

    assert desk.whose(last) == ["Ben"]


def test_a_team_that_did_not_ask_for_it_and_a_conversation_without_a_team_are_left_alone(
    desk: Desk, make: Make, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        quiet = people.team_of(session, "Community", [desk.ana])
    theirs, nobodys = desk.waiting(quiet), make.conversation(desk.account)

    desk.round()

    assert desk.whose(theirs, nobodys) == [None, None]


def test_it_is_on_record_as_the_rules_act_and_the_person_is_told(
    desk: Desk, runtime: Runtime
) -> None:
    one = desk.waiting()

    desk.round()

    with runtime.reading() as session:
        event = session.scalars(select(Event).where(Event.name == "conversation.assigned")).one()
        assert event.user_id is None
        assert event.data["in_turn_of"] == "Records"
        assert event.data["assignee"] == "Ana Lopez"
        assert notifying.has_unread(session, one.id, desk.ana)
        assert not acts.last(session, desk.ana)


# chatwoot #10583, #10376, #10685: what queued up while everybody was busy stays there.
@pytest.mark.parametrize("how", ["resolves", "snoozes", "hands over", "has more room"])
def test_when_somebody_frees_up_the_oldest_of_those_that_wait_is_theirs(
    desk: Desk, runtime: Runtime, how: str
) -> None:
    desk.goes(desk.ben)
    first, _, third, fourth = (desk.waiting() for _ in range(4))
    desk.round()
    assert desk.whose(third, fourth) == [None, None]

    with runtime.writing() as session:
        if how == "resolves":
            status.resolve(session, first.id, by=desk.ana, reason="thanks")
        elif how == "snoozes":
            snoozing.snooze(session, first.id, until=None, by=desk.ana)
        elif how == "hands over":
            handing_over.hand_over(session, [first.id], to=desk.rosa, note="", by=desk.ana)
        else:
            rota.switch(session, desk.team.id, is_on=True, capacity=3, own={}, by=desk.rosa)
    desk.round()

    assert desk.whose(third, fourth) == ["Ana", None]


def test_what_is_urgent_is_given_before_what_waits_longer(desk: Desk, runtime: Runtime) -> None:
    desk.goes(desk.ana)
    desk.goes(desk.ben)
    older, urgent = desk.waiting(), desk.waiting()
    with runtime.writing() as session:
        priority.change(session, urgent.id, to=Priority.URGENT, by=desk.rosa)
        rota.switch(session, desk.team.id, is_on=True, capacity=1, own={}, by=desk.rosa)
    desk.round()
    assert desk.whose(older, urgent) == [None, None]

    desk.returns(desk.ben)
    desk.round()

    assert desk.whose(older, urgent) == [None, "Ben"]


def test_a_members_own_capacity_holds_instead_of_the_teams(desk: Desk) -> None:
    cleo = desk.make.user("Cleo Im")
    team = desk.team_of("Nights", [cleo], room=5, own=[(cleo, 1)])
    two = [desk.waiting(team) for _ in range(2)]

    desk.round()

    assert desk.whose(*two) == ["Cleo", None]


def test_who_is_in_two_teams_has_one_pair_of_hands(desk: Desk) -> None:
    other = desk.team_of("Nights", [desk.ana])
    five = [*(desk.waiting(other) for _ in range(2)), *(desk.waiting() for _ in range(3))]

    desk.round()

    assert sorted(str(who) for who in desk.whose(*five)) == ["Ana", "Ana", "Ben", "Ben", "None"]


def test_nobody_is_given_anything_whose_sign_in_is_switched_off(
    desk: Desk, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        session.get_one(User, desk.ana.id).is_active = False
    one = desk.waiting()

    desk.round()

    assert desk.whose(one) == ["Ben"]


# chatwoot #4158, #9587, #13050: it comes back to somebody who has gone home.
def test_nobody_is_given_what_is_private_before_somebody_vouched_for_them(
    desk: Desk, make: Make, runtime: Runtime
) -> None:
    private = make.conversation(desk.account, kind=Kind.DIRECT_MESSAGE, post=None)
    with runtime.writing() as session:
        teams.move(session, private.id, to=desk.team, by=desk.rosa)
        session.get_one(User, desk.ana.id).unvouched_since = runtime.clock.now()
        session.get_one(User, desk.ben.id).away_since = runtime.clock.now()
    public = desk.waiting()

    desk.round()

    with runtime.reading() as session:
        got = {one.id: one.assignee_id for one in session.scalars(select(Conversation))}
    assert (got[private.id], got[public.id]) == (None, desk.ana.id)
    with pytest.raises(assignment.SeesWhatIsPublic), runtime.writing() as session:
        assignment.assign(session, private.id, to=session.get_one(User, desk.ana.id), by=desk.rosa)


def test_what_comes_back_while_its_owner_is_away_goes_to_somebody_present(
    desk: Desk, make: Make, runtime: Runtime
) -> None:
    one = make.conversation(desk.account, thread_id="thread")
    with runtime.writing() as session:
        teams.move(session, one.id, to=desk.team, by=desk.rosa)
        assignment.assign(session, one.id, to=desk.ana, by=desk.rosa)
        status.resolve(session, one.id, by=desk.ana, reason="thanks")
    desk.goes(desk.ana)

    make.conversation(desk.account, thread_id="thread", external_id="again")
    desk.round()

    assert desk.whose(one) == ["Ben"]


def test_what_somebody_had_whose_sign_in_was_switched_off_goes_to_somebody_else(
    desk: Desk, runtime: Runtime
) -> None:
    one = desk.waiting()
    with runtime.writing() as session:
        assignment.claim(session, one.id, by=desk.ana)
        session.get_one(User, desk.ana.id).is_active = False

    desk.round()

    assert desk.whose(one) == ["Ben"]


def test_what_its_owner_left_waiting_when_they_went_away_stays_theirs(
    desk: Desk, runtime: Runtime
) -> None:
    one = desk.waiting()
    with runtime.writing() as session:
        assignment.claim(session, one.id, by=desk.ana)
    desk.goes(desk.ana)

    desk.round()

    assert desk.whose(one) == ["Ana"]


def test_what_was_muted_merged_or_put_away_is_never_given(
    desk: Desk, make: Make, runtime: Runtime
) -> None:
    muted, resolved, snoozed = desk.waiting(), desk.waiting(), desk.waiting()
    author = {"author": Author(external_id="twice", name="Asked Twice")}
    goal = make.conversation(desk.account, thread_id="new", **author)
    merged = make.conversation(desk.account, thread_id="old", external_id="old", **author)
    with runtime.writing() as session:
        teams.move(session, merged.id, to=desk.team, by=desk.rosa)
        merging.merge(session, merged.id, into=goal.id, by=desk.rosa)
        assignment.assign(session, goal.id, to=desk.rosa, by=desk.rosa)
        muting.mute(session, muted.id, reason="spam", until=None, by=desk.rosa)
        status.resolve(session, resolved.id, by=desk.rosa, reason="thanks")
        snoozing.snooze(session, snoozed.id, until=None, by=desk.rosa)

    desk.round()

    assert desk.whose(muted, merged, resolved, snoozed) == [None] * 4


def test_what_somebody_gave_back_goes_to_somebody_else(
    desk: Desk, runtime: Runtime, clock: SetClock
) -> None:
    desk.goes(desk.ben)
    one = desk.waiting()
    desk.round()
    with runtime.writing() as session:
        assignment.release(session, one.id, by=desk.ana)
    desk.round()
    assert desk.whose(one) == [None]

    desk.returns(desk.ben)
    desk.round()
    assert desk.whose(one) == ["Ben"]

    with runtime.writing() as session:
        assignment.release(session, one.id, by=desk.ben)
    clock.at += dealing.NOT_BACK_FOR
    clock.advance(seconds=1)
    desk.round()
    assert desk.whose(one) == ["Ana"]


def test_behind_a_hundred_that_were_all_given_back_the_next_one_is_still_found(
    desk: Desk, make: Make, runtime: Runtime
) -> None:
    team = desk.team_of("Front desk", [desk.ana])
    make.received(desk.account, [incoming() for _ in range(100)])
    with runtime.writing() as session:
        for number in session.scalars(select(Conversation.id)).all():
            teams.move(session, number, to=team, by=desk.rosa)
            assignment.assign(session, number, to=desk.ana, by=desk.rosa)
            assignment.release(session, number, by=desk.ana)
    last = desk.waiting(team)

    desk.round()

    assert desk.whose(last) == ["Ana"]


def test_a_claim_that_is_undone_is_not_given_back_to_who_undid_it(
    desk: Desk, runtime: Runtime
) -> None:
    desk.goes(desk.ben)
    one = desk.waiting()
    with runtime.writing() as session:
        assignment.claim(session, one.id, by=desk.ana)
    with runtime.writing() as session:
        undoing.undo(session, acts.last(session, desk.ana)[0].batch, by=desk.ana)

    desk.round()

    assert desk.whose(one) == [None]


def test_undoing_after_it_was_given_on_says_that_the_rule_did(desk: Desk, runtime: Runtime) -> None:
    one = desk.waiting()
    with runtime.writing() as session:
        assignment.claim(session, one.id, by=desk.ana)
    with runtime.writing() as session:
        assignment.release(session, one.id, by=desk.ana)
    desk.round()

    with runtime.writing() as session, pytest.raises(undoing.ChangedSince) as refused:
        undoing.undo(session, acts.last(session, desk.ana)[0].batch, by=desk.ana)

    assert str(refused.value).startswith("Assigning in turn changed this")


def test_what_somebody_is_writing_an_answer_to_is_theirs_to_claim(
    desk: Desk, runtime: Runtime, clock: SetClock
) -> None:
    one = desk.waiting()
    begun = Begun(drawer=Drawer.REPLY, mode="public", text="We are", edition="first")
    with runtime.writing() as session:
        drafts.keep(session, one.id, begun, known=[drafts.NONE], by=desk.rosa)
    desk.round()
    assert desk.whose(one) == [None]

    clock.at += dealing.BEING_WRITTEN
    desk.round()

    assert desk.whose(one) == ["Ana"]


def test_what_is_being_answered_is_not_given(desk: Desk, make: Make) -> None:
    one = desk.waiting()
    make.reply(one, desk.rosa)

    desk.round()

    assert desk.whose(one) == [None]


def test_what_was_reopened_by_hand_is_given_and_what_was_answered_is_not(
    desk: Desk, make: Make, runtime: Runtime, clock: SetClock
) -> None:
    asked = incoming(sent_at=clock.now(), external_id="asked")
    answered = make.conversation(desk.account, sent_at=clock.now(), external_id="asked")
    answer = native_answer(asked, sent_at=clock.advance(minutes=1))
    make.received(desk.account, [answer])
    reopened = desk.waiting()
    with runtime.writing() as session:
        status.resolve(session, reopened.id, by=desk.rosa, reason="thanks")
        status.reopen(session, reopened.id, by=desk.rosa)
        teams.move(session, answered.id, to=desk.team, by=desk.rosa)

    desk.round()

    assert desk.whose(reopened, answered) == ["Ana", None]


def test_two_rounds_at_once_give_each_conversation_once_and_fill_nobody_over(
    desk: Desk, runtime: Runtime
) -> None:
    every = [desk.waiting() for _ in range(6)]
    start = threading.Barrier(4)

    def deal() -> None:
        start.wait()
        with runtime.writing() as session:
            dealing.deal(session)

    threads = [threading.Thread(target=deal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    given = desk.whose(*every)
    assert (given.count("Ana"), given.count("Ben"), given.count(None)) == (2, 2, 2)
    with runtime.reading() as session:
        told = select(func.count()).where(Event.name == "conversation.assigned")
        assert session.scalar(told) == len(every) - 2


def test_a_claim_at_the_same_moment_and_the_rule_give_it_to_one_of_them(
    desk: Desk, runtime: Runtime
) -> None:
    one = desk.waiting()
    start, refused = threading.Barrier(2), list[str]()

    def claim() -> None:
        start.wait()
        try:
            with runtime.writing() as session:
                assignment.claim(session, one.id, by=desk.rosa)
        except assignment.AlreadyAssigned as quicker:
            refused.append(str(quicker))

    def deal() -> None:
        start.wait()
        with runtime.writing() as session:
            dealing.deal(session)

    threads = [threading.Thread(target=claim), threading.Thread(target=deal)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert desk.whose(one) == (["Ana"] if refused else ["Rosa"])


def test_only_who_is_senior_switches_it_on_and_with_room_for_somebody(
    desk: Desk, runtime: Runtime
) -> None:
    with runtime.writing() as session, pytest.raises(teams.NotYours):
        rota.switch(session, desk.team.id, is_on=False, capacity=1, own={}, by=desk.ana)
    for wrong in (0, rota.MOST + 1):
        with runtime.writing() as session, pytest.raises(rota.NoSuchCapacity):
            rota.switch(session, desk.team.id, is_on=True, capacity=wrong, own={}, by=desk.rosa)


def test_only_who_is_senior_says_that_a_colleague_is_away(desk: Desk, runtime: Runtime) -> None:
    with runtime.writing() as session, pytest.raises(away.NotYoursToSay):
        away.say_of(session, desk.ben.id, is_away=True, by=desk.ana)

    with runtime.writing() as session:
        assert away.say_of(session, desk.ben.id, is_away=True, by=desk.rosa).away_since
    with runtime.writing() as session:
        assert not away.say_of(session, desk.ben.id, is_away=False, by=desk.rosa).away_since

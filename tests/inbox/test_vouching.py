"""Does whoever was let in, or in anew, find nothing private until somebody vouches for them?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from connectors.words import Audience, Kind
from inbox import (
    assignment,
    conversations,
    disabling,
    inviting,
    mail_sending,
    mailing,
    one_time_links,
    reach,
    staffing,
    unvouched,
    vouching,
)
from inbox.inviting import Invited
from inbox.models import (
    Conversation,
    Event,
    Message,
    Role,
    StaffChange,
    Status,
    Unvouched,
    User,
)
from inbox.reasons import ReasonNeeded
from inbox.runtime import Runtime
from inbox.single_sign_on import links as provider_links
from inbox.vouching import NobodyWaits, NotYoursToVouch
from tests.factories.mailbox import Mailbox
from tests.factories.making import Make

WORDS = "four plain words here"


@pytest.fixture
def june(make: Make) -> User:
    return make.user("June Park", role=Role.RESPONDER)


@pytest.fixture
def alex(make: Make) -> User:
    return make.user("Alex Reyes", role=Role.ADMINISTRATOR)


@pytest.fixture
def rosa(make: Make) -> User:
    return make.user("Rosa Diaz", role=Role.SUPERVISOR)


def _reset(runtime: Runtime, person: User, by: User | None) -> User:
    with runtime.writing() as session:
        staffing.reset_second_step(session, person.id, by=by and session.merge(by))
    return _now(runtime, person)


def _now(runtime: Runtime, person: User) -> User:
    with runtime.reading() as session:
        return session.get_one(User, person.id)


def _vouch(runtime: Runtime, person: User, by: User | None) -> None:
    with runtime.writing() as session:
        vouching.agree(session, person.id, by=by and session.merge(by))


def _found(runtime: Runtime, person: User) -> set[int]:
    with runtime.reading() as session:
        reach.hold(session, reach.of(session.get_one(User, person.id)))
        return set(session.scalars(select(Conversation.id)))


def test_after_a_reset_they_find_what_is_public_until_somebody_vouches(
    make: Make, runtime: Runtime, june: User, alex: User, rosa: User
) -> None:
    public = make.conversation(text="Is it open?")
    private = make.conversation(text="I was hit.", kind=Kind.DIRECT_MESSAGE, post=None)

    reset = _reset(runtime, june, alex)

    assert reset.unvouched_why is Unvouched.SECOND_STEP
    assert _found(runtime, june) == {public.id}
    _vouch(runtime, june, rosa)
    assert _found(runtime, june) == {public.id, private.id}


@pytest.mark.parametrize("by_status", [Status.OPEN, Status.SNOOZED])
def test_what_is_private_and_was_theirs_goes_back_to_everyone_with_the_reason(
    make: Make, runtime: Runtime, june: User, alex: User, rosa: User, by_status: Status
) -> None:
    public = make.conversation()
    private = make.conversation(kind=Kind.DIRECT_MESSAGE, post=None)
    ended = make.conversation(kind=Kind.DIRECT_MESSAGE, post=None)
    anothers = make.conversation(kind=Kind.DIRECT_MESSAGE, post=None)
    with runtime.writing() as session:
        for one, whose in ((public, june), (private, june), (ended, june), (anothers, rosa)):
            assignment.assign(session, one.id, to=session.merge(whose), by=session.merge(rosa))
        session.get_one(Conversation, private.id).status = by_status
        session.get_one(Conversation, ended.id).status = Status.RESOLVED

    _reset(runtime, june, alex)

    with runtime.reading() as session:
        had = {one: session.get_one(Conversation, one.id).assignee_id for one in (public, private)}
        assert list(had.values()) == [june.id, None]
        assert session.get_one(Conversation, ended.id).assignee_id == june.id
        assert session.get_one(Conversation, anothers.id).assignee_id == rosa.id
        back = session.scalars(select(Event).where(Event.name == "conversation.released")).one()
        assert (back.conversation_id, back.user_id) == (private.id, alex.id)
        assert (back.data["before"], back.data["unvouched"]) == ("June Park", "second_step")


def test_nothing_goes_back_when_the_command_line_resets_them(
    make: Make, runtime: Runtime, june: User, rosa: User
) -> None:
    private = make.conversation(kind=Kind.DIRECT_MESSAGE, post=None)
    with runtime.writing() as session:
        assignment.assign(session, private.id, to=session.merge(june), by=session.merge(rosa))

    _reset(runtime, june, None)

    with runtime.reading() as session:
        assert session.get_one(Conversation, private.id).assignee_id == june.id


def test_a_public_thread_with_a_private_answer_is_not_public(
    make: Make, runtime: Runtime, june: User, alex: User, rosa: User
) -> None:
    thread = make.conversation(text="Is it open?")
    make.reply(thread, rosa, text="Write to us.", audience=Audience.PRIVATE)

    _reset(runtime, june, alex)

    assert _found(runtime, june) == set()
    with runtime.reading() as session:
        reach.hold(session, reach.of(_now(runtime, june)))
        assert session.scalars(select(Message)).all() == []
        assert conversations.there(session, [thread.id]) == set()


def test_a_link_for_a_new_password_does_it_once_it_is_used(
    runtime: Runtime, june: User, alex: User, rosa: User
) -> None:
    with runtime.writing() as session:
        new = one_time_links.make(session, june.id, by=session.merge(alex))
    assert _now(runtime, june).unvouched_since is None

    with runtime.writing() as session:
        one_time_links.use(session, new.secret, WORDS)

    used = _now(runtime, june)
    assert (used.unvouched_why, used.unvouched_by_id) == (Unvouched.NEW_PASSWORD, alex.id)


def test_single_sign_on_that_is_set_back_does_it_too(
    runtime: Runtime, june: User, alex: User
) -> None:
    with runtime.writing() as session:
        provider_links.forget(session, june.id, by=session.merge(alex))

    assert _now(runtime, june).unvouched_why is Unvouched.PROVIDER


def _invite(runtime: Runtime, by: User, role: Role = Role.SUPERVISOR) -> User:
    invited = Invited(email=f"{role}@example.org", name="Robin Hale", role=role)
    with runtime.writing() as session:
        new = inviting.invite(session, invited, by=session.merge(by))
        assert new
        one_time_links.use(session, new.secret, WORDS)
        return session.get_one(User, new.person.id)


def test_whoever_is_let_in_under_another_name_vouches_for_nobody(
    runtime: Runtime, june: User, alex: User, rosa: User
) -> None:
    robin = _invite(runtime, alex)
    _reset(runtime, june, alex)

    assert robin.unvouched_why is Unvouched.INVITED
    for one in (june, robin):
        with pytest.raises(NotYoursToVouch):
            _vouch(runtime, one, robin)


def test_another_role_ends_nothing_of_it(
    make: Make, runtime: Runtime, june: User, alex: User, rosa: User
) -> None:
    robin = _invite(runtime, alex, Role.VIEWER)
    with runtime.writing() as session:
        staffing.give_role(session, robin.id, Role.SUPERVISOR, by=session.merge(alex))

    assert _now(runtime, robin).unvouched_since


def test_while_a_desk_is_set_up_nobody_waits(runtime: Runtime, alex: User) -> None:
    assert _invite(runtime, alex).unvouched_since is None


def test_whoever_runs_the_server_asks_nobody_and_can_vouch(
    runtime: Runtime, june: User, alex: User, rosa: User
) -> None:
    assert _reset(runtime, june, None).unvouched_since is None
    _reset(runtime, june, alex)

    _vouch(runtime, june, None)

    assert _now(runtime, june).unvouched_since is None


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.SUPERVISOR])
def test_nobody_vouches_but_who_reads_and_leads(
    make: Make, runtime: Runtime, june: User, alex: User, rosa: User, role: Role
) -> None:
    _reset(runtime, june, alex)

    with pytest.raises(NotYoursToVouch):
        _vouch(runtime, june, make.user(role=role))


def test_nobody_vouches_for_themselves_nor_twice(
    make: Make, runtime: Runtime, alex: User, rosa: User
) -> None:
    other = make.user("Sam Ode", role=Role.SUPERVISOR)
    _reset(runtime, rosa, alex)
    with pytest.raises(NotYoursToVouch):
        _vouch(runtime, rosa, rosa)

    _vouch(runtime, rosa, other)

    with pytest.raises(NobodyWaits):
        _vouch(runtime, rosa, other)


def test_where_nobody_else_leads_another_administrator_vouches_never_who_did_it(
    make: Make, runtime: Runtime, alex: User, rosa: User
) -> None:
    kim = make.user("Kim Ito", role=Role.ADMINISTRATOR)
    _reset(runtime, rosa, alex)
    with pytest.raises(NotYoursToVouch):
        _vouch(runtime, rosa, alex)

    _vouch(runtime, rosa, kim)

    assert _now(runtime, rosa).unvouched_since is None


def test_who_is_not_them_is_out_at_once_and_let_in_again_still_waits(
    runtime: Runtime, june: User, alex: User, rosa: User
) -> None:
    reset = _reset(runtime, june, alex)
    with runtime.writing() as session, pytest.raises(ReasonNeeded):
        vouching.refuse(session, june.id, why="", by=session.merge(rosa))

    with runtime.writing() as session:
        vouching.refuse(session, june.id, why="June is on leave.", by=session.merge(rosa))

    out = _now(runtime, june)
    assert not out.is_active
    assert out.sign_in_number > reset.sign_in_number
    assert out.unvouched_since
    with runtime.reading() as session:
        newest = session.scalars(select(StaffChange).order_by(StaffChange.id.desc())).first()
    assert newest
    assert (newest.what, newest.by_id, newest.detail) == (
        "not_vouched",
        rosa.id,
        "June is on leave.",
    )


def test_whose_sign_in_it_is_and_who_can_vouch_are_told_by_e_mail(
    posted: Runtime, there: Make, box: Mailbox
) -> None:
    june = there.user("June Park", email="june@desk.example", role=Role.RESPONDER)
    alex = there.user("Alex Reyes", email="alex@desk.example", role=Role.ADMINISTRATOR)
    there.user("Rosa Diaz", email="rosa@desk.example", role=Role.SUPERVISOR)
    there.user("Lee Moss", email="lee@desk.example", role=Role.SENIOR)

    _reset(posted, june, alex)
    with posted.writing() as session:
        due = mailing.nudge_due(session)
    for number in due:
        mail_sending.send(posted, number)

    told = {mail["To"]: mail for mail in box.arrived}
    assert set(told) == {"june@desk.example", "rosa@desk.example"}
    assert {mail["Subject"] for mail in box.arrived} == {"Hearback: The second step was reset"}
    assert "By: Alex Reyes" in told["june@desk.example"].get_content()
    assert "https://desk.example/consents" in told["rosa@desk.example"].get_content()


def test_who_can_vouch_are_those_who_are_here_and_were_vouched_for(
    make: Make, runtime: Runtime, june: User, alex: User, rosa: User
) -> None:
    gone = make.user("Gone", role=Role.SUPERVISOR)
    with runtime.writing() as session:
        disabling.disable(session, gone.id, by=session.merge(alex))
    _reset(runtime, june, alex)

    with runtime.reading() as session:
        able = unvouched.able(session, session.get_one(User, june.id))

    assert [one.name for one in able] == ["Rosa Diaz"]

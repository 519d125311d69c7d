"""What may a role of the department's own be, and what becomes of it?"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from sqlalchemy import select

from inbox import disabling, inviting, people, permissions, scopes, staffing
from inbox.disabling import LastAdministrator
from inbox.errors import HearbackError
from inbox.inviting import Invited
from inbox.models import AuditEvent, CustomRole, Role, StaffChange, User
from inbox.permissions import Permission
from inbox.roles import giving, keeping, limits
from inbox.roles.giving import NoSuchRole
from inbox.roles.keeping import NameTaken, NoPurpose, OwnRole, RoleInUse, UnusableName, Wanted
from inbox.roles.limits import NothingChosen, OpensAndReads
from inbox.runtime import Runtime
from inbox.staffing import GivenByAnother
from tests.factories.making import Make

P = Permission
PURPOSE = "Answers at night."


@pytest.fixture
def alex(make: Make) -> User:
    return make.user("Alex Reyes", role=Role.ADMINISTRATOR)


def _wanted(*allows: Permission, name: str = "Night desk", purpose: str = PURPOSE) -> Wanted:
    return Wanted(name=name, purpose=purpose, allows=allows)


def _change(runtime: Runtime, role: CustomRole, wanted: Wanted, by: User) -> None:
    with runtime.writing() as session:
        keeping.change(session, role.id, wanted, by=session.get_one(User, by.id))


def _now(runtime: Runtime, person: User) -> User:
    with runtime.reading() as session:
        return session.get_one(User, person.id)


def _found(runtime: Runtime, *any_of: Permission) -> set[int]:
    with runtime.reading() as session:
        return set(session.scalars(select(User.id).where(permissions.who_may(*any_of))))


def _kept(runtime: Runtime) -> list[tuple[str, str, str]]:
    with runtime.reading() as session:
        about = select(AuditEvent).where(AuditEvent.what.startswith("role."))
        rows = session.scalars(about.order_by(AuditEvent.id))
        return [(one.what, one.who, one.object_name) for one in rows]


def test_who_has_it_may_what_it_allows_and_nothing_else(make: Make, runtime: Runtime) -> None:
    person = make.user(role=make.role(P.REPLY, P.LEAD))
    expected = {P.READ, P.HANDLE, P.REPLY, P.LEAD}

    assert permissions.of(person) == permissions.of(_now(runtime, person)) == expected
    for one in Permission:
        assert permissions.may(person, one) is (one in expected), one
        assert (person.id in _found(runtime, one)) is (one in expected), one
    assert scopes.offered(person) == [scopes.Scope.READ, scopes.Scope.WRITE, scopes.Scope.REPLY]


@pytest.mark.parametrize("role", Role)
def test_statements_find_who_has_a_built_in_role_by_what_it_allows(
    make: Make, runtime: Runtime, role: Role
) -> None:
    person = make.user(role=role)

    found = {one for one in Permission if person.id in _found(runtime, one)}

    assert found == permissions.OF_ROLES[role]


def test_whoever_may_only_watch_is_a_wall(make: Make) -> None:
    wall = make.user(role=make.role(P.WATCH, name="Front hall"))
    more = make.user(role=make.role(P.WATCH, P.AUDIT))

    assert permissions.only_watches(wall)
    assert not permissions.only_watches(more)


def test_an_older_version_lets_them_do_no_more_than_look_at_the_wall(make: Make) -> None:
    assert make.user(role=make.role(P.APPROVE)).role is Role.VIEWER


@pytest.mark.parametrize(
    ("chosen", "allowed"),
    [
        ({P.CONFIRM}, {P.CONFIRM, P.HANDLE, P.READ}),
        ({P.MAIL_REPORTS}, {P.MAIL_REPORTS, P.REPORT, P.READ}),
        ({P.RECORDS}, {P.RECORDS, P.READ}),
        ({P.PEOPLE, P.CONNECT, P.LEAD, P.AUDIT}, {P.PEOPLE, P.CONNECT, P.LEAD, P.AUDIT}),
    ],
)
def test_what_needs_something_else_brings_it_with_it(
    chosen: set[Permission], allowed: set[Permission]
) -> None:
    assert limits.completed(chosen) == allowed


@pytest.mark.parametrize("opens", [P.PEOPLE, P.CONNECT])
@pytest.mark.parametrize(
    "reads", [one for one in Permission if P.READ in {one, *limits.included(one)}]
)
def test_whoever_opens_the_doors_reads_nothing_behind_them(
    opens: Permission, reads: Permission
) -> None:
    with pytest.raises(OpensAndReads, match="reads nothing behind them"):
        limits.completed({opens, reads})


@pytest.mark.parametrize("role", Role)
def test_the_built_in_roles_keep_to_the_same_limits(role: Role) -> None:
    assert limits.completed(permissions.OF_ROLES[role]) == permissions.OF_ROLES[role]


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        (_wanted(), NothingChosen),
        (_wanted(P.READ, name="..."), UnusableName),
        (_wanted(P.READ, name="n" * 61), UnusableName),
        (_wanted(P.READ, name="\u202eabc"), UnusableName),
        (_wanted(P.READ, purpose=" "), NoPurpose),
        (_wanted(P.READ, purpose="p" * 201), NoPurpose),
        (_wanted(P.READ, name="senior RESPONDER"), NameTaken),
        (_wanted(P.READ, name="Viewer"), NameTaken),
        (_wanted(P.READ, name="day  DESK"), NameTaken),
        (_wanted(P.READ, P.CONNECT), OpensAndReads),
    ],
)
def test_what_cannot_be_a_role_is_refused_and_nothing_is_changed(
    make: Make, runtime: Runtime, alex: User, wanted: Wanted, problem: type[HearbackError]
) -> None:
    make.role(P.READ, name="Day desk", by=alex)
    role = make.role(P.AUDIT, name="Auditors", by=alex)

    with runtime.writing() as session, pytest.raises(problem):
        keeping.make(session, wanted, by=alex)
    with runtime.writing() as session, pytest.raises(problem):
        keeping.change(session, role.id, wanted, by=alex)

    with runtime.reading() as session:
        names = [(one.name, *one.allows) for one in keeping.every(session)]
    assert names == [("Auditors", "audit"), ("Day desk", "read")]


def test_what_is_taken_away_ends_at_once_and_what_is_added_ends_nothing(
    make: Make, runtime: Runtime, alex: User
) -> None:
    role = make.role(P.REPLY, by=alex)
    has_it, has_not = make.user(role=role), make.user()

    _change(runtime, role, _wanted(P.REPLY, P.LEAD, name="Night and day"), alex)
    assert _now(runtime, has_it).sign_in_number == has_it.sign_in_number
    assert permissions.may(_now(runtime, has_it), P.LEAD)
    _change(runtime, role, _wanted(P.LEAD), alex)

    assert _now(runtime, has_it).sign_in_number == has_it.sign_in_number + 1
    assert _now(runtime, has_not).sign_in_number == has_not.sign_in_number
    assert permissions.of(_now(runtime, has_it)) == {P.LEAD}
    assert _kept(runtime) == [
        ("role.made", "Alex Reyes", "Night desk"),
        ("role.changed", "Alex Reyes", "Night and day"),
        ("role.changed", "Alex Reyes", "Night desk"),
    ]


def test_nobody_gives_themselves_anything(make: Make, runtime: Runtime, alex: User) -> None:
    role = make.role(P.PEOPLE, by=alex)
    kim = make.user("Kim Ito", role=role)

    with pytest.raises(OwnRole):
        _change(runtime, role, _wanted(P.PEOPLE, P.CONNECT), kim)
    with runtime.writing() as session, pytest.raises(GivenByAnother):
        staffing.give_role(session, kim.id, Role.SUPERVISOR, by=kim)
    _change(runtime, role, _wanted(P.PEOPLE, name="Staff office"), kim)

    assert permissions.of(_now(runtime, kim)) == {P.PEOPLE}


def test_somebody_who_decides_about_people_is_always_left(
    make: Make, runtime: Runtime, alex: User
) -> None:
    role = make.role(P.PEOPLE, by=alex)
    kim = make.user("Kim Ito", role=role)
    with runtime.writing() as session:
        disabling.disable(session, alex.id, by=kim)

    with runtime.writing() as session, pytest.raises(LastAdministrator):
        disabling.disable(session, kim.id, by=alex)
    with runtime.writing() as session, pytest.raises(LastAdministrator):
        staffing.give_role(session, kim.id, Role.SENIOR, by=alex)
    with pytest.raises(LastAdministrator):
        _change(runtime, role, _wanted(P.AUDIT), alex)

    assert permissions.of(_now(runtime, kim)) == {P.PEOPLE}
    assert permissions.known(_role(runtime, role).allows) == {P.PEOPLE}


def test_one_that_somebody_has_is_not_archived(make: Make, runtime: Runtime, alex: User) -> None:
    role = make.role(P.READ, by=alex)
    ana = make.user("Ana Lopez", role=role)

    with runtime.writing() as session, pytest.raises(RoleInUse, match="Ana Lopez"):
        keeping.archive(session, role.id, by=alex)
    with runtime.writing() as session:
        staffing.give_role(session, ana.id, Role.RESPONDER, by=alex)
    with runtime.writing() as session:
        keeping.archive(session, role.id, by=alex)

    with runtime.writing() as session:
        assert giving.offered(session) == []
        with pytest.raises(NoSuchRole):
            staffing.give_role(session, ana.id, keeping.find(session, role.id), by=alex)
    with runtime.writing() as session:
        keeping.bring_back(session, role.id, by=alex)
        staffing.give_role(session, ana.id, keeping.find(session, role.id), by=alex)
    assert permissions.of(_now(runtime, ana)) == {P.READ}


def test_people_are_invited_to_it_and_the_record_says_its_name(
    make: Make, runtime: Runtime, alex: User
) -> None:
    role = make.role(P.HANDLE, by=alex)

    with runtime.writing() as session:
        found = keeping.find(session, role.id)
        inviting.invite(
            session, Invited(email="bo@example.org", name="Bo Diaz", role=found), by=alex
        )

    with runtime.reading() as session:
        assert [one.name for one in people.on_the_desk(session)] == ["Bo Diaz"]
        added = session.scalars(select(StaffChange).where(StaffChange.what == "added"))
        assert [one.detail for one in added] == ["Night desk"]


def _role(runtime: Runtime, role: CustomRole) -> CustomRole:
    with runtime.reading() as session:
        return keeping.find(session, role.id)


def test_names_are_found_whole(make: Make, runtime: Runtime) -> None:
    mails: Iterable[Permission] = (P.MAIL_REPORTS,)
    reports = make.user(role=make.role(P.REPORT))
    mailing = make.user(role=make.role(*mails, name="Mailing"))

    assert _found(runtime, P.MAIL_REPORTS) == {mailing.id}
    assert {reports.id, mailing.id} <= _found(runtime, P.REPORT)

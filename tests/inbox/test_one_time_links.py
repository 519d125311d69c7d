"""Is a one-time link good once, for a time, and for nobody who should not have it?"""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import String, cast, select

from inbox import disabling, guessable, inviting, one_time_links, people, sign_in
from inbox.config import BadSettings, Settings
from inbox.inviting import Invited
from inbox.models import (
    AuditEvent,
    LinkPurpose,
    OneTimeLink,
    Role,
    StaffChange,
    StaffChangeKind,
    Team,
    User,
)
from inbox.one_time_links import LinkEnded, LinkExpired, LinkUsed, NewLink, NoSuchLink, UnusableLink
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import PASSWORD, Make

NEW = "tractor violet harvest nine"


def _invite(runtime: Runtime, by: User | None = None, **given: object) -> NewLink:
    usual = {"email": "bo@example.org", "name": "Bo Reed", "role": Role.RESPONDER}
    with runtime.writing() as session:
        return inviting.invite(session, Invited(**{**usual, **given}), by=by)


def _make(runtime: Runtime, person: User, by: User | None = None) -> NewLink:
    with runtime.writing() as session:
        return one_time_links.make(session, person.id, by=by)


def _use(runtime: Runtime, new: NewLink, password: str = NEW) -> User:
    with runtime.writing() as session:
        return one_time_links.use(session, new.secret, password)


def _signs_in(runtime: Runtime, email: str, password: str) -> bool:
    try:
        with runtime.reading() as session:
            return bool(sign_in.authenticate(session, email, password))
    except sign_in.WrongSignIn:
        return False


def test_an_invitation_is_good_for_three_days_and_a_reset_for_an_hour(
    runtime: Runtime, make: Make, clock: SetClock
) -> None:
    invited = _invite(runtime)
    reset = _make(runtime, make.user())

    assert (invited.purpose, reset.purpose) == (LinkPurpose.INVITATION, LinkPurpose.RESET)
    clock.advance(minutes=59)
    with runtime.reading() as session:
        assert one_time_links.find(session, reset.secret).purpose is LinkPurpose.RESET
    clock.advance(minutes=1)
    with pytest.raises(LinkExpired), runtime.reading() as session:
        one_time_links.find(session, reset.secret)

    clock.advance(hours=70, minutes=59)
    assert _use(runtime, invited).name == "Bo Reed"
    assert _signs_in(runtime, "bo@example.org", NEW)


def test_whoever_was_invited_cannot_sign_in_before_and_counts_as_away_until_then(
    runtime: Runtime,
) -> None:
    invited = _invite(runtime)
    assert not _signs_in(runtime, "bo@example.org", "")
    assert invited.person.away_since
    with runtime.reading() as session:
        assert people.yet_to_come(session) == {invited.person.id}

    _use(runtime, invited)

    with runtime.reading() as session:
        assert people.yet_to_come(session) == set()
        assert people.find(session, invited.person.id).away_since is None


def test_time_tells_nobody_who_was_invited_or_works_here(runtime: Runtime, make: Make) -> None:
    ana = make.user()
    _invite(runtime)

    def seconds(email: str) -> float:
        began = time.perf_counter()
        assert not _signs_in(runtime, email, "not it at all")
        return time.perf_counter() - began

    invited, unknown, known = (
        min(seconds(one) for _ in "123")
        for one in ("bo@example.org", "nobody@example.org", ana.email)
    )

    # Hashing takes tens of milliseconds, and everything else a few.
    assert min(invited, unknown) > known / 3


@pytest.mark.parametrize(
    "wrong", [{"email": "nowhere"}, {"email": "a b@example.org"}, {"name": "  "}]
)
def test_an_invitation_needs_a_name_and_an_address(runtime: Runtime, wrong: dict[str, str]) -> None:
    with pytest.raises(inviting.IncompletePerson):
        _invite(runtime, **wrong)

    assert _invite(runtime).person.id


def test_whoever_handles_conversations_is_invited_into_a_team_and_nobody_else(
    runtime: Runtime,
) -> None:
    with runtime.writing() as session:
        team = people.team_of(session, "Front desk", [])
        number = team.id

    with pytest.raises(inviting.NotInATeam):
        _invite(runtime, role=Role.AUDITOR, team_id=number)
    bo = _invite(runtime, team_id=number).person

    with runtime.reading() as session:
        assert [one.name for one in people.teams_of(session, bo)] == ["Front desk"]
        assert session.scalar(select(Team.name)) == "Front desk"


def test_a_new_link_ends_the_one_before(runtime: Runtime, make: Make) -> None:
    ana = make.user()
    older, newer = _make(runtime, ana), _make(runtime, ana)

    with pytest.raises(LinkEnded, match="newer one took its place"):
        _use(runtime, older)

    assert _use(runtime, newer).id == ana.id


def test_a_used_link_says_so_and_sets_nothing(runtime: Runtime, make: Make) -> None:
    ana = make.user()
    link = _make(runtime, ana)
    _use(runtime, link)

    with pytest.raises(LinkUsed, match="used already"):
        _use(runtime, link, "another four plain words")

    assert _signs_in(runtime, ana.email, NEW)
    assert not _signs_in(runtime, ana.email, PASSWORD)


def test_of_two_who_use_it_at_once_one_wins(runtime: Runtime, make: Make) -> None:
    link, outcomes = _make(runtime, make.user()), list[str]()

    def come(password: str) -> None:
        try:
            _use(runtime, link, password)
        except UnusableLink as problem:
            outcomes.append(problem.why)
        else:
            outcomes.append("set")

    together = [threading.Thread(target=come, args=(f"{NEW} {one}",)) for one in "ab"]
    for one in together:
        one.start()
    for one in together:
        one.join()

    assert sorted(outcomes) == ["set", "used"]


def test_a_password_that_is_guessable_is_refused_and_the_link_stays_good(
    runtime: Runtime, make: Make
) -> None:
    link = _make(runtime, make.user())

    with pytest.raises(people.ShortPassword):
        _use(runtime, link, "short")
    with pytest.raises(guessable.CommonPassword):
        _use(runtime, link, "password1")

    assert _use(runtime, link)


def test_a_new_password_ends_every_open_sign_in(runtime: Runtime, make: Make) -> None:
    ana = make.user()
    link = _make(runtime, ana)
    with runtime.reading() as session:
        assert not sign_in.ended(session, {(ana.id, 0)})

    _use(runtime, link)

    with runtime.reading() as session:
        assert sign_in.ended(session, {(ana.id, 0)}) == {(ana.id, 0)}


def test_whoever_is_disabled_has_no_link_and_gets_none(runtime: Runtime, make: Make) -> None:
    alex, ana = make.user(role=Role.ADMINISTRATOR), make.user()
    link = _make(runtime, ana)
    with runtime.writing() as session:
        disabling.disable(session, ana.id, by=alex)

    with pytest.raises(LinkEnded):
        _use(runtime, link)
    with pytest.raises(one_time_links.NotForDisabled):
        _make(runtime, ana, by=alex)
    with pytest.raises(one_time_links.NotForYourself):
        _make(runtime, alex, by=alex)


@pytest.mark.parametrize("secret", ["", "nonsense", "\ud800", "x" * 5000])
def test_what_is_no_link_of_ours_says_so(runtime: Runtime, make: Make, secret: str) -> None:
    _make(runtime, make.user())

    with pytest.raises(NoSuchLink, match="not valid"), runtime.reading() as session:
        one_time_links.find(session, secret)


def test_what_stands_in_a_link_is_nowhere_in_the_database(runtime: Runtime, make: Make) -> None:
    alex = make.user("Alex Reyes", role=Role.ADMINISTRATOR)
    new = _invite(runtime, by=alex)
    _use(runtime, new)

    with runtime.reading() as session:
        kept = session.scalars(
            select(cast(AuditEvent.detail, String)).order_by(AuditEvent.id)
        ).all()
        changes = session.scalars(select(StaffChange).order_by(StaffChange.id)).all()
        digests = session.scalars(select(OneTimeLink.digest)).all()
    assert [one.what for one in changes] == [
        StaffChangeKind.ADDED,
        StaffChangeKind.LINK,
        StaffChangeKind.LINK_USED,
    ]
    assert kept == ['{"role":"responder"}', *['{"purpose":"invitation"}'] * 2]
    assert [len(one) for one in digests] == [32]
    assert new.secret not in repr(new)
    assert new.secret not in f"{kept}{[one.detail for one in changes]}{digests}"


def test_for_how_long_a_link_is_good_can_be_set(runtime: Runtime) -> None:
    given = houses.environment(runtime.settings.data, HEARBACK_RESET_HOURS="8")
    assert Settings.from_environment(given).reset_life == timedelta(hours=8)

    wrong = houses.environment(
        runtime.settings.data, HEARBACK_RESET_HOURS="0", HEARBACK_INVITATION_HOURS="721"
    )
    with pytest.raises(BadSettings, match=r"INVITATION_HOURS must be whole(.|\n)*RESET_HOURS must"):
        Settings.from_environment(wrong)

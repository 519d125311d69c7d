"""Does an access that was given for a time end at its moment, and one that nobody uses?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from inbox import access_end, bearers, disabling, people, scheduling, sign_in, tokens, unused
from inbox.config import BadSettings, Settings
from inbox.disabling import AccessEnded, LastAdministrator
from inbox.models import AuditEvent, DisabledBecause, Role, User
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import PASSWORD, Make

LIMIT = 90


@pytest.fixture
def alex(make: Make) -> User:
    return make.user("Alex Reyes", role=Role.ADMINISTRATOR)


def _settle(runtime: Runtime, person: User, by: User, **in_: float) -> None:
    ends_at = runtime.clock.now() + timedelta(**in_) if in_ else None
    with runtime.writing() as session:
        access_end.settle(session, person.id, ends_at, by=by)


def _now(runtime: Runtime, person: User) -> User:
    with runtime.reading() as session:
        return session.get_one(User, person.id)


def test_nothing_is_given_to_whoever_s_time_is_over(
    make: Make, runtime: Runtime, alex: User, clock: SetClock
) -> None:
    june = make.user("June Park")
    _settle(runtime, june, alex, hours=1)

    def on_the_desk() -> list[str]:
        with runtime.reading() as session:
            return [one.name for one in people.on_the_desk(session)]

    assert on_the_desk() == ["June Park"]
    clock.advance(hours=1, seconds=1)
    assert on_the_desk() == []


def _kept(runtime: Runtime) -> list[tuple[str, str, str]]:
    with runtime.reading() as session:
        rows = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    return [(row.what, row.means, row.object_name) for row in rows]


def _came(runtime: Runtime, *people: User) -> None:
    with runtime.writing() as session:
        for one in people:
            session.get_one(User, one.id).last_signed_in_at = runtime.clock.now()


def test_at_its_moment_an_access_ends_though_no_scheduler_runs(
    runtime: Runtime, make: Make, alex: User, clock: SetClock
) -> None:
    sam = make.user("Sam Hill")
    with runtime.writing() as session:
        secret = tokens.issue(session, session.get_one(User, sam.id), "a script")
    _settle(runtime, sam, alex, hours=72)
    borne = {(sam.id, 0)}

    clock.advance(hours=71, minutes=59)
    with runtime.reading() as session:
        assert sign_in.user(session, sam.id, 0)
        assert sign_in.ended(session, borne) == set()
        assert bearers.user_of(session, secret).id == sam.id
    clock.advance(minutes=1)

    with runtime.reading() as session:
        assert sign_in.user(session, sam.id, 0) is None
        assert sign_in.ended(session, borne) == borne
        with pytest.raises(bearers.BadToken):
            bearers.user_of(session, secret)
        with pytest.raises(sign_in.WrongSignIn):
            sign_in.authenticate(session, sam.email, PASSWORD)


def test_the_desk_then_disables_them_on_the_record_and_prolonging_lets_them_in(
    runtime: Runtime, make: Make, alex: User, clock: SetClock
) -> None:
    sam = make.user("Sam Hill")
    _settle(runtime, sam, alex, hours=1)
    clock.advance(hours=1)
    scheduling.disable_who_is_due(runtime)
    scheduling.disable_who_is_due(runtime)

    ended = _now(runtime, sam)
    assert (ended.is_active, ended.disabled_because) == (False, DisabledBecause.EXPIRED)
    assert _kept(runtime)[-1] == ("person.expired", "desk", "Sam Hill")
    with pytest.raises(AccessEnded), runtime.writing() as session:
        disabling.enable(session, sam.id, by=alex)

    _settle(runtime, sam, alex, hours=24)

    back = _now(runtime, sam)
    assert (back.is_active, back.disabled_because) == (True, None)
    with runtime.reading() as session:
        assert sign_in.authenticate(session, sam.email, PASSWORD)
        assert sign_in.user(session, sam.id, 0) is None


def test_prolonged_before_anybody_noticed_what_was_open_stays_ended(
    runtime: Runtime, make: Make, alex: User, clock: SetClock
) -> None:
    sam = make.user()
    _settle(runtime, sam, alex, hours=1)
    clock.advance(hours=2)

    _settle(runtime, sam, alex)

    assert _now(runtime, sam).is_active
    with runtime.reading() as session:
        assert sign_in.user(session, sam.id, 0) is None


def test_an_end_lies_ahead_and_leaves_an_administrator_who_stays(
    runtime: Runtime, make: Make, alex: User
) -> None:
    with pytest.raises(access_end.EndsInThePast):
        _settle(runtime, make.user(), alex, seconds=-1)
    kim = make.user("Kim Ito", role=Role.ADMINISTRATOR)
    _settle(runtime, kim, alex, hours=5)

    with pytest.raises(LastAdministrator):
        _settle(runtime, alex, kim, hours=5)
    with pytest.raises(LastAdministrator), runtime.writing() as session:
        disabling.disable(session, alex.id, by=kim)


def test_ninety_days_without_use_disable_on_the_record_and_one_click_lets_in_again(
    runtime: Runtime, make: Make, alex: User, clock: SetClock
) -> None:
    sam, ana = make.user("Sam Hill"), make.user("Ana Lopez")
    clock.advance(days=LIMIT - 1)
    _came(runtime, alex, ana)
    scheduling.disable_who_is_due(runtime)
    assert _now(runtime, sam).is_active

    clock.advance(days=1)
    scheduling.disable_who_is_due(runtime)

    gone = _now(runtime, sam)
    assert (gone.is_active, gone.disabled_because) == (False, DisabledBecause.UNUSED)
    assert _now(runtime, ana).is_active
    assert _kept(runtime) == [("person.unused", "desk", "Sam Hill")]
    with runtime.writing() as session:
        disabling.enable(session, sam.id, by=alex)
    clock.advance(days=LIMIT - 1)
    scheduling.disable_who_is_due(runtime)
    assert _now(runtime, sam).is_active


def test_a_program_that_speaks_for_somebody_is_use(
    runtime: Runtime, make: Make, alex: User, clock: SetClock
) -> None:
    sam = make.user()
    with runtime.writing() as session:
        secret = tokens.issue(session, session.get_one(User, sam.id), "a script")
    used_at = clock.advance(days=LIMIT - 1)
    _came(runtime, alex)
    with runtime.writing() as session:
        bearers.note_used(session, bearers.find(session, secret).id)
    clock.advance(days=1)

    scheduling.disable_who_is_due(runtime)

    assert _now(runtime, sam).is_active
    with runtime.reading() as session:
        assert unused.last_uses(session)[sam.id] == used_at


def test_administrators_too_but_never_the_last(
    runtime: Runtime, make: Make, alex: User, clock: SetClock
) -> None:
    clock.advance(days=1)
    kim = make.user("Kim Ito", role=Role.ADMINISTRATOR)
    clock.advance(days=LIMIT)

    scheduling.disable_who_is_due(runtime)

    # Of two, the one stays who was there later.
    assert not _now(runtime, alex).is_active
    assert _now(runtime, kim).is_active


def test_it_is_looked_at_once_a_day(
    runtime: Runtime, make: Make, alex: User, clock: SetClock
) -> None:
    _came(runtime, alex)
    scheduling.disable_who_is_due(runtime)
    with runtime.reading() as session:
        assert not unused.is_due(session)
    sam = make.user()
    with runtime.writing() as session:
        session.get_one(User, sam.id).created_at -= timedelta(days=LIMIT)

    clock.advance(hours=23)
    scheduling.disable_who_is_due(runtime)
    assert _now(runtime, sam).is_active
    clock.advance(hours=1)
    scheduling.disable_who_is_due(runtime)

    assert not _now(runtime, sam).is_active


def test_how_many_days_can_be_set_and_switched_off_by_a_word(
    runtime: Runtime, make: Make, clock: SetClock
) -> None:
    def settings(days: str) -> Settings:
        return Settings.from_environment(
            houses.environment(runtime.settings.data, HEARBACK_UNUSED_DAYS=days)
        )

    sam = make.user()
    clock.advance(days=365)
    assert settings("30").unused_after == timedelta(days=30)
    with pytest.raises(BadSettings, match=r"HEARBACK_UNUSED_DAYS must be whole days .* or off"):
        settings("0")
    off = houses.runtime(runtime.engine, runtime.settings.data, clock, HEARBACK_UNUSED_DAYS="off")

    scheduling.disable_who_is_due(off)

    assert _now(off, sam).is_active
    off.redis.close()

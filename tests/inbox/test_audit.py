"""Is what people do kept, chained, and refused where it cannot be kept?"""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from connectors.pages import RawBody
from inbox import (
    accounts,
    admission,
    bearers,
    disabling,
    guessing,
    health,
    inviting,
    scheduling,
    staffing,
    timeline,
    tokens,
)
from inbox.audit import alarm, origin, recording, verifying
from inbox.audit.origin import Means, Origin
from inbox.audit.recording import LogBroken, On
from inbox.audit.what import What
from inbox.db import for_writing
from inbox.guessing import MOST
from inbox.health import Check
from inbox.intake import captures
from inbox.inviting import Invited
from inbox.models import AuditEvent, AuditHead, AuditReview, Role, StaffChange, User
from inbox.people import WeakPassword
from inbox.runtime import Runtime
from inbox.sign_in import WrongSignIn
from tests.clocks import SetClock
from tests.factories.making import Make


def _log(runtime: Runtime) -> list[AuditEvent]:
    with runtime.reading() as session:
        return list(session.scalars(select(AuditEvent).order_by(AuditEvent.id)))


def _kept(runtime: Runtime) -> list[tuple[str, str, str]]:
    return [(row.what, row.outcome, row.who) for row in _log(runtime)]


def _after(runtime: Runtime, done: str) -> dict[str, str]:
    """Tell what is broken after what an owner of the database could do, and undo it."""
    with for_writing(runtime.engine).connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            triggers = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for name in connection.scalars(triggers).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        for one in done.split("; "):
            connection.execute(text(one))
        with Session(connection) as session:
            found = verifying.verify(session)
        connection.rollback()
    return {one.name: one.broken for one in found if one.broken}


def _broken(runtime: Runtime) -> dict[str, str]:
    with runtime.reading() as session:
        return {one.name: one.broken for one in verifying.verify(session) if one.broken}


def test_coming_in_is_kept_with_its_failures_and_the_lock(runtime: Runtime, make: Make) -> None:
    make.user("Ana Lopez", email="ana@example.org")
    here = Origin(means=Means.BROWSER, address="192.0.2.7", sign_in="a1")

    with origin.given(here):
        # Counted as tries are, but not judged: a password takes a tenth of a second.
        for _ in range(MOST - 1):
            with runtime.writing() as session:
                guessing.begin(session, "ana@example.org")
        with pytest.raises(WrongSignIn):
            admission.admit(runtime, "Ana@example.org", "wrong")
        with pytest.raises(WrongSignIn):
            admission.admit(runtime, "hunter2 in the wrong field", "wrong")

    assert _kept(runtime) == [
        ("sign_in.failed", "failure", "ana@example.org"),
        ("sign_in.locked", "failure", "ana@example.org"),
        ("sign_in.failed", "failure", ""),
    ]
    locked = _log(runtime)[-2]
    assert (locked.address, locked.sign_in, locked.object_name) == ("192.0.2.7", "a1", "Ana Lopez")
    assert locked.occurred_at.tzinfo


def test_what_is_done_to_people_and_tokens_is_kept(runtime: Runtime, make: Make) -> None:
    alex, ana = make.user("Alex Reyes", role=Role.ADMINISTRATOR), make.user("Ana Lopez")

    with runtime.writing() as session:
        invited = Invited(email="bo@example.org", name="Bo \x00\ud800", role=Role.RECORDS)
        inviting.invite(session, invited, by=None)
        staffing.give_role(session, ana.id, Role.SUPERVISOR, by=alex)
        disabling.disable(session, ana.id, by=alex)
        token = bearers.find(session, tokens.issue(session, alex, "import"))
        bearers.note_used(session, token.id)
        bearers.note_used(session, token.id)
        tokens.revoke(session, token.id)

    assert [(row.what, row.who, row.object_name) for row in _log(runtime)] == [
        ("person.added", "", "Bo \x00\ud800"),
        ("person.link", "", "Bo \x00\ud800"),
        ("person.role", "Alex Reyes", "Ana Lopez"),
        ("person.disabled", "Alex Reyes", "Ana Lopez"),
        ("token.made", "", "import"),
        ("token.used", "", "import"),
        ("token.revoked", "", "import"),
    ]
    assert _log(runtime)[2].detail == '{"before":"senior","role":"supervisor"}'
    with runtime.reading() as session:
        by = session.scalars(select(StaffChange.by_id).order_by(StaffChange.id)).all()
    assert by == [None, None, alex.id, alex.id]
    assert _broken(runtime) == {}


def test_what_was_rolled_back_is_not_kept_and_nothing_kept_can_be_taken_back(
    runtime: Runtime,
) -> None:
    with pytest.raises(WeakPassword), runtime.writing() as session:
        _rotate_and_fail(session)
    with runtime.writing() as session:
        recording.record(session, What.KEY_ROTATED)

    for statement in (
        "UPDATE audit_event SET who = 'nobody'",
        "DELETE FROM audit_event",
        "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event"
        if runtime.engine.dialect.name == "sqlite"
        else "TRUNCATE audit_event",
    ):
        with pytest.raises(DatabaseError, match="append-only"), runtime.engine.begin() as opened:
            opened.execute(text(statement))
    assert [row.what for row in _log(runtime)] == ["key.rotated"]


def test_many_at_once_make_one_chain_without_a_gap(runtime: Runtime) -> None:
    def act() -> None:
        for number in range(5):
            with runtime.writing() as session:
                recording.record(session, What.EXPORTED, on=On("report", number))

    together = [threading.Thread(target=act) for _ in range(4)]
    for one in together:
        one.start()
    for one in together:
        one.join()

    assert [row.id for row in _log(runtime)] == list(range(1, 21))
    assert _broken(runtime) == {}


_LOG = (
    "occurred_at, user_id, who, means, address, sign_in, what, outcome, object_kind, object_id, "
    "object_name, detail, previous, digest"
)
_CAPTURE = "account_id, source, body, received_at, previous, digest"
_EVENT = "name, account_id, data, occurred_at, previous, digest"
_SWAPPED = (
    "UPDATE {0} SET id = 12 WHERE id = 3; UPDATE {0} SET id = 3 WHERE id = 2; "
    "UPDATE {0} SET id = 2 WHERE id = 12"
)
_INSERTED = (
    "UPDATE {0} SET id = id + 100 WHERE id > 2; UPDATE {0} SET id = id - 99 WHERE id > 100; "
    "INSERT INTO {0} (id, {1}) SELECT 3, {1} FROM {0} WHERE id = 2"
)


_END = "The last record of account 1 was removed"
_CHAINS = {
    "audit log": ("audit_event", _LOG, "who = 'nobody'", ("Record 2 was", "Record 4 was removed")),
    "captures": ("capture", _CAPTURE, "body = previous", ("The record before 3 was", _END)),
    "events": ("event", _EVENT, "name = 'recovered'", ("The record before 3 was", _END)),
}


@pytest.mark.parametrize("chain", _CHAINS)
def test_the_first_broken_link_of_each_chain_is_named(
    runtime: Runtime, make: Make, chain: str
) -> None:
    table, columns, change, (gone, last_gone) = _CHAINS[chain]
    _fill(runtime, make)
    assert _broken(runtime) == {}

    for done, named in (
        ("UPDATE {0} SET {2} WHERE id = 2", "Record 2 was changed"),
        ("DELETE FROM {0} WHERE id = 2", gone),
        ("DELETE FROM {0} WHERE id = 4", last_gone),
        (_SWAPPED, "Record 2 was written after record 3,"),
        (_INSERTED, "Record 3 was written after record 1,"),
    ):
        assert _after(runtime, done.format(table, columns, change))[chain].startswith(named)


def test_a_log_that_was_computed_anew_differs_from_what_was_signed(
    runtime: Runtime, make: Make
) -> None:
    _fill(runtime, make)
    alex = make.user(role=Role.ADMINISTRATOR)
    with runtime.writing() as session:
        head = session.get_one(AuditHead, 1)
        signed = {"last_id": head.count, "last_digest": b"of other rows"}
        week = runtime.clock.now().date()
        session.add(
            AuditReview(
                week=week, user_id=alex.id, signed_at=runtime.clock.now(), note="", **signed
            )
        )

    assert _broken(runtime) == {"audit log": "Record 4 is not what was signed."}


def test_what_cannot_be_recorded_is_not_done_and_administrators_hear_of_it(
    runtime: Runtime, make: Make, clock: SetClock
) -> None:
    alex, ana = make.user(role=Role.ADMINISTRATOR), make.user()
    _run(runtime, "ALTER TABLE audit_head RENAME TO away")

    with pytest.raises(LogBroken, match="not done"), runtime.writing() as session:
        disabling.disable(session, ana.id, by=alex)
    with runtime.reading() as session:
        assert session.get_one(User, ana.id).is_active
        assert alarm.last(session) == clock.now()
    assert not _health(runtime).ok

    # Though nobody does anything, it shows within the hour; and what works again is said.
    clock.advance(minutes=50)
    with pytest.raises(LogBroken):
        scheduling.try_the_audit_log(runtime)
    _run(runtime, "ALTER TABLE away RENAME TO audit_head")
    clock.advance(minutes=50)
    scheduling.try_the_audit_log(runtime)
    scheduling.try_the_audit_log(runtime)
    assert _health(runtime).ok
    assert [row.what for row in _log(runtime)] == ["audit.works"]


def _rotate_and_fail(session: Session) -> None:
    recording.record(session, What.KEY_ROTATED)
    raise WeakPassword


def _fill(runtime: Runtime, make: Make) -> None:
    account = make.account()
    with runtime.writing() as session:
        held = accounts.locked(session, account.id)
        for number in range(3):
            recording.record(session, What.EXPORTED, on=On("report", number))
            timeline.record_of_account(session, "account.failing", held, problem=str(number))
        bodies = [RawBody(source="GET /feed", body=str(one).encode()) for one in range(4)]
        captures.keep(session, held, bodies, runtime.clock.now())


def _run(runtime: Runtime, statement: str) -> None:
    with runtime.engine.begin() as connection:
        connection.execute(text(statement))


def _health(runtime: Runtime) -> Check:
    return next(one for one in health.check(runtime) if one.name == "audit log")

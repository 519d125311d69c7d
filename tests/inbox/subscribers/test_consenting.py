"""Is a program given direct messages only once a second person agreed?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from connectors.words import Kind
from inbox import people, staffing
from inbox.models import AuditEvent, Giving, Role, User
from inbox.permissions import Permission
from inbox.reasons import ReasonNeeded
from inbox.runtime import Runtime
from inbox.subscribers import choosing, consent, consenting
from inbox.subscribers.consent import Consent
from inbox.subscribers.consenting import AskedByYou, NothingAsked, NotYourConsent
from tests.factories.making import Make
from tests.factories.receiver import Receiver
from tests.inbox.subscribers.conftest import Listen, do_round, subscriber

SECRET = "I was hit."


@pytest.fixture
def alex(build: Make) -> User:
    return build.user("Alex Reyes", role=Role.ADMINISTRATOR)


@pytest.fixture
def rosa(build: Make) -> User:
    return build.user("Rosa Diaz", role=Role.SUPERVISOR)


def _agree(house: Runtime, number: int, by: User) -> None:
    with house.writing() as session:
        consenting.agree(session, number, by=session.merge(by))


def _refuse(house: Runtime, number: int, by: User, why: str = "Nobody needs them.") -> None:
    with house.writing() as session:
        consenting.refuse(session, number, why=why, by=session.merge(by))


def _said(house: Runtime, build: Make, there: Receiver) -> str:
    """Let somebody write in private, and return what the program was told of it."""
    before = len(there.arrived)
    build.conversation(text=SECRET, kind=Kind.DIRECT_MESSAGE, post=None)
    do_round(house)
    return b"".join(one.body for one in there.arrived[before:]).decode()


def test_until_somebody_else_agrees_it_is_given_what_is_public(
    house: Runtime, build: Make, listen: Listen, there: Receiver, rosa: User
) -> None:
    number, _ = listen("conversation.created", "message.received", giving=Giving.ALL)
    build.conversation(text="Is it open?")
    before = _said(house, build, there)
    public = b"".join(one.body for one in there.arrived).decode()

    _agree(house, number, rosa)

    assert SECRET not in before
    assert "Is it open?" in public
    assert SECRET in _said(house, build, there)


def test_what_was_agreed_is_taken_back_at_any_time_with_a_reason(
    house: Runtime, build: Make, listen: Listen, there: Receiver, rosa: User
) -> None:
    number, _ = listen(giving=Giving.ALL)
    _agree(house, number, rosa)
    with pytest.raises(ReasonNeeded):
        _refuse(house, number, rosa, " ")

    _refuse(house, number, rosa, "The records system was sold.")

    assert SECRET not in _said(house, build, there)
    row = subscriber(house)
    assert (consent.of(row), row.refused_why) == (
        Consent.REFUSED,
        "The records system was sold.",
    )
    with pytest.raises(NothingAsked):
        _agree(house, number, rosa)


@pytest.mark.parametrize("change", ["secret", "words", "asked again"])
def test_what_changes_about_it_is_asked_anew(
    house: Runtime, listen: Listen, alex: User, rosa: User, change: str
) -> None:
    number, _ = listen(giving=Giving.ALL)
    _agree(house, number, rosa)

    with house.writing() as session:
        by = session.merge(alex)
        if change == "secret":
            choosing.renew_secret(session, number, by=by)
        elif change == "words":
            choosing.give(session, number, Giving.PUBLIC, by=by)
            choosing.give(session, number, Giving.ALL, by=by)
        else:
            choosing.give(session, number, Giving.ALL, by=by)

    row = subscriber(house)
    assert (consent.of(row), consent.given(row)) == (Consent.WAITING, Giving.PUBLIC)


def test_a_key_that_is_replaced_changes_nothing(house: Runtime, listen: Listen, rosa: User) -> None:
    from inbox import resealing  # noqa: PLC0415 - the only test of it here

    number, _ = listen(giving=Giving.ALL)
    _agree(house, number, rosa)

    resealing.reseal(house)

    assert consent.of(subscriber(house)) is Consent.ALLOWED


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.SUPERVISOR])
def test_nobody_else_agrees(house: Runtime, build: Make, listen: Listen, role: Role) -> None:
    number, _ = listen(giving=Giving.ALL)
    somebody = build.user(role=role)

    with pytest.raises(NotYourConsent):
        _agree(house, number, somebody)


def test_a_role_of_ones_own_must_read_and_lead(house: Runtime, build: Make, listen: Listen) -> None:
    number, _ = listen(giving=Giving.ALL)
    reads = build.user(role=build.role(Permission.READ, name="Reads"))
    leads = build.user(role=build.role(Permission.LEAD, name="Leads"))
    both = build.user(role=build.role(Permission.READ, Permission.LEAD, name="Both"))

    for one in (reads, leads):
        with pytest.raises(NotYourConsent):
            _agree(house, number, one)
    _agree(house, number, both)


def test_whoever_asked_does_not_agree_though_they_lead_by_now(
    house: Runtime, build: Make, listen: Listen, alex: User
) -> None:
    number, _ = listen(giving=Giving.ALL)
    other = build.user("Kim Ito", role=Role.ADMINISTRATOR)
    with house.writing() as session:
        staffing.give_role(session, alex.id, Role.SUPERVISOR, by=session.merge(other))
        choosing.renew_secret(session, number, by=session.merge(other))

    with house.reading() as session:
        supervisor = people.find(session, alex.id)
    with pytest.raises(AskedByYou):
        _agree(house, number, supervisor)


def test_whoever_reaches_some_accounts_does_not_decide_about_all(
    house: Runtime, build: Make, listen: Listen, rosa: User
) -> None:
    number, _ = listen(giving=Giving.ALL)
    with house.writing() as session:
        session.get_one(User, rosa.id).reaches = frozenset({"1"})

    with house.reading() as session:
        limited = people.find(session, rosa.id)
    with pytest.raises(NotYourConsent):
        _agree(house, number, limited)


def test_every_decision_is_in_the_audit_log(house: Runtime, listen: Listen, rosa: User) -> None:
    number, _ = listen(giving=Giving.ALL)
    _agree(house, number, rosa)
    _refuse(house, number, rosa)

    with house.reading() as session:
        kept = select(AuditEvent).where(AuditEvent.what.startswith("webhook."))
        found = session.scalars(kept.order_by(AuditEvent.id)).all()
    assert [(one.what, one.who) for one in found] == [
        ("webhook.added", "Alex Reyes"),
        ("webhook.allowed", "Rosa Diaz"),
        ("webhook.denied", "Rosa Diaz"),
    ]
    assert "Alex Reyes" in found[1].detail
    assert "Nobody needs them." in found[2].detail

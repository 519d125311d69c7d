"""Does an account whose access must be renewed outlive workers, platforms and databases?"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import undefer

from connectors.base import Access
from connectors.registry import CONNECTORS
from connectors.words import Audience, Kind, Platform
from connectors.x import oauth2
from inbox import accounts, disconnecting, leases, outbox, polling
from inbox.db import make_engine
from inbox.models import Account, AccountState, Delivery, DeliveryState, Lease, Message
from inbox.renewing import AccountRenewal, BeingRenewed, Stopped
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.connectors.x import by_oauth2
from tests.connectors.x.by_oauth2 import TOKEN_ROUTE
from tests.factories.making import Make
from tests.sandbox.running import Running

TWO_HOURS = 2 * 60 * 60 + 1
Credentials = Mapping[str, Any]


@pytest.fixture
def profile(sandbox: Running, build: Make) -> Account:
    """The department's profile on X, connected by OAuth 2.0."""
    found = by_oauth2.connected(sandbox)
    return build.account(
        "x",
        Platform.X,
        external_id=found.external_id,
        credentials=found.credentials,
        streams=CONNECTORS["x"].streams,
    )


def _access(house: Runtime, account: Account) -> Access:
    with house.reading() as session:
        return accounts.access(session, account.id)


def _account(house: Runtime) -> Account:
    with house.reading() as session:
        query = select(Account).options(undefer(Account.sealed_credentials))
        return session.scalars(query).one()


def _move_on(house: Runtime, sandbox: Running, seconds: float) -> None:
    assert isinstance(house.clock, SetClock)
    house.clock.advance(seconds=seconds)
    sandbox.advance(seconds)


def test_a_poll_after_two_hours_renews_and_reads(
    house: Runtime, sandbox: Running, profile: Account
) -> None:
    before = _access(house, profile).credentials
    sandbox.say(platform="x", kind="mention", author="Ana", text="@MesaVerdePD open?")
    sandbox.say(platform="x", kind="direct_message", author="Ana", text="Hello")
    _move_on(house, sandbox, TWO_HOURS)

    polling.poll(house, profile.id)

    with house.reading() as session:
        assert set(session.scalars(select(Message.text))) == {"@MesaVerdePD open?", "Hello"}
        assert not session.scalars(select(Lease)).all()
    after = _access(house, profile).credentials
    assert after["refresh_token"] != before["refresh_token"]
    assert by_oauth2.renewals(sandbox) == 1
    sealed = _account(house).sealed_credentials
    assert not [one for one in after.values() if one and str(one).encode() in sealed]


def test_a_reply_after_two_hours_goes_out_once(
    house: Runtime, sandbox: Running, profile: Account, build: Make
) -> None:
    said = sandbox.say(platform="x", kind="mention", author="Ana", text="@MesaVerdePD open?")
    asked = build.conversation(profile, kind=Kind.MENTION, external_id=said, thread_id=said)
    reply = build.reply(asked, build.user(), audience=Audience.PUBLIC)
    _move_on(house, sandbox, TWO_HOURS)

    outbox.deliver(house, reply.id)

    with house.reading() as session:
        assert session.get_one(Delivery, reply.id).state is DeliveryState.SENT
    assert [one["text"] for one in sandbox.sayings(from_department=True)] == ["It opens at six."]


def test_of_two_workers_one_renews_and_both_go_on(
    house: Runtime, sandbox: Running, profile: Account
) -> None:
    both = [CONNECTORS["x"](_access(house, profile)) for _ in range(2)]
    _move_on(house, sandbox, TWO_HOURS)
    sandbox.faults(kind="delay", platform="x", route=TOKEN_ROUTE, seconds=0.3)
    together = threading.Barrier(2)

    def work(number: int) -> int:
        together.wait()
        return len(both[number].fetch("mentions", since=None, at=None).items)

    with ThreadPoolExecutor(max_workers=2) as workers:
        assert list(workers.map(work, range(2))) == [0, 0]
    assert by_oauth2.renewals(sandbox) == 1
    assert _account(house).state is AccountState.CONNECTED


def test_while_another_renews_a_token_that_still_serves_is_used(
    house: Runtime, sandbox: Running, profile: Account
) -> None:
    ending = by_oauth2.ending(_access(house, profile).credentials, minutes=4)
    with house.writing() as session:
        accounts.keep_credentials(session, profile.id, ending)
        name, until = f"renewal of account {profile.id}", house.clock.now() + leases.LEASE
        session.add(Lease(name=name, holder="another", until=until))
    access = _access(house, profile)

    assert access.renewal is not None
    with pytest.raises(BeingRenewed):
        access.renewal(ending, lambda _old: {}, wait=False)
    CONNECTORS["x"](access).fetch("mentions", since=None, at=None)
    assert by_oauth2.renewals(sandbox) == 0


@pytest.mark.parametrize("x_has_answered", [False, True])
def test_a_worker_killed_in_a_renewal_costs_the_access_only_if_x_had_answered(
    house: Runtime, sandbox: Running, profile: Account, tmp_path: Path, *, x_has_answered: bool
) -> None:
    access = _access(house, profile)

    def die(old: Credentials) -> Credentials:
        if x_has_answered:
            oauth2.renewed(old, sandbox.address)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    _in_a_process_of_its_own(
        house,
        tmp_path,
        lambda runtime: AccountRenewal(runtime.committing, profile.id)(
            access.credentials, die, wait=True
        ),
    )
    _move_on(house, sandbox, max(TWO_HOURS, leases.LEASE.total_seconds()))
    polling.poll(house, profile.id)

    account = _account(house)
    assert (account.state is AccountState.CONNECTED) is not x_has_answered
    if x_has_answered:
        assert account.problem == "X no longer renews this account's access (invalid_grant)."


def _in_a_process_of_its_own(house: Runtime, data: Path, work: Callable[[Runtime], object]) -> None:
    child = os.fork()
    if child == 0:
        try:
            # What the parent has open is the parent's: a killed process closes nothing nicely.
            engine = make_engine(house.engine.url.render_as_string(hide_password=False))
            work(houses.runtime(engine, data, house.clock))
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)


def test_access_that_was_withdrawn_stops_the_account_in_words(
    house: Runtime, sandbox: Running, profile: Account
) -> None:
    sandbox.revoke("x")

    polling.poll(house, profile.id)

    account = _account(house)
    assert account.state is AccountState.NEEDS_RECONNECTION
    assert account.problem == "X no longer renews this account's access (invalid_grant)."
    access = _access(house, profile)
    assert access.renewal is not None
    with pytest.raises(Stopped, match="no longer renews"):
        access.renewal(access.credentials, dict, wait=True)


def test_while_x_is_down_the_account_goes_on_and_recovers(
    house: Runtime, sandbox: Running, profile: Account
) -> None:
    _move_on(house, sandbox, TWO_HOURS)
    sandbox.faults(kind="status", platform="x", route=TOKEN_ROUTE, status=503, count=None)

    polling.poll(house, profile.id)
    failing = _account(house)
    sandbox.clear_faults()
    _move_on(house, sandbox, 600)
    polling.poll(house, profile.id)

    assert failing.state is AccountState.CONNECTED
    assert failing.failing_since is not None
    assert _account(house).failing_since is None


def test_a_database_that_stumbles_does_not_lose_what_x_handed_out(
    house: Runtime, sandbox: Running, profile: Account
) -> None:
    access = _access(house, profile)

    def renew(old: Credentials) -> Credentials:
        renewed = oauth2.renewed(old, sandbox.address)
        _rename(house, "account", "account_away")
        threading.Timer(0.2, _rename, (house, "account_away", "account")).start()
        return renewed

    assert access.renewal is not None
    renewed = access.renewal(access.credentials, renew, wait=True)

    assert _access(house, profile).credentials == renewed


def _rename(house: Runtime, old: str, new: str) -> None:
    with house.committing() as session:
        session.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


def test_what_a_person_did_meanwhile_stands(
    house: Runtime, sandbox: Running, profile: Account, build: Make
) -> None:
    access, anew = _access(house, profile), by_oauth2.connected(sandbox)
    rosa = build.user()
    assert access.renewal is not None

    def connected_anew(old: Credentials) -> Credentials:
        with house.writing() as session:
            accounts.keep_credentials(session, profile.id, anew.credentials)
        return replace(anew, credentials={**old, "refresh_token": "of before"}).credentials

    def disconnected(old: Credentials) -> Credentials:
        with house.writing() as session:
            disconnecting.disconnect(session, profile.id, by=rosa)
        return {**old, "refresh_token": "of before"}

    assert access.renewal(access.credentials, connected_anew, wait=True) == anew.credentials
    assert access.renewal(anew.credentials, disconnected, wait=True) == {}
    assert house.vault.open(_account(house).sealed_credentials) == {}

"""Do history and queue outlive an account that is disconnected or has stopped?"""

from __future__ import annotations

from http import HTTPStatus

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from connectors.registry import CONNECTORS
from connectors.words import Kind, Platform
from inbox import accounts, holding, leases, polling, turns
from inbox.models import (
    Account,
    AccountState,
    Conversation,
    Delivery,
    DeliveryState,
    Event,
    Lane,
    Role,
)
from inbox.outbox import claiming
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.sandbox.running import Running
from tests.web.conftest import Person, SignIn
from tests.web.connecting.conftest import begin, consent


@pytest.fixture
def profile(admin: Person, runtime: Runtime) -> Account:
    """The department's profile on X, connected."""
    admin.get(consent(begin(admin, "x")))
    return _account(runtime)


def _account(runtime: Runtime, account_id: int | None = None) -> Account:
    query = select(Account).options(undefer(Account.sealed_credentials)).order_by(Account.id)
    with runtime.reading() as session:
        wanted = query.where(Account.id == account_id) if account_id else query
        return session.scalars(wanted).all()[0]


def _events(runtime: Runtime) -> list[tuple[str, int | None]]:
    with runtime.reading() as session:
        found = session.scalars(
            select(Event).where(Event.conversation_id.is_(None)).order_by(Event.id)
        )
        return [(event.name, event.user_id) for event in found]


def _disconnect(person: Person, account: Account) -> None:
    done = person.post(f"/accounts/{account.id}/disconnection")
    assert done.status_code == HTTPStatus.SEE_OTHER, done.text


def test_a_stopped_account_goes_on_with_its_history(
    admin: Person, runtime: Runtime, sandbox: Running, profile: Account
) -> None:
    sandbox.revoke("x")
    polling.poll(runtime, profile.id)
    assert _account(runtime).state is AccountState.NEEDS_RECONNECTION
    assert "Connect it again" in admin.get("/accounts").text
    said = sandbox.say(platform="x", kind="mention", text="@MesaVerdePD hello")

    admin.get(consent(begin(admin, "x", account=profile.id)))

    account = _account(runtime)
    assert (account.id, account.state) == (profile.id, AccountState.CONNECTED)
    polling.poll(runtime, profile.id)
    with runtime.reading() as session:
        assert session.scalars(select(Conversation.thread_id)).all() == [said]


def test_another_account_than_the_one_meant_is_refused_unless_it_is_confirmed(
    admin: Person, runtime: Runtime, make: Make
) -> None:
    meant = make.account("x", Platform.X, external_id="1", name="Animal Services")

    back = admin.get(consent(begin(admin, "x", account=meant.id)))

    asked = admin.get(back.location).text
    assert "did not open" in asked
    assert "Connect as another account" in asked
    assert _account(runtime).sealed_credentials == meant.sealed_credentials
    with runtime.reading() as session:
        assert len(session.scalars(select(Account.id)).all()) == 1

    me = asked.partition('name="account" value="')[2].partition('"')[0]
    admin.post(f"{back.location}/accounts", account=me)
    with runtime.reading() as session:
        assert session.scalars(select(Account.external_id).order_by(Account.id)).all() == ["1", me]


def test_a_disconnected_account_is_neither_read_nor_spoken_through(
    admin: Person, ana: Person, runtime: Runtime, make: Make, profile: Account, clock: SetClock
) -> None:
    delivery = make.reply(make.conversation(profile, kind=Kind.MENTION), ana.user)
    asked = admin.get(f"/accounts/{profile.id}/disconnection").text
    assert "1 reply waits" in asked
    assert _account(runtime).state is AccountState.CONNECTED

    _disconnect(admin, profile)

    account = _account(runtime)
    assert account.state is AccountState.DISCONNECTED
    assert runtime.vault.open(account.sealed_credentials) == {}
    clock.advance(seconds=60)
    polling.poll(runtime, profile.id)
    assert _account(runtime).fetched_at is None
    assert claiming.claim_to_send(runtime, delivery.id) is None
    page = ana.get(f"/desk/open/{delivery.conversation_id}").text
    assert "It goes out once the account is connected again" in page
    assert f'/deliveries/{delivery.id}/retraction"' in page
    assert "Disconnected by Rosa Martinez." in admin.get("/accounts").text
    again = admin.post(f"/accounts/{profile.id}/disconnection")
    assert again.status_code == HTTPStatus.CONFLICT


def test_connecting_it_again_brings_back_queue_and_history(
    admin: Person, runtime: Runtime, make: Make, profile: Account
) -> None:
    delivery = make.reply(make.conversation(profile, kind=Kind.MENTION), admin.user)
    _disconnect(admin, profile)

    admin.get(consent(begin(admin, "x", account=profile.id)))

    assert _account(runtime).state is AccountState.CONNECTED
    with runtime.reading() as session:
        assert session.get_one(Delivery, delivery.id).state is DeliveryState.QUEUED
    who = admin.user.id
    assert _events(runtime) == [
        ("account.connected", who),
        ("account.disconnected", who),
        ("account.connected", who),
    ]


def test_a_worker_of_before_changes_nothing_after(
    admin: Person, runtime: Runtime, profile: Account
) -> None:
    """Its platform's answer comes when the account has been disconnected meanwhile."""
    with runtime.reading() as session:
        access = accounts.access(session, profile.id)
    with runtime.writing() as session:
        assert holding.claim(session, profile.id, Lane.POLL, "before")
    turn = turns.Turn(runtime, profile.id, Lane.POLL, "before", CONNECTORS["x"](access))
    _disconnect(admin, profile)

    with pytest.raises(leases.LeaseLost):
        turn.renew()
    with runtime.writing() as session:
        accounts.stop(session, profile.id, "The token has ended.")
        accounts.failing(session, profile.id, "It does not answer.")

    account = _account(runtime)
    assert account.state is AccountState.DISCONNECTED
    assert account.problem == "Disconnected by Rosa Martinez."


def test_only_administrators_disconnect(make: Make, sign_in: SignIn, runtime: Runtime) -> None:
    account = make.account()
    person = sign_in(make.user(role=Role.SUPERVISOR))

    assert "Disconnect" not in person.get("/accounts").text
    refused = person.post(f"/accounts/{account.id}/disconnection")

    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert _account(runtime).state is AccountState.CONNECTED

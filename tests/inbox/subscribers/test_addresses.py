"""Where may the desk not tell anything, and what becomes of the secret?"""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from connectors import posting
from connectors.posting import NotTold
from inbox import resealing
from inbox.models import (
    Giving,
    Subscriber,
    User,
)
from inbox.runtime import Runtime
from inbox.subscribers import choosing
from inbox.subscribers.choosing import BadAddress
from tests.factories.making import Make
from tests.factories.receiver import Receiver, receiver
from tests.inbox.subscribers.conftest import Listen, do_round, rows


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/hook",
        "https://10.0.0.8/hook",
        "https://127.0.0.1/hook",
        "https://[::1]/hook",
        "https://[::ffff:10.0.0.8]/hook",
        "https://[::10.0.0.8]/hook",
        "https://[64:ff9b::169.254.169.254]/latest",
        "https://[64:ff9b:1::10.0.0.8]/hook",
        "https://[::ffff:0:127.0.0.1]/hook",
        "https://[fec0::8]/hook",
        "https://0.0.0.0/hook",
        "https://169.254.169.254/latest",
        "https://user:word@example.org/",
        "http://192.168.1.1/hook",
        "http://127.0.0.1@example.org/",
        "ftp://example.org/",
        "https://",
        "https://[",
        "",
    ],
)
def test_an_address_that_may_not_be_told_is_refused(listen: Listen, address: str) -> None:
    with pytest.raises(BadAddress):
        listen(at=address or "nothing")


def test_outside_a_practice_house_this_machine_is_not_told(
    runtime: Runtime, make: Make, there: Receiver
) -> None:
    by = make.user()
    given = {"name": "Here", "wanted": ["message.received"], "giving": Giving.ALL, "by": by}

    with pytest.raises(BadAddress, match="plain https"), runtime.writing() as session:
        choosing.add(session, address=there.address, **given)
    with runtime.writing() as session:
        choosing.add(session, address="https://hooks.example.org:8443/a?b=c", **given)


@pytest.mark.parametrize("on_this_machine", [True, False])
def test_a_name_that_leads_into_a_private_network_is_refused_at_the_connection(
    there: Receiver, *, on_this_machine: bool
) -> None:
    port = there.address.rpartition(":")[2]

    with pytest.raises(NotTold, match="private network"):
        posting.post(f"https://localhost:{port}", b"", {}, on_this_machine=on_this_machine)

    assert there.arrived == []


def test_a_redirect_is_not_followed(
    house: Runtime, build: Make, listen: Listen, there: Receiver
) -> None:
    with receiver() as inside:
        there.leads_to, there.answers = inside.address, [307]
        listen()
        build.conversation()
        do_round(house)

        assert inside.arrived == []
    assert "another address (status 307)" in rows(house)[0].problem


def test_a_receiver_that_is_not_there_is_told_so_in_words(
    house: Runtime, build: Make, listen: Listen
) -> None:
    listen(at="http://127.0.0.1:9/hook")
    build.conversation()

    do_round(house)

    assert rows(house)[0].problem == "It cannot be reached."


def test_a_removed_one_is_told_nothing_and_its_secret_is_gone(
    house: Runtime, build: Make, listen: Listen, there: Receiver, alex: User
) -> None:
    number, _ = listen()
    build.conversation()

    with house.writing() as session:
        choosing.remove(session, number, by=alex)
    build.conversation()

    assert do_round(house) == []
    assert len(rows(house)) == 1
    with house.reading() as session:
        sealed = session.scalars(select(Subscriber.sealed)).one()
        assert house.vault.open(sealed) == {}


def test_the_secret_is_sealed_and_stays_the_same_under_a_new_key(
    house: Runtime, listen: Listen
) -> None:
    _, secret = listen()
    with house.reading() as session:
        before = session.scalars(select(Subscriber).options(undefer(Subscriber.sealed))).one()
        assert secret.removeprefix("whsec_").encode() not in before.sealed

    resealing.reseal(house)

    with house.reading() as session:
        after = session.scalars(select(Subscriber.sealed)).one()
    assert after != before.sealed
    assert house.vault.open(after) == {"secret": secret}


def test_a_receiver_that_does_not_answer_holds_nobody_up(there: Receiver) -> None:
    is_enough = threading.Event()
    there.meanwhile = is_enough.wait

    with pytest.raises(NotTold, match="in time"):
        posting.post(there.address, b"{}", {}, on_this_machine=True, seconds=0.1)

    is_enough.set()

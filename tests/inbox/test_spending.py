from __future__ import annotations

from decimal import Decimal

from connectors.registry import CONNECTORS
from connectors.words import Platform
from inbox import outbox, polling, spending
from inbox.models import Conversation
from inbox.runtime import Runtime
from tests.connectors.x.conftest import OnX
from tests.factories.making import Make
from tests.sandbox.running import Running


def test_what_is_read_and_written_on_x_is_counted_and_priced(
    house: Runtime, build: Make, sandbox: Running
) -> None:
    x = OnX(sandbox)
    account = build.account(
        "x",
        Platform.X,
        external_id=x.me["id"],
        credentials=x.credentials(),
        streams={"mentions": CONNECTORS["x"].streams["mentions"]},
    )
    x.mention("@MesaVerdePD open?")
    polling.poll(house, account.id)
    with house.reading() as session:
        conversation = session.query(Conversation).one()
    for text in ("At six.", "See mesaverde.gov/roads"):
        outbox.deliver(house, build.reply(conversation, build.user(), text=text).id)

    with house.reading() as session:
        cost = spending.today(session, account)

    assert cost is not None
    assert (cost.reads, cost.writes) == (1, 2)
    assert cost.dollars == Decimal("0.005") + Decimal("0.015") + Decimal("0.200")


def test_a_platform_that_charges_nothing_has_no_cost(build: Make, house: Runtime) -> None:
    with house.reading() as session:
        assert spending.today(session, build.account()) is None

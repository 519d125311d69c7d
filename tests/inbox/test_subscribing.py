"""Is a person told to do something about pushes only when there is something to do?"""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from connectors.base import Connector
from connectors.errors import AddressUnknown, Refused
from inbox import subscribing
from inbox.config import Settings
from inbox.models import Account
from tests.factories.making import Make


class Pushing:
    """A connector whose platform answers to a wish for pushes with this."""

    def __init__(self, refusal: Refused) -> None:
        self.refusal = refusal

    def subscribe(self, *, key: str, secret: str) -> None:  # noqa: ARG002 - a connector's signature
        raise self.refusal


def _is_settled(account: Account, refusal: Refused, after: timedelta) -> bool:
    given = SimpleNamespace(
        meta_app_id="1",
        meta_app_secret="s",
        x_consumer_key="",
        x_consumer_secret="",
        platform_address=None,
    )
    return subscribing.is_settled(
        cast("Settings", given),
        account,
        cast("Connector", Pushing(refusal)),
        account.connected_at + after,
    )


def test_a_platform_that_is_told_the_address_in_a_moment_is_asked_again_without_a_word(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    account = make.account()
    caplog.clear()

    assert not _is_settled(account, AddressUnknown("Where?"), timedelta(minutes=1))

    assert caplog.messages == []


@pytest.mark.parametrize(
    ("refusal", "after"),
    [(AddressUnknown("Where?"), timedelta(minutes=6)), (Refused("Never."), timedelta())],
)
def test_what_stays_refused_is_said_once(
    make: Make,
    caplog: pytest.LogCaptureFixture,
    refusal: Refused,
    after: timedelta,
) -> None:
    account = make.account()
    caplog.clear()

    assert _is_settled(account, refusal, after)

    (said,) = caplog.messages
    assert said == f"Account {account.id} is polled for what is not pushed: {refusal}"

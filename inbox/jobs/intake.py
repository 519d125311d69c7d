"""Jobs that read from platforms."""

from __future__ import annotations

from inbox import bulk_reading, polling, taking_in
from inbox.jobs import authority, process
from inbox.models import Lane


@authority.of_the_desk
def poll(account_id: int) -> None:
    """Read what is new for one account."""
    polling.poll(process.runtime(), account_id)


@authority.of_the_desk
def live(account_id: int) -> None:
    """Read the broadcasts of one account that are on the air."""
    polling.poll(process.runtime(), account_id, Lane.LIVE)


@authority.of_the_desk
def bulk(account_id: int) -> None:
    """Read what is not urgent of one account, such as what was said long ago."""
    bulk_reading.read(process.runtime(), account_id)


@authority.of_the_desk
def webhook(webhook_id: int) -> None:
    """Take in what a platform pushed."""
    taking_in.take_in(process.runtime(), webhook_id)

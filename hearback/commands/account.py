"""How are the connected accounts?"""

from __future__ import annotations

import click


@click.group
def account() -> None:
    """List the connected accounts and how they are."""


@account.command("list")
def list_() -> None:
    """List every account, its state and what to do about it."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import accounts  # noqa: PLC0415 - the same

    with runtime() as house, house.reading() as session:
        for health in accounts.overview(session):
            one = health.account
            words = f"{health.words} {health.advice}".strip()
            click.echo(f"{one.id:>4}  {one.connector:<18} {one.name:<32} {words}")

"""Where do the platforms push what happens to us?"""

from __future__ import annotations

import click


@click.group
def webhooks() -> None:
    """Let the platforms push what happens, instead of only being asked."""


@webhooks.command
@click.argument("address")
def subscribe(address: str) -> None:
    """Let Meta and X push to the desk at ADDRESS, such as https://desk.example.gov.

    Each whose application is set is told, for the accounts that are connected by
    now too. The desk must be running: they call it before they agree. Workers
    then ask for each account that is connected later.
    """
    from hearback import pushing  # noqa: PLC0415 - see hearback.command_line
    from hearback.running import runtime  # noqa: PLC0415 - the same

    with runtime() as house:
        told = pushing.subscribe(house, address)
    if not told:
        raise click.ClickException(f"Set {pushing.needed()} first; see docs/settings.md.")
    for one in told:
        click.echo(one.sentence)
    if any(one.is_problem for one in told):
        raise click.ClickException("Not everything is pushed; what is not, is polled.")

"""How are the platforms told to push what happens to us?"""

from __future__ import annotations

import click


@click.group
def webhooks() -> None:
    """Let the platforms push what happens, instead of only being asked."""


@webhooks.command
@click.argument("address")
def subscribe(address: str) -> None:
    """Let Meta push to the desk at ADDRESS, such as https://desk.example.gov.

    The desk must be running: Meta calls it before it agrees.
    """
    from connectors.errors import ConnectorError  # noqa: PLC0415 - see hearback.command_line
    from hearback import subscribing  # noqa: PLC0415 - the same
    from hearback.running import runtime  # noqa: PLC0415 - the same

    with runtime() as house:
        try:
            told = subscribing.subscribe(house, address)
        except ConnectorError as problem:
            raise click.ClickException(str(problem)) from problem
    for words in told:
        click.echo(words)

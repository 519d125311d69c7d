"""How are stored credentials put under a new key?"""

from __future__ import annotations

import click


@click.group
def key() -> None:
    """Replace the key that seals the platforms' credentials."""


@key.command
def rotate() -> None:
    """Make a new key, seal everything with it, and forget the old one."""
    from hearback import database_problems, rotating  # noqa: PLC0415 - see hearback.command_line
    from hearback.running import runtime  # noqa: PLC0415 - the same

    with runtime() as house:
        database_problems.check(house.engine)
        count = rotating.rotate(house)
    click.echo(f"{count} accounts are sealed with a new key; the old one is gone from its file.")


@key.command
def reseal() -> None:
    """Seal everything again with the first of the keys given."""
    from hearback import database_problems  # noqa: PLC0415 - see hearback.command_line
    from hearback.running import runtime  # noqa: PLC0415 - the same
    from inbox import resealing  # noqa: PLC0415 - the same

    with runtime() as house:
        database_problems.check(house.engine)
        count = resealing.reseal(house)
    click.echo(f"{count} accounts are sealed with the first key.")

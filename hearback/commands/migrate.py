"""How does the database get its tables?"""

from __future__ import annotations

import click


@click.command
def migrate() -> None:
    """Give the database the tables this version needs.

    Safe to repeat: nothing happens when they are there.
    """
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import migrating  # noqa: PLC0415 - the same

    with runtime() as house:
        was_current = migrating.is_current(house.engine)
        if not was_current:
            migrating.upgrade(house.engine)
    click.echo("The database is current." if was_current else "The database is current now.")

"""How does the practice department move in?"""

from __future__ import annotations

import click


@click.command
@click.option(
    "--password",
    envvar="HEARBACK_SEED_PASSWORD",
    prompt="Password for every sign-in",
    hide_input=True,
    help="For every sign-in; HEARBACK_SEED_PASSWORD gives it too.",
)
@click.option(
    "--set-password", is_flag=True, help="Set it also where the people are there already."
)
def seed(password: str, *, set_password: bool) -> None:
    """Add the practice department, its accounts connected through the sandbox.

    The database gets its tables first, as by `hearback migrate`. Safe to repeat:
    what is there stays, and a practice account whose access ended is connected again.
    """
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from hearback.seeding import moving_in  # noqa: PLC0415 - the same
    from inbox import migrating  # noqa: PLC0415 - the same

    with runtime() as house:
        if not migrating.is_current(house.engine):
            migrating.upgrade(house.engine)
        moving_in.move_in(house, password, set_password=set_password)
    click.echo("The practice department has moved in.")

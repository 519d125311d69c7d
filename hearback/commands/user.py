"""How do people who sign in get there?"""

from __future__ import annotations

import click

ROLES = ("staff", "supervisor", "records", "administrator")


@click.group
def user() -> None:
    """Add people who sign in, and list them."""


@user.command
@click.argument("email")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="staff", show_default=True)
@click.password_option(help="Asked for when it is not given.")
def add(email: str, name: str, role: str, password: str) -> None:
    """Let NAME sign in with EMAIL."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import people  # noqa: PLC0415 - the same
    from inbox.models import Role  # noqa: PLC0415 - the same

    with runtime() as house, house.writing() as session:
        people.add(session, email=email, name=name, password=password, role=Role(role))
    click.echo(f"{name} can sign in with {email}.")


@user.command("list")
def list_() -> None:
    """List everyone on the desk."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import people  # noqa: PLC0415 - the same

    with runtime() as house, house.reading() as session:
        for person in people.on_the_desk(session):
            click.echo(f"{person.email:<36} {person.role:<14} {person.name}")

"""How do people who sign in get there?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from inbox.one_time_links import NewLink
    from inbox.runtime import Runtime

ROLES = (
    "responder",
    "senior",
    "supervisor",
    "records",
    "approver",
    "auditor",
    "administrator",
    "viewer",
)


@click.group
def user() -> None:
    """Add people who sign in, and list them."""


@user.command
@click.argument("email")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="senior", show_default=True)
def add(email: str, name: str, role: str) -> None:
    """Let NAME sign in with EMAIL, and print the link by which they set a password, this once."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import inviting  # noqa: PLC0415 - the same
    from inbox.models import Role  # noqa: PLC0415 - the same

    invited = inviting.Invited(email=email, name=name, role=Role(role))
    with runtime() as house:
        with house.writing() as session:
            new = inviting.invite(session, invited, by=None)
        if new:
            _print(house, new)
        else:
            click.echo(f"{name} signs in by single sign-on.")


@user.command
@click.argument("email")
def link(email: str) -> None:
    """Print a new link by which EMAIL sets a password, this once."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import one_time_links, people  # noqa: PLC0415 - the same

    with runtime() as house:
        with house.writing() as session:
            person = people.by_email(session, email)
            new = one_time_links.make(session, person.id, by=None)
        _print(house, new)


def _print(house: Runtime, new: NewLink) -> None:
    settings = house.settings
    desk = settings.address or f"http://127.0.0.1:{settings.port}"
    until = new.expires_at.astimezone(settings.time_zone)
    click.echo(
        f"{new.person.name} sets a password by this link, once, until {until:%Y-%m-%d %H:%M %Z}:",
        err=True,
    )
    click.echo(f"{desk}/one-time/{new.secret}")


@user.command("reset-second-step")
@click.argument("email")
def reset_second_step(email: str) -> None:
    """Let EMAIL set up a second step anew, when no administrator can."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import people, staffing  # noqa: PLC0415 - the same

    with runtime() as house, house.writing() as session:
        person = people.by_email(session, email)
        staffing.reset_second_step(session, person.id, by=None)
    click.echo(f"{person.name} sets up a second step at the next sign-in.")


@user.command
@click.argument("email")
def vouch(email: str) -> None:
    """Say that EMAIL is who they claim, when nobody at the desk can."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import people, vouching  # noqa: PLC0415 - the same

    with runtime() as house, house.writing() as session:
        person = people.by_email(session, email)
        vouching.agree(session, person.id, by=None)
    click.echo(f"{person.name} reads what is private again.")


@user.command("list")
def list_() -> None:
    """List everyone on the desk."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import staffing  # noqa: PLC0415 - the same

    with runtime() as house, house.reading() as session:
        for person in staffing.everyone(session):
            click.echo(f"{person.email:<36} {person.role:<14} {person.name}")

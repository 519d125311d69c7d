"""How does a program get the right to call the API?"""

from __future__ import annotations

import click

# The words of inbox.scopes.Scope, which is slow to import here; a test holds them equal.
SCOPES = ("read", "write", "reply", "reports", "webhooks")


@click.group
def token() -> None:
    """Make, list and revoke tokens for programs that call the API."""


@token.command
@click.argument("email")
@click.option("--name", default="", help="What the token is for, so that others know.")
@click.option(
    "--scope",
    "chosen",
    multiple=True,
    type=click.Choice(SCOPES),
    help="What it may do at most, once or several times; all that their role allows if left out.",
)
@click.option(
    "--expires",
    type=click.IntRange(1, 366),
    default=90,
    show_default=True,
    metavar="DAYS",
    help="In how many days it ends.",
)
def create(email: str, name: str, chosen: tuple[str, ...], expires: int) -> None:
    """Make a token that speaks for EMAIL and print it, this once."""
    from datetime import timedelta  # noqa: PLC0415 - see hearback.command_line

    from hearback.running import runtime  # noqa: PLC0415 - the same
    from inbox import people, scopes, tokens  # noqa: PLC0415 - the same

    wanted = scopes.named(chosen) if chosen else None
    with runtime() as house, house.writing() as session:
        person = people.by_email(session, email)
        lasts = timedelta(days=expires)
        secret = tokens.issue(session, person, name, wanted=wanted, lasts=lasts)
    click.echo(secret)


@token.command("list")
def list_() -> None:
    """List every token by number; the tokens themselves are not kept."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import tokens  # noqa: PLC0415 - the same

    with runtime() as house, house.reading() as session:
        now = house.clock.now()
        for one in tokens.issued(session):
            used = f"used {one.used_at:%Y-%m-%d}" if one.used_at else "never used"
            click.echo(
                f"{one.id:>4}  {one.user.email:<36} {tokens.state(one, now):<24} "
                f"{used:<16} {','.join(one.scopes):<26} {one.name}"
            )


@token.command
@click.argument("number", type=int)
def revoke(number: int) -> None:
    """End the token with this NUMBER now."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import tokens  # noqa: PLC0415 - the same

    with runtime() as house, house.writing() as session:
        tokens.revoke(session, number)
    click.echo(f"Token {number} is no longer valid.")

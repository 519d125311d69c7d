"""How does a program get the right to call the API?"""

from __future__ import annotations

import click


@click.group
def token() -> None:
    """Make, list and revoke tokens for programs that call the API."""


@token.command
@click.argument("email")
@click.option("--name", default="", help="What the token is for, so that others know.")
def create(email: str, name: str) -> None:
    """Make a token that speaks for EMAIL and print it, this once."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import people, tokens  # noqa: PLC0415 - the same

    with runtime() as house, house.writing() as session:
        secret = tokens.issue(session, people.by_email(session, email), name)
    click.echo(secret)


@token.command("list")
def list_() -> None:
    """List every token by number; the tokens themselves are not kept."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import tokens  # noqa: PLC0415 - the same

    with runtime() as house, house.reading() as session:
        for one in tokens.issued(session):
            state = f"revoked {one.revoked_at:%Y-%m-%d %H:%M}" if one.revoked_at else "valid"
            click.echo(f"{one.id:>4}  {one.user.email:<36} {state:<24} {one.name}")


@token.command
@click.argument("number", type=int)
def revoke(number: int) -> None:
    """End the token with this NUMBER now."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import tokens  # noqa: PLC0415 - the same

    with runtime() as house, house.writing() as session:
        tokens.revoke(session, number)
    click.echo(f"Token {number} is no longer valid.")

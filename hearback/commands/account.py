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


@account.command
@click.argument("account_id", type=int)
@click.option("--decisions", default=20, show_default=True, help="How many to look back.")
def show(account_id: int, decisions: int) -> None:
    """Show when each stream of an account is read next, and why; then the latest decisions."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import accounts, timetable  # noqa: PLC0415 - the same

    with runtime() as house, house.reading() as session:
        one = accounts.find(session, account_id)
        click.echo(f"{one.name} ({one.connector}), times in UTC")
        for stream in timetable.streams(session, account_id):
            why = stream.reason or "not read yet"
            click.echo(f"  {stream.stream:<16} next {stream.due_at:%d %b %H:%M:%S}  {why}")
        for made in timetable.decisions(session, account_id, decisions):
            brought = f"{made.brought} new with {made.calls} calls"
            click.echo(
                f"{made.decided_at:%d %b %H:%M:%S}  {made.stream:<16} {brought}; {made.reason}"
            )

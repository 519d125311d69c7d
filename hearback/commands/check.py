"""Does everything answer?"""

from __future__ import annotations

import sys

import click


@click.command
def check() -> None:
    """Say whether every part answers; exit with 1 when one does not."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import health  # noqa: PLC0415 - the same

    with runtime() as house:
        parts = health.check(house)
    for part in parts:
        mark = click.style("ok", fg="green") if part.ok else click.style("no", fg="red")
        click.echo(f"{mark}  {part.name:<12} {part.words}")
    sys.exit(0 if all(part.ok for part in parts) else 1)

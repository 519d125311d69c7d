"""Is the record whole?"""

from __future__ import annotations

import sys

import click


@click.group
def audit() -> None:
    """Check that nothing in the record was changed, removed, inserted or reordered."""


@audit.command
def verify() -> None:
    """Check every chain and name the first broken link; exit with 1 when there is one."""
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox.audit import verifying  # noqa: PLC0415 - the same

    with runtime() as house, house.reading() as session:
        chains = verifying.verify(session)
    for one in chains:
        mark = click.style("no", fg="red") if one.broken else click.style("ok", fg="green")
        click.echo(f"{mark}  {one.name:<10} {one.broken or f'{one.rows:,} records, whole'}")
    sys.exit(1 if any(one.broken for one in chains) else 0)

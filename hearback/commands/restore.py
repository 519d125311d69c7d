"""How does an empty database get everything back?"""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore(file: Path) -> None:
    """Fill an empty database from such a file, and check the record.

    Replies that were on their way are looked for on their platform before anything is sent.
    Exits with 1 when the record is not whole, a file is not there, or what is
    sealed cannot be opened with the keys given.
    """
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from hearback.saving import restoring  # noqa: PLC0415 - the same

    with runtime() as house:
        restored = restoring.restore(house, file)
    click.echo(f"Restored. {restored.doubted} replies were on their way and are looked for first.")
    for one in restored.chains:
        click.echo(f"{one.name:<10} {one.broken or f'{one.rows:,} records, whole'}")
    if restored.missing_files:
        click.echo(f"{restored.missing_files} files are missing: put media/ back.")
    if not restored.seals.are_whole:
        click.echo(f"{restored.seals} Then look again: hearback check.")
    sys.exit(0 if restored.is_whole else 1)

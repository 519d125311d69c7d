"""How is everything saved in one file?"""

from __future__ import annotations

from pathlib import Path

import click


@click.command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Save everything that is true in one file, while the desk runs.

    The keys are not in it, so that it opens no account by itself: keep them apart from it. What
    residents sent lies in media/ in the data folder; copy that afterwards. For PostgreSQL pg_dump
    must be there, as new as the server.
    """
    from hearback import database_problems  # noqa: PLC0415 - see hearback.command_line
    from hearback.running import runtime  # noqa: PLC0415 - the same
    from hearback.saving import saving  # noqa: PLC0415 - the same

    with runtime() as house:
        database_problems.check(house.engine)
        saving.save(house, file)
    click.echo(f"Saved in {file}, {file.stat().st_size:,} bytes. Keep the two keys elsewhere.")

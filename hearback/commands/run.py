"""How does everything start at once?"""

from __future__ import annotations

import sys

import click


@click.command
@click.option("--workers", default=2, show_default=True, help="How many worker processes.")
def run(workers: int) -> None:
    """Start everything on this machine: what `make run` does once all is installed.

    Web, workers, scheduler, the sandbox, and a Redis unless REDIS_URL names
    one. Ctrl-C stops it all.
    """
    from hearback.launcher import launch  # noqa: PLC0415 - see hearback.command_line

    sys.exit(launch(workers))

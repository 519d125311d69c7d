"""How does a worker start?"""

from __future__ import annotations

import click


@click.command
def worker() -> None:
    """Take jobs: read from the platforms, send replies.

    Any number may run. One that dies loses nothing: its work is taken over.
    """
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox.jobs import worker as jobs  # noqa: PLC0415 - the same

    with runtime() as house:
        jobs.run(house)

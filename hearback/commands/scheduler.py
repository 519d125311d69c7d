"""How does the scheduler start, and stop?"""

from __future__ import annotations

import signal
import threading

import click


@click.command
def scheduler() -> None:
    """Tell workers what is due. One is active, others stand by."""
    from hearback import starting  # noqa: PLC0415 - see hearback.command_line
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox import scheduling  # noqa: PLC0415 - the same

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with runtime() as house:
        starting.check(house)
        starting.say("A scheduler is up: one is active, others stand by.")
        scheduling.run(house, stop)

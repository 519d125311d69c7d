"""How does a worker start?"""

from __future__ import annotations

import click

# The words of inbox.nudging.QueueName, which is slow to import here; a test holds them equal.
SORTS = ("send", "live", "poll", "mail", "hook", "bulk")


@click.command
@click.option(
    "--sorts",
    default=",".join(SORTS),
    show_default=True,
    help="Which sorts of work it takes, in which order.",
)
def worker(sorts: str) -> None:
    """Take jobs: send replies, read broadcasts and the rest of the platforms.

    Any number may run. One that dies loses nothing: its work is taken over. A worker
    for `send,live` alone keeps both from waiting behind a long poll.
    """
    wanted = [each.strip() for each in sorts.split(",")]
    if unknown := [each for each in wanted if each not in SORTS]:
        raise click.BadParameter(f"{', '.join(unknown)}; there is {', '.join(SORTS)}.")
    from hearback import starting  # noqa: PLC0415 - see hearback.command_line
    from hearback.running import runtime  # noqa: PLC0415 - see hearback.command_line
    from inbox.jobs import worker as jobs  # noqa: PLC0415 - the same
    from inbox.nudging import QueueName  # noqa: PLC0415 - the same

    with runtime() as house:
        starting.check(house)
        starting.check_redis(house)
        starting.say(f"A worker is up and takes: {', '.join(wanted)}.")
        jobs.run(house, [QueueName(each) for each in wanted])

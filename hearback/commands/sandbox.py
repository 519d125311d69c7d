"""How do the practice platforms start?"""

from __future__ import annotations

from pathlib import Path

import click

PORT = 8800


@click.command
@click.option(
    "--port", envvar="SANDBOX_PORT", default=PORT, show_default=True, help="0 takes a free one."
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that keeps what was said; without it, it is forgotten at the end.",
)
@click.option(
    "--limits",
    type=click.Choice(["real", "off"]),
    default="real",
    show_default=True,
    help="Whether the platforms' rate limits hold.",
)
@click.option("--scenario", help="What happens by itself, such as calm-day.")
def sandbox(port: int, data: Path | None, limits: str, scenario: str | None) -> None:
    """Play Facebook, Instagram and X on this machine, for practice and tests."""
    from sandbox import server  # noqa: PLC0415 - see hearback.command_line

    options = server.Options(limits=limits, scenario=scenario)
    try:
        server.serve(port, data, options, ready=lambda at: click.echo(f"The sandbox is at {at}"))
    except OSError as error:
        raise click.ClickException(
            f"The sandbox cannot use port {port}: {error.strerror}."
        ) from error

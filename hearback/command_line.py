"""What can be asked of Hearback on the command line?"""

from __future__ import annotations

import importlib
from typing import Any

import click

from inbox import logs
from inbox.errors import HearbackError

# In the order a newcomer meets them. Each is the function of its own name in
# `hearback.commands`, imported when it is asked for, so that --help is quick.
COMMANDS = {
    "run": "Start everything on this machine: what `make run` does once all is installed.",
    "serve": "Serve the desk, the API and the live connections.",
    "worker": "Take jobs: read from the platforms, send replies.",
    "scheduler": "Tell workers what is due. One is active, others stand by.",
    "migrate": "Give the database the tables this version needs.",
    "check": "Say whether every part answers; exit with 1 when one does not.",
    "user": "Add people who sign in, and list them.",
    "token": "Make, list and revoke tokens for programs that call the API.",
    "account": "List the connected accounts and how they are.",
    "audit": "Check that nothing in the record was changed, removed, inserted or reordered.",
    "backup": "Save everything that is true in one file, while the desk runs.",
    "restore": "Fill an empty database from such a file, and check the record.",
    "key": "Replace the key that seals the platforms' credentials.",
    "webhooks": "Let the platforms push what happens, instead of only being asked.",
    "sandbox": "Play Facebook, Instagram and X on this machine.",
    "seed": "Add the practice department, its accounts connected through the sandbox.",
}


class Commands(click.Group):
    """Imports a command only when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name every command, in the order it is read."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"hearback.commands.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the same
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what a person can act on is said in a sentence, without a traceback."""
        try:
            return super().invoke(ctx)
        except HearbackError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hearback", message="Hearback %(version)s")
def main() -> None:
    """Answer people on Facebook, Instagram and X from one desk.

    Settings come from the environment; docs/settings.md lists them all.
    """
    logs.begin()

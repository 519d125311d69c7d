"""How is the desk served?"""

from __future__ import annotations

import os
import sys

import click

GRACE_SECONDS = 3
BACKLOG = 512


@click.command
@click.option("--bind", help="Address and port; without it, loopback and HEARBACK_PORT.")
@click.option("--workers", default=1, show_default=True, help="How many processes.")
def serve(bind: str | None, workers: int) -> None:
    """Serve the desk, the API and the live connections.

    gunicorn takes this process over; GUNICORN_CMD_ARGS reaches it as ever.
    """
    from inbox.config import Settings  # noqa: PLC0415 - see hearback.command_line

    port = Settings.from_environment().port
    os.execv(  # noqa: S606 - gunicorn of this environment
        sys.executable, [sys.executable, "-m", *_gunicorn(bind or f"127.0.0.1:{port}", workers)]
    )


def _gunicorn(bind: str, workers: int) -> list[str]:
    return [
        "gunicorn",
        "hearback.wsgi:make()",
        f"--bind={bind}",
        f"--workers={workers}",
        # With gevent, simple-websocket carries the live connections; it must
        # patch before anything is imported, so no --preload.
        "--worker-class=gevent",
        f"--graceful-timeout={GRACE_SECONDS}",
        f"--backlog={BACKLOG}",
        # It would be opened in the home folder, for a program we do not use.
        "--no-control-socket",
        "--log-level=warning",
    ]

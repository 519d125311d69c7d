"""How is the desk served?"""

from __future__ import annotations

import os
import sys
import tempfile

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
    from inbox import proxies  # noqa: PLC0415 - see hearback.command_line
    from inbox.config import Settings  # noqa: PLC0415 - the same

    settings = Settings.from_environment()
    words = gunicorn(bind or f"127.0.0.1:{settings.port}", workers, proxies.words(settings.proxies))
    os.execv(sys.executable, [sys.executable, "-m", *words])  # noqa: S606 - gunicorn of this environment


def gunicorn(bind: str, workers: int, proxies: str) -> list[str]:
    """Return the module that serves, and how it is told to."""
    return [
        "gunicorn",
        "hearback.wsgi:make()",
        f"--bind={bind}",
        f"--workers={workers}",
        # Whose X-Forwarded-Proto decides whether the cookie is for TLS only.
        f"--forwarded-allow-ips={proxies}",
        # With gevent, simple-websocket carries the live connections; it must
        # patch before anything is imported, so no --preload.
        "--worker-class=gevent",
        f"--graceful-timeout={GRACE_SECONDS}",
        f"--backlog={BACKLOG}",
        # Each process says where the desk listens, once it does.
        "--config=python:hearback.listening",
        # It would be opened in the home folder, for a program we do not use.
        "--no-control-socket",
        "--log-level=warning",
        *_counted_together(workers),
    ]


def _counted_together(workers: int) -> list[str]:
    # Several processes count requests in files of one folder, which any of them reads for
    # /metrics (prometheus_client, "Multiprocess Mode").
    if workers == 1:
        return []
    return [f"--env=PROMETHEUS_MULTIPROC_DIR={tempfile.mkdtemp(prefix='hearback-metrics-')}"]

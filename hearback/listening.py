"""What does a web process say once it takes requests? gunicorn reads this file as a `--config`.

It does so before gevent patches, so that nothing may be imported here that opens a socket.
"""

from __future__ import annotations

from typing import Any


def post_worker_init(worker: Any) -> None:
    """Say where the desk listens (gunicorn calls this in each process that serves)."""
    from hearback import starting  # noqa: PLC0415 - see above

    places = ", ".join(_place(one.getsockname()) for one in worker.sockets)
    starting.say(f"The desk listens on {places}.")


def _place(name: Any) -> str:
    # A socket in a folder has its path as a name, one of the network its host, port and more.
    return name if isinstance(name, str) else f"http://{name[0]}:{name[1]}"

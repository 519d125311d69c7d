"""What do many desks hear, each over a socket of its own, and how soon?

A process of its own, so that what listens takes no time from what is measured. It reads who
connects from a file, says when all have, and at the end holds what each heard against what was
committed.
"""

from __future__ import annotations

from gevent import get_hub, monkey

monkey.patch_all()

import json  # noqa: E402 - sockets are patched before anything is imported
import sys  # noqa: E402 - the same
import time  # noqa: E402 - the same
from pathlib import Path  # noqa: E402 - the same
from typing import Any  # noqa: E402 - the same

import socketio  # noqa: E402 - the same

from bench.percentile import percentile  # noqa: E402 - the same

ANSWER_SECONDS = 60
Heard = dict[int, list[tuple[int, float]]]


def main() -> None:
    """Listen until told that it is over, and print what was heard as JSON."""
    address, tabs = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    heard: list[Heard] = [{} for _ in tabs]
    clients = [_opened(address, tab, one) for tab, one in zip(tabs, heard, strict=True)]
    print("ready", flush=True)
    # In a thread of its own, since waiting for a pipe would hold up every socket.
    changes = json.loads(get_hub().threadpool.apply(sys.stdin.readline))
    print(json.dumps(_figures(heard, changes)), flush=True)
    for one in clients:
        one.disconnect()


def _opened(address: str, tab: dict[str, Any], heard: Heard) -> socketio.Client:
    # Its client looks at every byte in Python, which no browser does.
    unlike = {"skip_utf8_validation": True}
    client = socketio.Client(reconnection=False, websocket_extra_options=unlike)
    client.on("rows", lambda news: _note(heard, news))
    headers = {"Cookie": tab["cookie"]}
    client.connect(address, headers=headers, transports=["websocket"], wait_timeout=ANSWER_SECONDS)
    asked = {"view": tab["view"], "rows": {}, "conversation": tab["conversation"], "version": 10**9}
    client.call("watch", {**asked, "language": "en", "wants_rows": False}, timeout=ANSWER_SECONDS)
    return client


def _note(heard: Heard, news: dict[str, Any]) -> None:
    now = time.time()
    for row in news["rows"]:
        heard.setdefault(row["id"], []).append((row["version"], now))


def _figures(heard: list[Heard], changes: list[tuple[int, int, float]]) -> dict[str, float]:
    """Say how long changes took to each desk; a newer version brings the older with it."""
    took, lost = [], 0
    for desk in heard:
        for number, version, at in changes:
            first = next((t for v, t in desk.get(number, ()) if v >= version), None)
            if first is None:
                lost += 1
            else:
                took.append((first - at) * 1000)
    shares = {f"p{percent}": percentile(took, percent) for percent in (50, 95, 99)}
    return {"arrivals": len(took), "lost": lost, **shares}


if __name__ == "__main__":
    main()

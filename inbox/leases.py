"""How is work held by the process that does it, and taken over when that process dies?"""

from __future__ import annotations

import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock
from inbox.models import Lease

# Short, so that a dead worker's task is taken over within 15 seconds even when
# the scheduler died with it; a living worker renews while a platform is slow.
LEASE = timedelta(seconds=6)
RENEWAL_SECONDS = 2.0
SCHEDULER = "scheduler"


class LeaseLost(Exception):
    """Somebody else has taken the task over; what was done meanwhile must not be stored."""

    def __init__(self, task: str) -> None:
        super().__init__(Phrase("Another worker has taken over {task}.", task=task))


def is_held(session: Session, name: str) -> bool:
    """Tell whether somebody holds a lease now."""
    until = session.scalar(select(Lease.until).where(Lease.name == name))
    return until is not None and until > clock.now(session)


def new_holder() -> str:
    """Return a name for one task of this process that no other task ever has."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"


@contextmanager
def kept(renew: Callable[[], None]) -> Iterator[None]:
    """Renew a lease in the background until the block ends.

    `renew` runs in a thread of its own. When the process dies the thread dies
    with it, and the lease runs out.
    """
    done = threading.Event()
    thread = threading.Thread(target=_keep, args=(renew, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _keep(renew: Callable[[], None], done: threading.Event) -> None:
    while not done.wait(RENEWAL_SECONDS):
        renew()

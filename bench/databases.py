"""On which databases is speed measured?"""

from __future__ import annotations

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import database_copies, postgres
from tests.database_copies import Database

KINDS = ("sqlite", "postgresql")
# The tests' server trades safety for speed; what is measured must not, and is set as `compose.yaml`
# sets it.
MEASURED = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "1GB",
    "effective_cache_size": "3GB",
    "random_page_cost": "1.1",
}


@contextmanager
def empty(kind: str, count: int) -> Iterator[list[Database]]:
    """Give `count` empty databases of a kind, all on one server, gone afterwards."""
    postgres.SETTINGS.update(MEASURED)
    with tempfile.TemporaryDirectory(prefix="hearback-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with (folder / "run").open("w") as run:
            fcntl.flock(run, fcntl.LOCK_EX)
            template = database_copies.template(kind, folder)
            with _copies(template, count) as databases:
                yield databases


@contextmanager
def _copies(template: str, count: int) -> Iterator[list[Database]]:
    if count == 0:
        yield []
        return
    with database_copies.copied(template) as first, _copies(template, count - 1) as rest:
        yield [first, *rest]

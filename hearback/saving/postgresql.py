"""How is PostgreSQL copied while others write, and put back?

By its own programs, which know every version of it: a dump is one moment of the database
(PostgreSQL, pg_dump).
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from hearback.saving.errors import CannotSave

NAME = "PostgreSQL"
BEGINS_WITH = b"PGDMP"
# Who owns and who may is the new place's to say.
_PLAIN = ("--no-owner", "--no-privileges", "--no-password")


def save(engine: Engine, file: Path) -> None:
    """Dump the database into a file. Raises CannotSave."""
    _run(engine, "pg_dump", "--format=custom", f"--file={file}")


def restore(engine: Engine, file: Path) -> None:
    """Fill the database from a dump, all or nothing. Raises CannotSave."""
    _run(engine, "pg_restore", "--single-transaction", "--exit-on-error", str(file))


def _run(engine: Engine, program: str, *words: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise CannotSave(
            f"there is no {program}. Install PostgreSQL's client programs "
            "(Debian: apt install postgresql-client)."
        )
    with _address(engine) as address:
        command = [found, f"--dbname={address}", *_PLAIN, *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the words stand above
    if done.returncode:
        raise CannotSave(done.stderr.strip() or f"{program} ended with {done.returncode}.")


@contextmanager
def _address(engine: Engine) -> Iterator[str]:
    """Give the database's address without its password, which every process could read."""
    url = engine.url.set(drivername="postgresql", password=None)
    if not engine.url.password:
        yield url.render_as_string()
        return
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="hearback-") as file:
        # The file that libpq reads passwords from; a colon or backslash is escaped in it.
        password = str(engine.url.password).replace("\\", "\\\\").replace(":", "\\:")
        file.write(f"*:*:*:*:{password}\n")
        file.flush()
        yield url.update_query_dict({"passfile": file.name}).render_as_string()

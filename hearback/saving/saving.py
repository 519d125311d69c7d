"""How is everything that is true put into one file?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hearback.saving import kinds
from hearback.saving.errors import CannotSave, FileExists, NoFolder
from inbox.audit import origin, recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.runtime import Runtime


def save(runtime: Runtime, file: Path) -> None:
    """Save the database in a file that only its owner reads, whole or not at all.

    That it was begun is on the record and in the file; whether it was done follows on the
    record alone, once that is known. Raises FileExists, NoFolder or CannotSave.
    """
    if file.exists():
        raise FileExists(file)
    with _unfinished(file) as unfinished, _on_record(runtime, file):
        kinds.of(runtime.engine).save(runtime.engine, unfinished)
        unfinished.rename(file)


@contextmanager
def _unfinished(file: Path) -> Iterator[Path]:
    """Give a place beside the file, with nothing left in it. Raises NoFolder or CannotSave."""
    # A folder is not made here: what is to be mounted there would hide it.
    if not file.parent.is_dir():
        raise NoFolder(file.parent)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield unfinished
    except OSError as error:
        raise CannotSave(f"{unfinished}: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _on_record(runtime: Runtime, file: Path) -> Iterator[None]:
    on = On("file", None, file.name)
    with runtime.writing() as session:
        recording.record(session, What.BACKUP_BEGUN, on=on)
    try:
        yield
    except BaseException:
        with runtime.writing() as session:
            recording.fail(session, What.BACKED_UP, who=origin.current().who, on=on)
        raise
    with runtime.writing() as session:
        recording.record(session, What.BACKED_UP, on=on)

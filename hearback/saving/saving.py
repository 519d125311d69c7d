"""How is everything that is true put into one file?"""

from __future__ import annotations

import os
from pathlib import Path

from hearback.saving import kinds
from hearback.saving.errors import FileExists
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.runtime import Runtime


def save(runtime: Runtime, file: Path) -> None:
    """Save the database in a file that only its owner reads, whole or not at all.

    That it was done is on the record, and that record is in the file. Raises FileExists or
    CannotSave.
    """
    if file.exists():
        raise FileExists(file)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    with runtime.writing() as session:
        recording.record(session, What.BACKED_UP, on=On("file", None, file.name))
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        kinds.of(runtime.engine).save(runtime.engine, unfinished)
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)

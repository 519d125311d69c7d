"""How does an empty database get everything back, so that the desk can go on?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect

from hearback.saving import kinds
from hearback.saving.errors import DatabaseNotEmpty
from inbox import kept_files, migrating, seals
from inbox.audit import recording, verifying
from inbox.audit.recording import On
from inbox.audit.verifying import Checked
from inbox.audit.what import What
from inbox.outbox import doubting
from inbox.runtime import Runtime
from inbox.seals import Seals


@dataclass(frozen=True, slots=True)
class Restored:
    """How many replies must be looked for; whether record, files and the keys are whole."""

    doubted: int
    chains: Sequence[Checked]
    missing_files: int
    seals: Seals

    @property
    def is_whole(self) -> bool:
        """Whether nothing is lacking."""
        is_record_whole = not any(one.broken for one in self.chains)
        return is_record_whole and not self.missing_files and self.seals.are_whole


def restore(runtime: Runtime, file: Path) -> Restored:
    """Fill the database, bring it to this version, and look whether it is whole.

    Raises DatabaseNotEmpty, OfAnotherKind or CannotSave.
    """
    kinds.check(runtime.engine, file)
    # SQLite is in there, and what residents sent.
    runtime.settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if inspect(runtime.engine).get_table_names():
        raise DatabaseNotEmpty
    runtime.engine.dispose()
    kinds.of(runtime.engine).restore(runtime.engine, file)
    if not migrating.is_current(runtime.engine):
        migrating.upgrade(runtime.engine)
    with runtime.writing() as session:
        doubted = doubting.doubt_what_was_under_way(session)
        recording.record(session, What.RESTORED, on=On("file", None, file.name))
    with runtime.reading() as session:
        return Restored(
            doubted, verifying.verify(session), kept_files.missing(session), seals.look(session)
        )

"""Why can a back-up not be made, or not be restored?"""

from __future__ import annotations

from pathlib import Path

from inbox.errors import Conflict, Invalid, Unavailable


class FileExists(Conflict):
    """A back-up is never written over."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is there already. Name a file that is not.")


class NoFolder(Invalid):
    """There is nowhere to put the file."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There is no folder {folder}, so nothing was saved. Make it first "
            f"(mkdir --parents {folder}), or mount the disk that it is on."
        )


class DatabaseNotEmpty(Conflict):
    """There is something that would be lost."""

    def __init__(self) -> None:
        super().__init__(
            "The database has tables already, and nothing is written over. Name an empty one in "
            "DATABASE_URL, or another folder in HEARBACK_DATA."
        )


class OfAnotherKind(Invalid):
    """The file was not made from this kind of database."""

    def __init__(self, file: Path, kind: str) -> None:
        super().__init__(
            f"{file} is no back-up of {kind}, which DATABASE_URL names. Restore it into the kind "
            "of database that it was made from."
        )


class CannotSave(Unavailable):
    """The database's own program, or the disk, refused."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This did not work, and nothing was left half done: {reason}")

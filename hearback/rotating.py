"""How is the key of the credentials replaced while the house runs?

At every moment the file holds each key that something is sealed with, so an
interruption loses nothing; the next rotation finishes the work.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet

from hearback.launching import keys
from inbox import resealing
from inbox.errors import Conflict
from inbox.runtime import Runtime
from inbox.vault import read_keys


class KeysFromEnvironment(Conflict):
    """The keys are not ours to change."""

    def __init__(self) -> None:
        super().__init__(
            "The keys come from HEARBACK_CREDENTIALS_KEY, which only you can change. Put a new key "
            "first, before a comma and the old one, and restart everything. Then run "
            "`hearback key reseal`, take the old key out of the setting, and restart again."
        )


class RotationUnderWay(Conflict):
    """Another rotation has not finished; each would drop the key of the other."""

    def __init__(self) -> None:
        super().__init__("The key is being replaced already. Wait until that is done.")


def rotate(runtime: Runtime) -> int:
    """Seal everything with a new key, forget the old ones; return how many accounts that were.

    Raises KeysFromEnvironment, RotationUnderWay or SealBroken.
    """
    file = runtime.settings.credentials_key_file
    if file is None:
        raise KeysFromEnvironment
    with alone(file):
        new = add_key(file)
        count = resealing.reseal(runtime)
        keys.write(file, new)
    return count


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Let one rotation at a time at a key file. Raises RotationUnderWay.

    The lock is on a file beside it, since the key file itself is replaced; it ends
    with the process, so that an interruption leaves nothing locked.
    """
    with file.with_name(f".{file.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RotationUnderWay from None
        yield


def add_key(file: Path) -> str:
    """Put a new key first; whatever is sealed from now on is sealed with it."""
    new = Fernet.generate_key().decode()
    keys.write(file, ",".join((new, *read_keys(file))))
    return new

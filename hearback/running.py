"""What does every command that works on the house open first, and close last?"""

from __future__ import annotations

import getpass
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from inbox import logs
from inbox.audit import origin
from inbox.audit.origin import Means, Origin
from inbox.config import Settings
from inbox.runtime import Runtime


@contextmanager
def runtime() -> Iterator[Runtime]:
    """Open the house that the environment describes. Raises BadSettings.

    The audit log names whoever the operating system says is there, and the machine.
    """
    settings = Settings.from_environment()
    logs.begin(settings.log_form, settings.log_level)
    house = Runtime(settings)
    here = Origin(means=Means.COMMAND_LINE, address=socket.gethostname(), who=_user())
    try:
        with origin.given(here):
            yield house
    finally:
        house.close()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # In a container somebody may run it who has no name.
        return ""

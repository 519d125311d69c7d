"""What does every command that works on the house open first, and close last?"""

from __future__ import annotations

import getpass
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from hearback import database_problems
from inbox import logs
from inbox.audit import origin
from inbox.audit.origin import Means, Origin
from inbox.config import Settings
from inbox.runtime import Runtime


@contextmanager
def runtime() -> Iterator[Runtime]:
    """Open the house that the environment describes. Raises BadSettings.

    Where the database refuses, the block ends with NoTables, Damaged or Silent.

    The audit log names whoever the operating system says is there, and the machine.
    """
    settings = Settings.from_environment()
    logs.begin(settings.log_form, settings.log_level)
    house = Runtime(settings)
    here = Origin(means=Means.COMMAND_LINE, address=socket.gethostname(), who=_user())
    try:
        with origin.given(here):
            yield house
    except DBAPIError as error:
        raise database_problems.explained(house.engine, error) from error
    finally:
        house.close()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # In a container somebody may run it who has no name.
        return ""

"""In which order is the house made ready?"""

from __future__ import annotations

import sys

import catalogues
import disk
import front_end
import python_packages
from alone import alone
from places import ROOT
from steps import CannotPrepare


def prepare(locked_set: str) -> None:
    """Install what is locked, then compile translations, then build the front end.

    Quick when nothing changed. Two at once do it one after the other.

    Exits with 1 and one sentence when something is missing, with 130 when interrupted.
    """
    try:
        with alone(ROOT):
            disk.check_space()
            python_packages.prepare(locked_set)
            catalogues.prepare()
            front_end.prepare()
    except CannotPrepare as problem:
        sys.exit(f"\n{problem}")
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. The same command goes on from here.\n")
        sys.exit(130)

"""Is there room for what will be installed?"""

from __future__ import annotations

import shutil

from places import ROOT, VENV
from steps import CannotPrepare

MEBIBYTE = 1 << 20
FIRST_TIME = 1500 * MEBIBYTE
AFTERWARDS = 100 * MEBIBYTE


def check_space() -> None:
    """Raise CannotPrepare when the disk is too full to go on."""
    needed = AFTERWARDS if VENV.exists() else FIRST_TIME
    free = shutil.disk_usage(ROOT).free
    if free < needed:
        raise CannotPrepare(
            f"Not enough disk space: {free // MEBIBYTE} MiB are free at {ROOT}, "
            f"{needed // MEBIBYTE} MiB are needed."
        )

"""What must be there before Hearback can start, and how does it get there?

Uses the standard library only: it runs before anything is installed. This file
avoids newer syntax, so that an old Python still reaches its one clear sentence.
"""

import os
import shutil
import sys

OLDEST = (3, 11)
NEWER_NAMES = ("python3.11", "python3.12", "python3.13", "python3.14")


def main() -> None:
    """Prepare for running (`runtime`), or for running and testing (`development`)."""
    if sys.version_info < OLDEST:
        _start_again_with_a_newer_python()
    import house  # noqa: PLC0415 - an old Python could not read it

    house.prepare(sys.argv[1] if len(sys.argv) > 1 else "runtime")


def _start_again_with_a_newer_python() -> None:
    found = [path for path in map(shutil.which, NEWER_NAMES) if path]
    if not found:
        sys.exit(
            "Hearback needs Python 3.11 or newer; this is Python {}.{}. Install it "
            "(Debian: apt install python3.11 python3.11-venv) and run this again.".format(
                *sys.version_info[:2]
            )
        )
    os.execv(found[0], [found[0]] + sys.argv)  # noqa: S606, RUF005 - our own script, old syntax


if __name__ == "__main__":
    main()

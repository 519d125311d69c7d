"""How does a program end when the one that started it is gone, even by kill -9?

Run as a script: the parent's process id, then the program and its words. On
Linux the kernel will send SIGTERM; elsewhere the program is simply started.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main(parent: int, command: list[str]) -> None:
    """Ask the kernel, then become the program."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        # It went before the kernel was asked.
        sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 - the launcher's own command


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])

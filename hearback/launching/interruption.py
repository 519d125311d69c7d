"""Has somebody asked to stop, and do they insist?"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

from hearback.launching.errors import Interrupted

# One key press can arrive twice: from the terminal and from a program between.
SAME_PRESS_SECONDS = 0.5
LOOK_SECONDS = 0.05


class Interruption:
    """Ctrl-C, a closed terminal or a polite kill asks; a second Ctrl-C insists."""

    def __init__(self) -> None:
        self._asked_at: float | None = None
        self.insists = False

    def listen(self) -> None:
        """Take the signals over from Python. Only in the main thread."""
        signal.signal(signal.SIGINT, self._note_again)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    @property
    def asked(self) -> bool:
        """Whether somebody asked to stop."""
        return self._asked_at is not None

    def wait_until(self, is_so: Callable[[], bool], seconds: float) -> bool:
        """Look until something is so, and tell whether it became so in time.

        Raises Interrupted when somebody asks to stop meanwhile.
        """
        patience = time.monotonic() + seconds
        while not is_so():
            if self.asked:
                raise Interrupted
            if time.monotonic() > patience:
                return False
            time.sleep(LOOK_SECONDS)
        return True

    def _note(self, *_: object) -> None:
        self._asked_at = self._asked_at or time.monotonic()

    def _note_again(self, *_: object) -> None:
        if self._asked_at and time.monotonic() - self._asked_at > SAME_PRESS_SECONDS:
            self.insists = True
        self._note()

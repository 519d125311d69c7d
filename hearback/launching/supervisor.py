"""Who keeps the programs of the house running, and stops them in order?"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hearback.launching.errors import CannotStart
from hearback.launching.interruption import LOOK_SECONDS, Interruption
from hearback.launching.program import Program

LOOK_AGAIN_SECONDS = 0.2
STOP_SECONDS = 6.0
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 10.0
# A program that ran this long had started well; its next pause is the first again.
STEADY_SECONDS = 5.0


@dataclass
class Watch:
    """One program under watch: when it is started again, and how long the next pause is."""

    program: Program
    pause: float = FIRST_PAUSE
    start_at: float | None = None


class Supervisor:
    """Programs in order of start; they stop in the opposite order, a group at a time."""

    def __init__(self, interruption: Interruption, say: Callable[[str], None]) -> None:
        self._interruption = interruption
        self._say = say
        self._groups: list[list[Watch]] = []

    def start(self, *programs: Program) -> None:
        """Start a group of programs, which will also stop together."""
        self._groups.append([Watch(program) for program in programs])
        for program in programs:
            program.start()

    def wait_until(self, is_so: Callable[[], bool], seconds: float, otherwise: str) -> None:
        """Wait for something that a started program must bring about.

        Raises CannotStart as soon as a program has ended, or with `otherwise`
        when the time is up; raises Interrupted.
        """
        if not self._interruption.wait_until(lambda: self._is_ended() or is_so(), seconds):
            raise CannotStart(otherwise)
        for watch in self._watches():
            if not watch.program.is_running:
                raise CannotStart(_explained(watch.program))

    def watch(self) -> None:
        """Start again whatever ends, with growing pauses, until somebody asks to stop."""
        while not self._interruption.asked:
            for watch in self._watches():
                self._look_at(watch)
            time.sleep(LOOK_AGAIN_SECONDS)

    def stop(self) -> None:
        """Stop everything, the latest group first; kill what is slow, or all when told twice."""
        for group in reversed(self._groups):
            programs = [watch.program for watch in group]
            for program in programs:
                program.ask_to_stop()
            self._wait_for_the_end(programs)
            for program in programs:
                program.kill()

    def _look_at(self, watch: Watch) -> None:
        if watch.program.is_running:
            return
        now = time.monotonic()
        if watch.start_at is None:
            self._plan(watch, now)
        elif now >= watch.start_at:
            watch.start_at = None
            watch.program.start()

    def _plan(self, watch: Watch, now: float) -> None:
        program = watch.program
        if program.age > STEADY_SECONDS:
            watch.pause = FIRST_PAUSE
        watch.start_at = now + watch.pause
        watch.pause = min(watch.pause * 2, LONGEST_PAUSE)
        self._say(f"{_ending(program)} It starts again. Its log: {program.log}")

    def _wait_for_the_end(self, programs: Sequence[Program]) -> None:
        patience = time.monotonic() + STOP_SECONDS
        while any(program.is_running for program in programs):
            if self._interruption.insists or time.monotonic() > patience:
                return
            time.sleep(LOOK_SECONDS)

    def _is_ended(self) -> bool:
        return any(not watch.program.is_running for watch in self._watches())

    def _watches(self) -> list[Watch]:
        return [watch for group in self._groups for watch in group]


def _explained(program: Program) -> str:
    return f"{program.last_words()}\n\n{_ending(program)} The whole log: {program.log}"


def _ending(program: Program) -> str:
    status = program.status or 0
    how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
    return f"{program.name.capitalize()} {how}."

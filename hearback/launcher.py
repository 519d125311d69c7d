"""In which order does a house start on one machine, and how does it stop?"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

from hearback import embedded_redis
from hearback.launching import asking, ground, keys, screen
from hearback.launching.applications import with_applications
from hearback.launching.errors import CannotStart, Interrupted
from hearback.launching.interruption import Interruption
from hearback.launching.plan import (
    Plan,
    data_directory,
    key_is_given,
    plan,
    redis_is_given,
    seed_words,
    sorts_of,
)
from hearback.launching.program import Program
from hearback.launching.supervisor import Supervisor
from inbox.config import Settings
from inbox.errors import HearbackError

# For a slow machine; a program that ends is noticed at once.
START_SECONDS = 120.0
MOVE_SECONDS = 300.0
SCENARIO = "calm-day"


def launch(workers: int) -> int:
    """Start everything, keep it running, stop it when asked. Return the exit status."""
    interruption = Interruption()
    interruption.listen()
    supervisor = Supervisor(interruption, screen.say)
    try:
        _run(supervisor, workers)
    except Interrupted:
        screen.say("Stopped before everything was started.")
    except HearbackError as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    return 0


def _run(supervisor: Supervisor, workers: int) -> None:
    data = data_directory()
    with ground.taken(data):
        ground.check_room(data)
        if not key_is_given():
            keys.check(data)
        keys.make(data)
        planned = plan(data)
        ground.check_apart(planned.settings.port, planned.settings.sandbox_port)
        ground.check_port(planned.settings.port, "HEARBACK_PORT")
        ground.check_port(planned.settings.sandbox_port, "SANDBOX_PORT")
        try:
            _start(supervisor, planned, workers)
            supervisor.watch()
        finally:
            screen.say("\nStopping ...")
            supervisor.stop()
            screen.say("Stopped. Everything is kept for the next time.")


def _start(supervisor: Supervisor, planned: Plan, workers: int) -> None:
    screen.say("Starting Hearback")
    if not redis_is_given():
        planned = _with_redis(supervisor, planned)
    with screen.step("Sandbox"):
        _start_sandbox(supervisor, planned)
        planned = with_applications(planned)
    with screen.step("Database, practice department"):
        words = seed_words(planned.data)
        password = keys.read(planned.data / keys.SEED_PASSWORD)
        _finish(supervisor, planned.program("seed", *words, HEARBACK_SEED_PASSWORD=password))
    with screen.step(f"Web, scheduler, {workers} workers"):
        _start_desk(supervisor, planned, workers)
    screen.ready(_ready(planned, _working(planned, password)))


def _with_redis(supervisor: Supervisor, planned: Plan) -> Plan:
    with screen.step("Redis"):
        own = embedded_redis.prepare(planned.data, planned.logs, planned.environment)
        supervisor.start(own.program)
        try:
            supervisor.wait_until(own.answers, START_SECONDS, _silent(own.program))
        except CannotStart:
            embedded_redis.set_files_aside(planned.data)
            own.program.start()
            supervisor.wait_until(own.answers, START_SECONDS, _silent(own.program))
    return replace(planned, environment={**planned.environment, "REDIS_URL": own.url})


def _start_sandbox(supervisor: Supervisor, planned: Plan) -> None:
    words = ["--port", str(planned.settings.sandbox_port), "--data", str(planned.data / "sandbox")]
    # Rate limits stand in the way of practice; `hearback sandbox` has them on.
    words += ["--limits", "off", "--scenario", SCENARIO]
    program = planned.program("sandbox", "sandbox", *words)
    supervisor.start(program)
    page = f"{planned.sandbox}/sandbox/state?summary"
    supervisor.wait_until(lambda: asking.answers(page), START_SECONDS, _silent(program))


def _finish(supervisor: Supervisor, program: Program) -> None:
    """Run a program to its end. Raises CannotStart when it fails."""
    program.start()
    try:
        supervisor.wait_until(
            lambda: not program.is_running,
            MOVE_SECONDS,
            f"It takes too long. Its log: {program.log}",
        )
    finally:
        program.kill()
    if program.status:
        raise CannotStart(f"{program.last_words()}\n\nThe whole log: {program.log}")


def _start_desk(supervisor: Supervisor, planned: Plan, workers: int) -> None:
    web = planned.program("web", "serve")
    hands = [
        planned.program(f"worker {number}", "worker", "--sorts", sorts_of(number, workers))
        for number in range(1, workers + 1)
    ]
    supervisor.start(web, planned.program("scheduler", "scheduler"), *hands)
    _wait_for(supervisor, planned, "healthz", asking.answers)
    pushes = planned.program("webhooks", "webhooks", "subscribe", planned.desk)
    pushes.start()
    try:
        _wait_for(supervisor, planned, "readyz", asking.is_ready)
        supervisor.wait_until(lambda: not pushes.is_running, START_SECONDS, _silent(pushes))
    finally:
        pushes.kill()
    if pushes.status:
        # Without pushes everything arrives by polling, only later.
        screen.say(f"  The platforms do not push: {pushes.last_words()}")


def _wait_for(
    supervisor: Supervisor, planned: Plan, page: str, is_so: Callable[[str], bool]
) -> None:
    address = f"{planned.desk}/{page}"
    supervisor.wait_until(
        lambda: is_so(address),
        START_SECONDS,
        f"{address} still says no. The logs: {planned.logs}",
    )


def _silent(program: Program) -> str:
    return f"{program.name.capitalize()} does not answer. Its log: {program.log}"


def _working(planned: Plan, password: str) -> str | None:
    """Return the practice password where it lets anybody in.

    It does not where the people were there before it: restored, say, into a new folder.
    """
    from hearback.seeding.password import lets_in  # noqa: PLC0415 - slow to import, as below
    from inbox.runtime import Runtime  # noqa: PLC0415 - the same

    house = Runtime(Settings.from_environment(planned.environment))
    try:
        with house.reading() as session:
            if lets_in(session, password):
                return password
    finally:
        house.close()
    keys.forget(planned.data / keys.SEED_PASSWORD)
    return None


def _ready(planned: Plan, password: str | None) -> screen.Ready:
    from hearback.seeding import department  # noqa: PLC0415 - slow to import, needed here alone

    return screen.Ready(
        desk=planned.desk,
        sandbox=planned.sandbox,
        people=tuple(
            (department.email_of(short), name, department.WORK[role])
            for short, name, role in department.STAFF
        ),
        password=password,
        data=planned.data,
        problem=asking.problem(f"{planned.desk}/readyz"),
    )

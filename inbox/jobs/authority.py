"""Under whose authority does a job run?

Every job declares it. What the desk does by itself asks nobody. What a person asked for is done
only while they still may, which the verb asks when a worker comes to it (`inbox.standing_for`);
what is not done then stands where its people look.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from connectors.phrases import Phrase
from inbox import jobs
from inbox.permissions import Permission

Job = TypeVar("Job", bound=Callable[..., None])

# How jobs are taken, and declare themselves.
_NO_JOBS = {"authority", "process", "worker"}


class UndeclaredAuthority(RuntimeError):
    """A job does not say on whose word it acts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """On whose word a job acts, and what they must be allowed still; the desk needs nothing."""

    who: str
    needs: frozenset[Permission] = frozenset()


DESK = Authority(who="the desk")


def of_the_desk(job: Job) -> Job:
    """Declare that a job does what the desk does by itself, whoever works here."""
    return _declare(job, DESK)


def of_a_person(who: str, *needs: Permission) -> Callable[[Job], Job]:
    """Declare that a job does what a person asked for, if they still may."""
    return lambda job: _declare(job, Authority(who=who, needs=frozenset(needs)))


def of(job: Callable[..., None]) -> Authority | None:
    """Return on whose word a job acts, if it says so."""
    found: Authority | None = getattr(job, "authority", None)
    return found


def every() -> Iterator[tuple[str, Callable[..., None]]]:
    """Return every job with the name by which it is asked for."""
    for module in pkgutil.iter_modules(jobs.__path__):
        if module.name in _NO_JOBS:
            continue
        loaded = importlib.import_module(f"{jobs.__name__}.{module.name}")
        for name, found in inspect.getmembers(loaded, inspect.isfunction):
            if found.__module__ == loaded.__name__ and not name.startswith("_"):
                yield f"{loaded.__name__}.{name}", found


def refuse_undeclared() -> None:
    """Let no worker begin while a job does not say on whose word it acts."""
    for name, job in every():
        if of(job) is None:
            raise UndeclaredAuthority(
                Phrase("{job} does not declare on whose word it acts.", job=name)
            )


def _declare(job: Job, authority: Authority) -> Job:
    job.authority = authority  # type: ignore[attr-defined]  # functions take attributes
    return job

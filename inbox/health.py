"""Does every part of the house answer?"""

from __future__ import annotations

from dataclasses import dataclass

import redis
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from inbox import leases, migrating, rounds, seals
from inbox.audit import alarm
from inbox.jobs import worker
from inbox.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the house: whether it answers, and what it said."""

    name: str
    ok: bool
    words: str


def check(runtime: Runtime) -> list[Check]:
    """Ask database, Redis, a worker, the scheduler and the audit log, and try the credentials."""
    return [
        _database(runtime),
        _redis(runtime),
        _worker(runtime),
        _scheduler(runtime),
        _audit_log(runtime),
        credentials(runtime),
    ]


def credentials(runtime: Runtime) -> Check:
    """Try what is sealed. One account that opens shows that the key is right; others are told."""
    try:
        with runtime.reading() as session:
            found = seals.look(session)
    except SQLAlchemyError:
        return Check("credentials", ok=False, words="Without the database none can be tried.")
    is_right = bool(found.opened) or not found.unopened
    return Check("credentials", ok=is_right, words=str(found))


def _database(runtime: Runtime) -> Check:
    try:
        with runtime.reading() as session:
            session.execute(text("SELECT 1"))
        has_tables = migrating.has_tables(runtime.engine)
    except SQLAlchemyError as error:
        return Check("database", ok=False, words=f"The database does not answer: {_reason(error)}")
    if not has_tables:
        return Check("database", ok=False, words="It has no tables yet: run `hearback migrate`.")
    return Check("database", ok=True, words="answers")


def _reason(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).strip()


def _redis(runtime: Runtime) -> Check:
    try:
        runtime.redis.ping()
    except redis.RedisError as error:
        return Check("redis", ok=False, words=f"Redis does not answer: {error}")
    return Check("redis", ok=True, words="answers")


def _worker(runtime: Runtime) -> Check:
    try:
        count = worker.alive(runtime.redis)
    except redis.RedisError:
        return Check("worker", ok=False, words="Without Redis no worker can be seen.")
    return Check("worker", ok=count > 0, words=f"{count} at work")


def _scheduler(runtime: Runtime) -> Check:
    try:
        with runtime.reading() as session:
            active = leases.is_held(session, leases.SCHEDULER)
    except SQLAlchemyError:
        return Check("scheduler", ok=False, words="Without the database none can be seen.")
    if not active:
        return Check("scheduler", ok=False, words="None has shown life.")
    return Check("scheduler", ok=True, words=_at_work(runtime))


# The desk goes on without that one thing, so nothing is taken out of service for it.
def _at_work(runtime: Runtime) -> str:
    try:
        failing = rounds.failing(runtime.redis)
    except redis.RedisError:
        failing = []
    if not failing:
        return "at work"
    return f"at work, but this fails and its log says why: {', '.join(failing)}"


def _audit_log(runtime: Runtime) -> Check:
    try:
        with runtime.reading() as session:
            fails = alarm.is_failing(session)
    except SQLAlchemyError:
        return Check("audit log", ok=False, words="Without the database none can be written.")
    words = "It cannot be written; what it must record is refused." if fails else "is written"
    return Check("audit log", ok=not fails, words=words)

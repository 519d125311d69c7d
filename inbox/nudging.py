"""How is a worker told that a row waits for it?

A nudge is a job that carries an id. The row decides whether anything is to be
done, so a nudge may be lost, doubled or late without harm.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import redis
from rq import Queue

RESULT_SECONDS = 0
FAILURE_SECONDS = 3600


class QueueName(StrEnum):
    """Queues by urgency; a worker empties them in this order."""

    OUTBOX = "outbox"
    INTAKE = "intake"
    UPKEEP = "upkeep"


class Nudger:
    """Puts nudges on the queues. Raises redis.RedisError when Redis is gone."""

    def __init__(self, connection: redis.Redis) -> None:
        self._queues = {name: Queue(name.value, connection=connection) for name in QueueName}

    def deliveries(self, ids: Iterable[int]) -> None:
        """Ask for deliveries to be acted upon."""
        self._enqueue(QueueName.OUTBOX, "inbox.jobs.outbox.deliver", ids)

    def moderations(self, ids: Iterable[int]) -> None:
        """Ask for acts upon messages to be done."""
        self._enqueue(QueueName.OUTBOX, "inbox.jobs.moderation.act", ids)

    def polls(self, ids: Iterable[int]) -> None:
        """Ask for accounts to be polled."""
        self._enqueue(QueueName.INTAKE, "inbox.jobs.intake.poll", ids)

    def _enqueue(self, queue: QueueName, job: str, ids: Iterable[int]) -> None:
        wanted = sorted(ids)
        if not wanted:
            return
        self._queues[queue].enqueue_many(
            [
                Queue.prepare_data(
                    job, args=(one,), result_ttl=RESULT_SECONDS, failure_ttl=FAILURE_SECONDS
                )
                for one in wanted
            ]
        )

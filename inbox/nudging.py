"""How is a worker told that a row waits for it?

A nudge is a job that carries an id. The row decides whether anything is to be
done, so a nudge may be lost, doubled or late without harm.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import redis
from rq import Queue

from inbox import request_id
from inbox.models import Lane

RESULT_SECONDS = 0
FAILURE_SECONDS = 3600
# What a nudge says beside the id: which request asked for it, if one did.
REQUEST = "request"


class QueueName(StrEnum):
    """Queues, one for each sort of work, in the order in which a worker empties them."""

    SEND = "send"
    LIVE = "live"
    POLL = "poll"
    MAIL = "mail"
    HOOK = "hook"
    BULK = "bulk"


_LANES = {Lane.POLL: QueueName.POLL, Lane.LIVE: QueueName.LIVE, Lane.BULK: QueueName.BULK}


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many nudges lie on a queue, and since when the first of them does."""

    count: int
    since: datetime | None


class Nudger:
    """Puts nudges on the queues. Raises redis.RedisError when Redis is gone."""

    def __init__(self, connection: redis.Redis) -> None:
        self._queues = {name: Queue(name.value, connection=connection) for name in QueueName}

    def deliveries(self, ids: Iterable[int]) -> None:
        """Ask for deliveries to be acted upon."""
        self._enqueue(QueueName.SEND, "inbox.jobs.outbox.deliver", ids)

    def moderations(self, ids: Iterable[int]) -> None:
        """Ask for acts upon messages to be done."""
        self._enqueue(QueueName.SEND, "inbox.jobs.moderation.act", ids)

    def webhooks(self, ids: Iterable[int]) -> None:
        """Ask for what platforms pushed to be taken in."""
        self._enqueue(QueueName.LIVE, "inbox.jobs.intake.webhook", ids)

    def mails(self, ids: Iterable[int]) -> None:
        """Ask for e-mails to be sent."""
        self._enqueue(QueueName.MAIL, "inbox.jobs.mail.send", ids)

    def dispatches(self, ids: Iterable[int]) -> None:
        """Ask for subscribers to be told what happened."""
        self._enqueue(QueueName.HOOK, "inbox.jobs.hooks.send", ids)

    def media(self, ids: Iterable[int]) -> None:
        """Ask for the files of attachments to be fetched."""
        self._enqueue(QueueName.BULK, "inbox.jobs.media.fetch", ids)

    def post_pictures(self, ids: Iterable[int]) -> None:
        """Ask for the pictures of posts to be fetched."""
        self._enqueue(QueueName.BULK, "inbox.jobs.media.fetch_of_post", ids)

    def polls(self, ids: Iterable[int], lane: Lane) -> None:
        """Ask for accounts to be read, in one lane."""
        self._enqueue(_LANES[lane], f"inbox.jobs.intake.{lane.value}", ids)

    def waiting(self) -> dict[QueueName, Waiting]:
        """Return what lies on each queue."""
        return {name: _waiting(queue) for name, queue in self._queues.items()}

    def _enqueue(self, queue: QueueName, job: str, ids: Iterable[int]) -> None:
        wanted = sorted(ids)
        if not wanted:
            return
        self._queues[queue].enqueue_many(
            [
                Queue.prepare_data(
                    job,
                    args=(one,),
                    result_ttl=RESULT_SECONDS,
                    failure_ttl=FAILURE_SECONDS,
                    meta={REQUEST: request_id.current()},
                )
                for one in wanted
            ]
        )


def _waiting(queue: Queue) -> Waiting:
    first = queue.get_jobs(0, 1)
    return Waiting(queue.count, first[0].enqueued_at if first else None)

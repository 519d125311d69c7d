"""How does a worker process take jobs, and show that it lives?"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Iterable

import redis
from rq import Queue, SimpleWorker
from rq.executions import Execution
from rq.job import Job

from inbox import request_id
from inbox.jobs import authority, process
from inbox.nudging import REQUEST, QueueName
from inbox.runtime import Runtime

ALIVE_KEY = "hearback:worker:{}"
ALIVE_SECONDS = 10
BEAT_SECONDS = 3.0

log = logging.getLogger(__name__)


class Worker(SimpleWorker):
    """Does each job in the name of the request that asked for it."""

    def perform_job(self, job: Job, queue: Queue, execution: Execution) -> bool:
        """Do a job and write down how long it took."""
        with request_id.given(job.meta.get(REQUEST, "")):
            started = time.monotonic()
            is_done = super().perform_job(job, queue, execution)
            taken = (time.monotonic() - started) * 1000
            outcome = "done" if is_done else "failed"
            fields = {"job": job.func_name, "of": job.args[0], "milliseconds": round(taken, 1)}
            told = "%s of %s %s in %.0f ms"
            log.info(told, job.func_name, job.args[0], outcome, taken, extra={"fields": fields})
        return bool(is_done)


def run(runtime: Runtime, queues: Iterable[QueueName] = tuple(QueueName)) -> None:
    """Take jobs from the queues, in order of urgency, until told to stop.

    Raises UndeclaredAuthority.
    """
    authority.refuse_undeclared()
    process.use(runtime)
    done = threading.Event()
    threading.Thread(target=_show_life, args=(runtime, done), daemon=True).start()
    # The worker blocks on Redis longer than our other calls may take.
    connection = redis.Redis.from_url(runtime.settings.redis_url)
    taken = [Queue(queue.value, connection=connection) for queue in queues]
    try:
        Worker(taken, connection=connection).work(logging_level="WARNING")
    finally:
        done.set()


def alive(connection: redis.Redis) -> int:
    """Count the workers that showed life within the last seconds."""
    return sum(1 for _ in connection.scan_iter(ALIVE_KEY.format("*")))


def _show_life(runtime: Runtime, done: threading.Event) -> None:
    key = ALIVE_KEY.format(f"{socket.gethostname()}:{os.getpid()}")
    while True:
        try:
            runtime.redis.set(key, 1, ex=ALIVE_SECONDS)
        except redis.RedisError as error:
            log.warning("Redis does not answer: %s", error)
        if done.wait(BEAT_SECONDS):
            return

"""How does a worker process take jobs, and show that it lives?"""

from __future__ import annotations

import logging
import os
import signal
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
# RQ waits for Redis ever longer, up to a minute: nobody would do the work when it is back.
LONGEST_WAIT_SECONDS = 2.0
BEGIN_ANEW_SECONDS = 1.0
# Of it RQ takes all but 15 as the longest wait for a job, and 5 less as that for any answer:
# with its own 420 a Redis that fell silent would go unnoticed for 7 minutes.
WORKER_SECONDS = 30

log = logging.getLogger(__name__)


class Worker(SimpleWorker):
    """Does each job in the name of the request that asked for it."""

    max_connection_wait_time = LONGEST_WAIT_SECONDS
    is_told_to_stop = False

    def handle_warm_shutdown_request(self) -> None:
        """Note that the end was asked for, and no failure of Redis."""
        self.is_told_to_stop = True
        super().handle_warm_shutdown_request()  # type: ignore[no-untyped-call]

    def teardown(self) -> None:
        """Give everything back, though Redis may not hear of it."""
        try:
            super().teardown()  # type: ignore[no-untyped-call]
        finally:
            # RQ forgets it where Redis is gone, and it would ask for Redis for ever.
            if listening := getattr(self, "pubsub_thread", None):
                listening.stop()

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
        while not _work(taken, connection):
            log.warning("Redis went away in the midst of a job; this worker begins anew.")
            time.sleep(BEGIN_ANEW_SECONDS)
    finally:
        done.set()


def _work(queues: list[Queue], connection: redis.Redis) -> bool:
    """Take jobs until told to stop; False where RQ gave up because Redis went away."""
    worker = Worker(queues, connection=connection, worker_ttl=WORKER_SECONDS)
    try:
        worker.work(logging_level="WARNING")
    except redis.RedisError as error:
        log.warning("Redis does not answer: %s", error)
    finally:
        # Until the next one begins nothing is in hand, so that a signal may end the process.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
    return worker.is_told_to_stop


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

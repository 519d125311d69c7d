"""How does a worker process take jobs, and show that it lives?"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterable

import redis
from rq import Queue, SimpleWorker

from inbox.jobs import process
from inbox.nudging import QueueName
from inbox.runtime import Runtime

ALIVE_KEY = "hearback:worker:{}"
ALIVE_SECONDS = 10
BEAT_SECONDS = 3.0

log = logging.getLogger(__name__)


def run(runtime: Runtime, queues: Iterable[QueueName] = tuple(QueueName)) -> None:
    """Take jobs from the queues, in order of urgency, until told to stop."""
    process.use(runtime)
    done = threading.Event()
    threading.Thread(target=_show_life, args=(runtime, done), daemon=True).start()
    # The worker blocks on Redis longer than our other calls may take.
    connection = redis.Redis.from_url(runtime.settings.redis_url)
    taken = [Queue(queue.value, connection=connection) for queue in queues]
    try:
        SimpleWorker(taken, connection=connection).work(logging_level="WARNING")
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

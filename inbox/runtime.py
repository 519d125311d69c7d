"""What does a running process hold: settings, database, Redis, clock, keys?"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import redis
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from inbox import announcing, reach
from inbox.audit import alarm, recording
from inbox.audit.recording import LogBroken
from inbox.clock import Clock, SystemClock
from inbox.config import Settings
from inbox.db import for_writing, make_engine
from inbox.nudging import Nudger
from inbox.promises import settling
from inbox.renewing import AccountRenewal
from inbox.subscribers import collecting
from inbox.vault import Vault

CHANGES_CHANNEL = "hearback:changes"
REDIS_SECONDS = 2.0

log = logging.getLogger(__name__)


class Runtime:
    """One process's hold on the house.

    Redis may be gone or wiped at any moment: what it would have carried is
    only news and nudges, and the scheduler's sweep brings both again.
    """

    def __init__(
        self, settings: Settings, *, engine: Engine | None = None, clock: Clock | None = None
    ) -> None:
        self.settings = settings
        self.engine = engine or make_engine(settings.database_url)
        self.clock = clock or SystemClock()
        self.vault = Vault(settings.credentials_keys, settings.credentials_key_file)
        self.redis: redis.Redis = redis.Redis.from_url(
            settings.redis_url,
            socket_timeout=REDIS_SECONDS,
            socket_connect_timeout=REDIS_SECONDS,
        )
        self.nudger = Nudger(self.redis)
        self._readers = sessionmaker(self.engine, expire_on_commit=False)
        self._writers = sessionmaker(for_writing(self.engine), expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that changes nothing."""
        with self._readers(info=self._info()) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session, commit at the end, then announce what changed."""
        with self.committing() as session:
            yield session
        self.announce(session)

    @contextmanager
    def committing(self) -> Iterator[Session]:
        """Open a session, work out what is due, and commit; the caller announces what changed."""
        try:
            with self._writers(info=self._info()) as session:
                yield session
                # What follows is the desk's, whoever the session was held to.
                reach.hold(session, reach.ALL)
                settling.settle(session)
                collecting.collect(session)
                recording.write(session)
                session.commit()
        except LogBroken as broken:
            alarm.sound(lambda: self._writers(info=self._info()), str(broken))
            raise

    def announce(self, session: Session) -> None:
        """Send what a committed session collected."""
        news = announcing.of(session)
        session.info["announcements"] = announcing.Announcements()
        try:
            self._publish(news)
            self.nudger.deliveries(news.deliveries)
            self.nudger.moderations(news.moderations)
            self.nudger.webhooks(news.webhooks)
            self.nudger.dispatches(news.dispatches)
        except redis.RedisError as error:
            log.warning("Redis does not answer (%s); the next sweep and refresh catch up.", error)

    def _publish(self, news: announcing.Announcements) -> None:
        if news.conversations or news.accounts or news.people or news.reach:
            body = {
                "conversations": news.conversations,
                "accounts": sorted(news.accounts),
                "people": sorted(news.people),
                "reach": sorted(news.reach),
            }
            self.redis.publish(CHANGES_CHANNEL, json.dumps(body))

    def _info(self) -> dict[str, object]:
        return {
            "opened_at": time.time(),
            "clock": self.clock,
            "settings": self.settings,
            "vault": self.vault,
            "renewal": partial(AccountRenewal, self.committing),
        }

    def close(self) -> None:
        """Give back connections."""
        self.redis.close()
        self.engine.dispose()

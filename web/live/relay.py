"""How do committed changes get from Redis to this process's browsers?

Each web process has one relay. Redis may go away: the relay comes back by
itself and tells browsers to ask again, so that nothing depends on having heard
every message.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from typing import Any

import redis
from flask_socketio import SocketIO
from redis.client import PubSub
from sqlalchemy.exc import SQLAlchemyError

from inbox import reach
from inbox.reach import Reach
from inbox.runtime import CHANGES_CHANNEL, Runtime
from web.live import presence
from web.live.letting_go import LettingGo
from web.live.pending import Pending
from web.live.presence import Presence
from web.live.rendering import Rendering
from web.live.tabs import Tabs
from web.live.view_counts import ViewCounts
from web.live.watchers import (
    Watchers,
    colleagues_room,
    conversation_room,
    live_room,
    told_in,
    user_room,
)

COALESCE_SECONDS = 0.1
# A news conference changes with every poll; twice a second is as often as anyone reads.
STREAM_SECONDS = 0.5
BEAT_SECONDS = 3.0
AGAIN_SECONDS = 1.0
WAIT_SECONDS = 0.25

log = logging.getLogger(__name__)


class Relay:
    """Hears changes, renders each once a language, pushes it to the rooms it concerns.

    `is_listening` is set once the first change can be heard.
    """

    def __init__(
        self,
        socketio: SocketIO,
        runtime: Runtime,
        *,
        rendering: Rendering,
        watchers: Watchers,
        presence: Presence,
        tabs: Tabs,
    ) -> None:
        self._socketio = socketio
        self._redis = runtime.redis
        self._rendering = rendering
        self._watchers = watchers
        self._presence = presence
        self._tabs = tabs
        self._pending = Pending()
        self._shown: dict[int, list[dict[str, Any]]] = {}
        self._counts = ViewCounts(socketio, rendering, watchers)
        self._letting_go = LettingGo(socketio, rendering, watchers)
        self._beaten_at = self._streamed_at = 0.0
        self._lock = threading.Lock()
        self._is_started = False
        self._is_stopped = threading.Event()
        self.is_listening = threading.Event()

    def start(self) -> None:
        """Begin, with the first browser of this process; again does nothing."""
        with self._lock:
            if not self._is_started:
                self._is_started = True
                self._running = self._socketio.start_background_task(self._run)

    def stop(self) -> None:
        """End, and wait for the end."""
        self._is_stopped.set()
        if self._is_started:
            self._running.join()
        self._counts.join()

    def remember(self, conversation_id: int, shown: list[dict[str, Any]]) -> None:
        """Note who browsers were told is at a conversation."""
        if shown:
            self._shown[conversation_id] = shown
        else:
            self._shown.pop(conversation_id, None)

    def _run(self) -> None:
        while not self._is_stopped.is_set():
            try:
                self._listen()
            except redis.RedisError as error:
                log.warning("Redis does not answer (%s); live updates wait for it.", error)
            except SQLAlchemyError as error:
                log.warning("The database does not answer (%s); live updates wait.", error)
            except Exception:
                # Nothing above a background task would notice its end, and the
                # whole process would stay silent for want of one fragment.
                log.exception("The relay stumbled and starts again.")
            self._fall_silent()
            self._is_stopped.wait(AGAIN_SECONDS)

    # A browser whose socket is up would otherwise take silence for calm.
    def _fall_silent(self) -> None:
        self.is_listening.clear()
        self._tell_everyone("away")

    def _listen(self) -> None:
        with self._redis.pubsub() as pubsub:  # type: ignore[no-untyped-call]  # redis-py's gap
            pubsub.subscribe(CHANGES_CHANNEL, presence.CHANNEL)
            while not self._is_stopped.is_set():
                self._hear(pubsub)
                self._flush()
                self._stream()
                self._counts.tell()
                self._beat()

    def _hear(self, pubsub: PubSub) -> None:
        message = pubsub.get_message(timeout=self._patience())
        if message is None:
            return
        if message["type"] == "subscribe" and message["channel"] == CHANGES_CHANNEL.encode():
            self._ask_again()
        if message["type"] == "message":
            self._note(message["channel"].decode(), json.loads(message["data"]))

    def _ask_again(self) -> None:
        # Whatever was said before this moment may have been missed.
        self._pending = Pending()
        self._tell_everyone("again")
        self.is_listening.set()

    def _tell_everyone(self, event: str) -> None:
        for accounts in self._watchers.reaches():
            self._socketio.emit(event, to=colleagues_room(accounts))

    def _note(self, channel: str, news: dict[str, Any]) -> None:
        if channel == CHANGES_CHANNEL:
            self._pending.changed(news, time.monotonic())
            if news["conversations"]:
                self._counts.ask()
            if news.get("reach"):
                self._letting_go.let_go()
        else:
            self._pending.moved(int(news["conversation"]), time.monotonic())

    def _patience(self) -> float:
        if not self._pending.is_anything:
            return STREAM_SECONDS if self._pending.lines else WAIT_SECONDS
        return max(0.0, self._pending.since + COALESCE_SECONDS - time.monotonic())

    def _flush(self) -> None:
        if self._patience() > 0:
            return
        changed, moved, people, has_accounts = self._pending.taken()
        if changed:
            self._push_rows(changed)
            self._push_pieces(changed)
        for conversation_id in moved:
            self._push_presence(conversation_id)
        here = self._watchers.people()
        told = {one: here[one] for one in people & set(here)}
        for language in self._watchers.languages() if told or has_accounts else ():
            self._push_words(language, told, has_accounts=has_accounts)

    def _push_words(self, language: str, told: dict[int, Reach], *, has_accounts: bool) -> None:
        for user_id, news in self._rendering.standings(told, language):
            self._socketio.emit("notifications", news, to=told_in(language, user_room(user_id)))
        for accounts in self._watchers.reaches() if has_accounts else ():
            strips = self._rendering.stopped_accounts(language, accounts)
            self._socketio.emit("accounts", strips, to=told_in(language, colleagues_room(accounts)))

    def _push_rows(self, ids: set[int]) -> None:
        listed = self._watchers.listed()
        if not listed:
            return
        drawn = self._rendering.rows(ids, listed, self._watchers.languages())
        for language, rows in drawn.items():
            for one in listed:
                self._socketio.emit("rows", {"rows": rows[one]}, to=told_in(language, one.room))

    def _stream(self) -> None:
        now, posts = time.monotonic(), self._watchers.live_posts()
        if not self._pending.lines or now - self._streamed_at < STREAM_SECONDS:
            return
        self._streamed_at, changed = now, self._pending.lines
        self._pending.lines = set()
        for language in self._watchers.languages() if posts else ():
            for news in self._rendering.streams(posts, changed, language):
                room = told_in(language, live_room(news["post"]))
                self._socketio.emit("stream", news, to=room)

    def _push_pieces(self, ids: set[int]) -> None:
        for news, one in self._rendering.pieces(self._watchers.open_among(ids)):
            room = conversation_room(one.conversation, one.reach)
            self._socketio.emit("conversation", news, to=told_in(one.language, room))

    def _push_presence(self, conversation_id: int) -> None:
        people = self._presence.people(conversation_id)
        shown = [person.without_words() for person in people]
        self.remember(conversation_id, shown)
        everyone = {"conversation": conversation_id, "people": shown}
        drafts = {**everyone, "people": [person.as_dict() for person in people]}
        for accounts in self._reaching(conversation_id):
            self._socketio.emit("presence", everyone, to=colleagues_room(accounts))
            self._socketio.emit("drafts", drafts, to=conversation_room(conversation_id, accounts))

    def _reaching(self, conversation_id: int) -> set[Reach]:
        every = self._watchers.reaches()
        if every <= {reach.ALL}:
            return every
        account_id = self._rendering.account_of(conversation_id)
        return {one for one in every if account_id and reach.within(one, account_id)}

    # A process that was killed cannot say that its people left; their keys
    # expire, and every other process notices here.
    def _beat(self) -> None:
        now = time.monotonic()
        if now - self._beaten_at < BEAT_SECONDS:
            return
        self._beaten_at = now
        self._letting_go.sweep()
        self._presence.keep(self._tabs.present())
        self._presence.keep_at_desk({one.user_id for one in self._watchers.all().values()})
        for conversation_id, shown in list(self._shown.items()):
            if [one.without_words() for one in self._presence.people(conversation_id)] != shown:
                self._push_presence(conversation_id)

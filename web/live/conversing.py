"""What may a browser say over its socket, and what is it told?"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import redis
from flask import request
from flask_socketio import SocketIO, disconnect, emit, join_room, leave_room
from sqlalchemy.orm import Session

from inbox import permissions, reach
from inbox.errors import NotFound
from inbox.models import User
from inbox.permissions import Permission
from web import access, auditing, bell, counting, sign_in_cookie
from web.access import current_user
from web.live import admitting, asking, drawing, streaming
from web.live.asking import Asked
from web.live.presence import Presence
from web.live.relay import Relay
from web.live.rendering import Rendering
from web.live.streaming import Payload
from web.live.tabs import Tabs
from web.live.watchers import Overtaken, Watch, Watchers

log = logging.getLogger(__name__)


class Conversing:
    """The handlers of one process's sockets."""

    def __init__(
        self,
        socketio: SocketIO,
        *,
        rendering: Rendering,
        watchers: Watchers,
        presence: Presence,
        relay: Relay,
        tabs: Tabs,
    ) -> None:
        self._rendering = rendering
        self._watchers = watchers
        self._presence = presence
        self._relay = relay
        self._tabs = tabs
        for event, handler in (
            ("connect", self._connect),
            ("watch", self._watch),
            ("draft", self._draft),
            ("seen", self._seen),
            ("disconnect", self._disconnect),
        ):
            admitting.answer(socketio, event, handler, refused=disconnect)

    @access.signed_in
    def _connect(self, _auth: object = None) -> None:
        user = current_user()
        # Whoever may not read is in no room, so nothing is ever pushed to them.
        if permissions.may(user, Permission.READ):
            self._move(_arrived(user), user)
            self._relay.start()

    # The rooms are joined before the answer is read from the database, so that
    # a change in between is pushed, or answered, or both.
    @access.reads
    def _watch(self, page: object = None) -> Payload | None:
        user, asked = current_user(), asking.understood(page)
        if asked is None:
            disconnect()
            return None
        found = self._reached(user, asked)
        if found != asked:
            # It was drawn before they came to reach less.
            emit("reach")
        asked = found
        if not self._move(_watch_of(user, asked, admitting.turn()), user):
            return None
        with auditing.from_here():
            answer = self._rendering.read_by(
                user, lambda session: _answer(session, asked, user), language=asked.language
            )
        is_live = self._relay.is_listening.is_set()
        return {**answer, "presence": self._everyone(asked), "is_live": is_live}

    @access.reads
    def _draft(self, said: object = None) -> None:
        if self._watchers.get(_sid()) is None:
            return
        words = asking.words(said)
        self._tabs.write(_sid(), words)
        with _without_redis():
            self._announce()

    # Whoever reaches all is asked nothing. Guessed numbers join no room, and are told nothing.
    def _reached(self, user: User, asked: Asked) -> Asked:
        if reach.of(user) == reach.ALL:
            return asked
        return self._rendering.read(
            lambda session: asking.reached(session, asked), accounts=reach.of(user)
        )

    # What is pushed into an open conversation is read there, without a request.
    @access.reads
    def _seen(self, said: object = None) -> None:
        watch, shown = self._watchers.get(_sid()), asking.number(said, "conversation")
        if watch and shown is not None and shown == watch.conversation:
            self._rendering.note_seen(shown, current_user())

    @access.anyone
    def _disconnect(self, _reason: object = None) -> None:
        sid = _sid()
        self._tabs.clear(sid)
        watch = self._watchers.take(sid)
        if watch and watch.conversation is not None:
            with _without_redis():
                self._presence.leave(watch.conversation, sid)

    def _move(self, watch: Watch, user: User) -> bool:
        rooms = admitting.open_to(user, watch.rooms())
        try:
            before = self._watchers.put(_sid(), watch)
            for room in (before.rooms() if before else set()) - rooms:
                leave_room(room)
            for room in rooms:
                join_room(room)
        except Overtaken:
            # It stays where it went since; what was asked is answered all the same.
            return True
        except (KeyError, ValueError):
            # The tab was closed while it was being heard.
            self._watchers.take(_sid())
            return False
        with _without_redis():
            self._walk(before, watch)
        return True

    def _walk(self, before: Watch | None, now: Watch) -> None:
        if before is None:
            self._presence.keep_at_desk({now.user_id})
        if before and before.conversation is not None and before.conversation != now.conversation:
            self._tabs.clear(_sid())
            self._presence.leave(before.conversation, _sid())
        self._announce()

    def _announce(self) -> None:
        there = self._tabs.person(_sid())
        if there:
            self._presence.enter(there[0], _sid(), there[1])

    def _everyone(self, asked: Asked) -> list[Payload]:
        known: list[Payload] = []
        with _without_redis():
            for one in asked.conversations():
                people = [person.without_words() for person in self._presence.people(one)]
                self._relay.remember(one, people)
                known.append({"conversation": one, "people": people})
        return known


def _arrived(user: User) -> Watch:
    return Watch(
        user.id,
        user.first_name,
        sign_in_number=user.sign_in_number,
        digest=sign_in_cookie.digest(),
        reach=reach.of(user),
    )


def _watch_of(user: User, asked: Asked, turn: int) -> Watch:
    return replace(
        _arrived(user),
        view=asked.view,
        conversation=asked.conversation,
        live=asked.live,
        turn=turn,
        language=asked.language,
    )


def _answer(session: Session, asked: Asked, user: User) -> Payload:
    rows = _newer_rows(session, asked, user) if asked.view and asked.wants_rows else []
    open_one = (
        drawing.newer_pieces(session, asked.conversation, asked.version)
        if asked.conversation is not None
        else None
    )
    stream = streaming.newer_lines(session, asked.live, asked.line) if asked.live else None
    now = datetime.now(UTC).isoformat()
    return {
        "now": now,
        "rows": rows,
        "counts": counting.counts(session, user, [asked.view] if asked.view else []),
        "notifications": bell.standing(session, user),
        "conversation": open_one,
        "stream": stream,
    }


def _newer_rows(session: Session, asked: Asked, user: User) -> list[Payload]:
    try:
        return drawing.newer(session, view=asked.view, known=asked.rows, user=user)
    except NotFound:
        # The view was deleted while this page showed it; what it shows stays until it is left.
        return []


@contextmanager
def _without_redis() -> Iterator[None]:
    # Presence is only news: the relay's next beat brings it again.
    try:
        yield
    except redis.RedisError as error:
        log.info("Presence is not shared now: %s", error)


def _sid() -> str:
    sid: str = request.sid  # type: ignore[attr-defined]  # put there by Flask-SocketIO
    return sid

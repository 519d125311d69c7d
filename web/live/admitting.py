"""Who may say what over a socket, and who may listen in which room?

Handlers of events declare their rule as routes do (`web/access.py`), rooms theirs in `ROOMS`. An
app with an event that declares none refuses to start, and nobody is let into such a room.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, cast

from flask import current_app, g
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO

from connectors.phrases import Phrase
from inbox import permissions
from inbox.errors import NotAllowed
from inbox.models import User
from inbox.permissions import Permission
from web import off_loop, serving
from web.access import Rule
from web.refusals import UndeclaredAccess

DESK = "/"

ROOMS: Mapping[str, Permission] = {
    "desk": Permission.READ,
    "user": Permission.READ,
    "view": Permission.READ,
    "own": Permission.READ,
    "conversation": Permission.READ,
    "live": Permission.READ,
}
"""Of each kind of room, which is its name up to the colon, what whoever listens must be allowed."""

_turns = itertools.count(1)

Handler = Callable[..., Any]


def answer(
    socketio: SocketIO,
    event: str,
    handler: Handler,
    *,
    refused: Callable[[], Any],
    namespace: str = DESK,
) -> None:
    """Have an event handled for whom its rule admits, each time anew; `refused` answers others.

    Raises UndeclaredAccess.
    """
    rule: Rule | None = getattr(handler, "access_rule", None)
    if rule is None:
        raise UndeclaredAccess(
            Phrase("{endpoint} does not declare who may call it.", endpoint=f"{namespace} {event}")
        )

    @wraps(handler)
    def admitted(*said: object) -> Any:
        # What a tab says is heard side by side, so the turn is taken before anything waits.
        g.turn = next(_turns)
        try:
            _admit(rule)
        except NotAllowed as refusal:
            if event == "connect":
                raise Refused(*refusal.args) from None
            return refused()
        return handler(*said)

    socketio.on_event(event, admitted, namespace=namespace)


def turn() -> int:
    """Return the place of what is being heard among all that came in."""
    return cast("int", g.turn)


def open_to(user: User, rooms: Iterable[str]) -> set[str]:
    """Return which of these rooms somebody may listen in. Raises UndeclaredAccess."""
    return {room for room in rooms if permissions.may(user, _needed(room))}


def _needed(room: str) -> Permission:
    kind = room.partition(":")[0]
    if kind not in ROOMS:
        raise UndeclaredAccess(
            Phrase("{endpoint} does not declare who may call it.", endpoint=f"the room {kind}")
        )
    return ROOMS[kind]


def _admit(rule: Rule) -> None:
    def admitting() -> None:
        with serving.open_session(only_reads=True):
            rule.admit()

    off_loop.of(current_app).run(admitting)

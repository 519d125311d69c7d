"""What may a wall say over its socket, and what is it told?

Walls have a namespace of their own, so that none is ever in a room of the desk: they ask, and
nothing is pushed to them.
"""

from __future__ import annotations

import logging
from typing import Any

from flask import current_app
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO
from sqlalchemy.exc import SQLAlchemyError

from inbox.errors import NotAllowed
from web import access, off_loop, serving, wall_page

NAMESPACE = "/wall"

log = logging.getLogger(__name__)


def install(socketio: SocketIO) -> None:
    """Answer walls."""
    socketio.on_event("connect", _connect, namespace=NAMESPACE)
    socketio.on_event("figures", _answer, namespace=NAMESPACE)


def _connect(_auth: object = None) -> None:
    try:
        _admit()
    except NotAllowed as refusal:
        raise Refused(*refusal.args) from None


# Asked every time: a sign-in may have ended since.
def _answer(_asked: object = None) -> dict[str, Any] | None:
    try:
        _admit()
        html = wall_page.figures()
    except NotAllowed:
        return {"is_over": True}
    except SQLAlchemyError as error:
        log.warning("The database does not answer (%s); walls say so.", error)
        return None
    return {"now": serving.runtime().clock.now().isoformat(), "html": html}


def _admit() -> None:
    def admitting() -> None:
        with serving.open_session(only_reads=True):
            access.WATCHING.admit()

    off_loop.of(current_app).run(admitting)

"""What may a wall say over its socket, and what is it told?

Walls have a namespace of their own, so that none is ever in a room of the desk: they ask, and
nothing is pushed to them.
"""

from __future__ import annotations

import logging
from typing import Any

from flask_socketio import SocketIO
from sqlalchemy.exc import SQLAlchemyError

from web import access, serving, wall_page
from web.live import admitting

NAMESPACE = "/wall"

log = logging.getLogger(__name__)


def install(socketio: SocketIO) -> None:
    """Answer walls."""
    for event, handler in (("connect", _connect), ("figures", _answer)):
        admitting.answer(socketio, event, handler, refused=_over, namespace=NAMESPACE)


@access.watches
def _connect(_auth: object = None) -> None:
    """Let a wall ask."""


# Its rule is asked every time: a sign-in may have ended since.
@access.watches
def _answer(_asked: object = None) -> dict[str, Any] | None:
    try:
        html = wall_page.figures()
    except SQLAlchemyError as error:
        log.warning("The database does not answer (%s); walls say so.", error)
        return None
    return {"now": serving.runtime().clock.now().isoformat(), "html": html}


def _over() -> dict[str, Any]:
    return {"is_over": True}

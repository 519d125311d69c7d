"""Which browsers hear nothing more?

Nobody goes on hearing what residents write once their sign-in has ended, or is locked, or what
they do not reach any more: such a page comes anew.
"""

from __future__ import annotations

from flask_socketio import SocketIO

from web.live.rendering import Rendering
from web.live.watchers import Watchers


class LettingGo:
    """Closes the sockets of this process that may hear nothing any more."""

    def __init__(self, socketio: SocketIO, rendering: Rendering, watchers: Watchers) -> None:
        self._socketio = socketio
        self._rendering = rendering
        self._watchers = watchers

    def sweep(self) -> None:
        """Forget the browsers that left without a word, and let go of those that must."""
        self._watchers.sweep(self._is_connected)
        self.let_go()

    def let_go(self) -> None:
        """Close what watches by a sign-in that ended or was locked, or beyond its reach."""
        tabs = self._watchers.all()
        ended = self._rendering.ended({watch.sign_in for watch in tabs.values()})
        closed = self._rendering.closed({watch.digest for watch in tabs.values()} - {b""})
        outgrown = self._rendering.outgrown({(one.user_id, one.reach) for one in tabs.values()})
        for sid, watch in tabs.items():
            if (watch.user_id, watch.reach) in outgrown:
                self._socketio.emit("reach", to=sid)
                self._socketio.server.disconnect(sid)
            elif watch.sign_in in ended or watch.digest in closed:
                self._socketio.server.disconnect(sid)

    def _is_connected(self, sid: str) -> bool:
        connected: bool = self._socketio.server.manager.is_connected(sid, "/")
        return connected

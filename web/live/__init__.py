"""How do changes reach open browsers?

`install` puts a Socket.IO server in front of the Flask app. docs/live.md lists the cases.
"""

from __future__ import annotations

from flask import Flask
from flask_socketio import SocketIO
from gevent import monkey

from inbox.runtime import Runtime
from web import off_loop
from web.live import watching
from web.live.conversing import Conversing
from web.live.presence import Presence
from web.live.relay import Relay
from web.live.rendering import Rendering
from web.live.tabs import Tabs
from web.live.wall import Wall
from web.live.watchers import Watchers

# A browser that went silent is forgotten within ten seconds, so that nobody
# is shown as replying who has left.
PING_SECONDS = 5


def install(app: Flask, runtime: Runtime) -> SocketIO:
    """Serve live updates beside the app."""
    # Named, because the library would otherwise choose by what is installed.
    # Under gunicorn's gevent worker sockets are greenlets, elsewhere threads.
    async_mode = "gevent" if monkey.is_module_patched("socket") else "threading"
    socketio = SocketIO(
        app,
        async_mode=async_mode,
        transports=["websocket"],
        manage_session=False,
        ping_interval=PING_SECONDS,
        ping_timeout=PING_SECONDS,
    )
    watchers = Watchers()
    presence = Presence(runtime.redis)
    rendering = Rendering(app, runtime, off_loop.of(app))
    tabs = Tabs(watchers)
    relay = Relay(
        socketio, runtime, rendering=rendering, watchers=watchers, presence=presence, tabs=tabs
    )
    Conversing(
        socketio,
        rendering=rendering,
        watchers=watchers,
        presence=presence,
        relay=relay,
        tabs=tabs,
    )
    watching.install(socketio)
    app.extensions["hearback_wall"] = Wall(off_loop.of(app))
    app.extensions["hearback_relay"] = relay
    return socketio

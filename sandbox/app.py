"""Which application answers a request: a platform's, or the residents' pages?"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

from sandbox import control, front_page, graph, instagram, media, residents, x
from sandbox.dressing import dress
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.platform import Platform
from sandbox.serving import DROP, Sleep, note_effect, platform_app
from sandbox.world import World

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PLATFORMS: tuple[Platform, ...] = (x, graph, instagram, media)
"""Every platform folder; one more is one more name."""

HOST_HEADER = "HTTP_X_SIM_HOST"
BROWSER_PREFIX = "/host/"


class Sandbox:
    """The whole sandbox as one WSGI application, told apart by the original host."""

    def __init__(self, world: World, *, sleep: Sleep = time.sleep) -> None:
        self.world = world
        self.faults = Faults()
        self.journal = Journal()
        self._sleep = sleep
        self._by_host: dict[str, Flask] = {}
        world.listeners.append(note_effect)
        for platform in PLATFORMS:
            self.add(platform)
        self.pages = pages_app(self)

    def add(self, platform: Platform) -> None:
        """Let a platform answer for its hosts, and seed the world when it is reset."""
        app = platform_app(platform, self.world, self.faults, self.journal, self._sleep)
        self._by_host |= dict.fromkeys(platform.HOSTS, app)
        self.world.seeds.append(platform.seed)

    def reset(self) -> None:
        """Go back to the seeded department, without faults and with an empty journal."""
        self.faults.clear()
        self.world.reset()
        self.journal.clear()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request. Raises ConnectionResetError when a fault asks for a reset."""
        answer = self._application(environ)(environ, start)
        if DROP in environ:
            raise ConnectionResetError(104, "A fault resets this connection.")
        return answer

    def _application(self, environ: WSGIEnvironment) -> WSGIApplication:
        _host_from_path(environ)
        host = environ.get(HOST_HEADER)
        if not host:
            return self.pages.wsgi_app
        environ["sandbox.host"] = host
        app = self._by_host.get(host)
        return app.wsgi_app if app else _nobody


def pages_app(sandbox: Sandbox) -> Flask:
    """Build what a person's browser and the control endpoints reach."""
    app = Flask("sandbox")
    dress(app, sandbox.world.clock)
    app.register_blueprint(control.routes(sandbox))
    app.register_blueprint(front_page.routes(sandbox.world))
    app.register_blueprint(residents.routes(sandbox.world))
    return app


def _host_from_path(environ: WSGIEnvironment) -> None:
    """Read `/host/<host>/<path>`: a browser can't send the header."""
    path = environ.get("PATH_INFO", "")
    if HOST_HEADER in environ or not path.startswith(BROWSER_PREFIX):
        return
    host, slash, rest = path.removeprefix(BROWSER_PREFIX).partition("/")
    environ[HOST_HEADER], environ["PATH_INFO"] = host, slash + rest
    environ["SCRIPT_NAME"] = BROWSER_PREFIX + host


def _nobody(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    start("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"The sandbox does not play {environ[HOST_HEADER]}.\n".encode()]

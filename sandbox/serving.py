"""How is one platform's request answered, with its faults and its journal entry?"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from flask import Flask, Response, g, has_app_context, request

from sandbox import faults
from sandbox.dressing import TEMPLATES, dress
from sandbox.faults import Fault, Faults
from sandbox.journal import Journal, moment
from sandbox.platform import Platform
from sandbox.world import World

DROP = "sandbox.drop"
"""The key in the WSGI environment that asks for a TCP reset instead of an answer."""

HTML_PAGE = "<!doctype html><title>Sorry</title><h1>Something went wrong</h1>"

Sleep = Callable[[float], None]


def platform_app(
    platform: Platform,
    world: World,
    switched_on: Faults,
    journal: Journal,
    sleep: Sleep = time.sleep,
) -> Flask:
    """Build the application that plays one platform on all of its hosts."""
    app = Flask(f"sandbox.{platform.NAME}", static_folder=None, template_folder=str(TEMPLATES))
    dress(app, world.clock)
    app.json.ensure_ascii = True  # type: ignore[attr-defined]  # lone surrogates survive as escapes
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.compact = True  # type: ignore[attr-defined]
    app.register_blueprint(platform.routes(world))

    @app.before_request
    def strike() -> Response | None:
        g.effects = []
        host = request.environ["sandbox.host"]
        struck = switched_on.striking(platform.NAME, host, request.method, request.path)
        faults.remember(struck)
        return _instead(struck, platform, sleep)

    @app.after_request
    def finish(response: Response) -> Response:
        struck = faults.striking_now()
        response = _afterwards(response, struck)
        journal.record(
            request,
            at=moment(world.clock.now()),
            platform=platform.NAME,
            host=request.environ["sandbox.host"],
            status=None if DROP in request.environ else response.status_code,
            effects=g.get("effects", []),
            faults=sorted(struck),
        )
        return response

    return app


def note_effect(effect: str) -> None:
    """Add what a request changed to its journal entry; outside of one, nothing."""
    if has_app_context() and "effects" in g:
        g.effects.append(effect)


def _instead(struck: dict[str, Fault], platform: Platform, sleep: Sleep) -> Response | None:
    if faults.DELAY in struck:
        sleep(struck[faults.DELAY].seconds)
    if faults.RESET_BEFORE in struck:
        request.environ[DROP] = True
        return Response(status=500)
    if faults.STATUS in struck:
        return _status(struck[faults.STATUS])
    for kind in (faults.REVOKED_TOKEN, faults.RATE_LIMIT):
        if kind in struck:
            return platform.refuse(kind)
    return None


def _status(fault: Fault) -> Response:
    if isinstance(fault.body, str):
        return Response(fault.body, status=fault.status, mimetype="text/plain")
    body = json.dumps(fault.body if fault.body is not None else {})
    return Response(body, status=fault.status, mimetype="application/json")


def _afterwards(response: Response, struck: dict[str, Fault]) -> Response:
    if faults.RESET_AFTER in struck:
        request.environ[DROP] = True
    if faults.ERROR_AFTER_WRITE in struck:
        return _status(struck[faults.ERROR_AFTER_WRITE])
    if faults.HTML in struck:
        return Response(HTML_PAGE, status=200, mimetype="text/html")
    if faults.TRUNCATED in struck:
        body = response.get_data()
        response.set_data(body[: len(body) // 2])
    if faults.NO_CONTENT_TYPE in struck:
        del response.headers["Content-Type"]
    return response

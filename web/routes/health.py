"""Is the house alive, and is it ready to work?"""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from inbox import health
from web import serving
from web.access import anyone, stays_on_loop

routes = Blueprint("health", __name__)


@routes.get("/healthz")
@anyone
def alive() -> ResponseReturnValue:
    """Say that this process answers."""
    return jsonify({"alive": True})


@routes.get("/readyz")
@anyone
@stays_on_loop
def ready() -> ResponseReturnValue:
    """Say whether database, Redis, a worker and the scheduler answer."""
    checks = health.check(serving.runtime())
    is_ready = all(check.ok for check in checks)
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return jsonify({"ready": is_ready, "checks": [asdict(check) for check in checks]}), status

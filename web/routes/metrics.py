"""What does a monitor read of the house?"""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST

from connectors.phrases import Phrase
from inbox import gauges, health
from inbox.errors import NotAllowed
from web import access, metrics, off_loop, serving

routes = Blueprint("metrics", __name__)

LOOPBACK = ("127.0.0.1", "::1", "")
# What a proxy adds; who comes through one comes from elsewhere.
FROM_A_PROXY = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Via")


class NotForYou(NotAllowed):
    """Figures of the house are for those who run it."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This needs HEARBACK_METRICS_TOKEN, or is asked for on the machine itself.")
        )


def _judge() -> None:
    token = serving.runtime().settings.metrics_token
    if not (_bears(token) if token else _is_from_here()):
        raise NotForYou


def _bears(token: str) -> bool:
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def _is_from_here() -> bool:
    came_through = any(name in request.headers for name in FROM_A_PROXY)
    return (request.remote_addr or "") in LOOPBACK and not came_through


for_monitors = access.ruled_by(
    access.Rule("bears the monitor's token, or is on this machine", _judge, by_cookie=False)
)


@routes.get("/metrics")
@for_monitors
@access.stays_on_loop
def index() -> Response:
    """Give the figures in Prometheus's text format."""
    runtime = serving.runtime()
    house = off_loop.of(current_app).run(_from_rows)
    told = metrics.House(
        now=runtime.clock.now(),
        parts=health.check(runtime),
        queues=gauges.queues(runtime) or {},
        backlogs=house[0],
        readings=house[1],
    )
    return Response(metrics.written(told), content_type=CONTENT_TYPE_LATEST)


def _from_rows() -> tuple[list[gauges.Backlog], list[gauges.Reading]]:
    with serving.runtime().reading() as session:
        return gauges.backlogs(session), gauges.readings(session)

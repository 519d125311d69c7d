"""Under which number does a request run, how long did it take, and what is written of it?

What is written names the route and the numbers in its address, and never the address itself:
there may be words in it that somebody looked for.
"""

from __future__ import annotations

import logging
import time

from flask import Flask, Response, g, request
from prometheus_client import Histogram

from inbox import proxies, request_id
from web import serving

HEADER = "X-Request-ID"
NO_ROUTE = "none"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

SECONDS = Histogram(
    "hearback_request_seconds",
    "How long requests took, by route and the first figure of their status.",
    ["method", "route", "status"],
    buckets=_BUCKETS,
)

log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Give every request a number, and write down how long it took."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)


def route() -> str:
    """Name the route of the present request."""
    return request.url_rule.rule if request.url_rule else NO_ROUTE


def _begin() -> None:
    g.began = time.perf_counter()
    given = request.headers.get(HEADER, "").lower()
    believed = proxies.are_ours(serving.runtime().settings.proxies, request.remote_addr or "")
    request_id.begin(given if believed and request_id.is_sound(given) else request_id.new())


def _end(response: Response) -> Response:
    response.headers[HEADER] = request_id.current()
    taken = time.perf_counter() - g.began
    kind = f"{response.status_code // 100}xx"
    SECONDS.labels(request.method, route(), kind).observe(taken)
    fields = {
        "method": request.method,
        "route": route(),
        "numbers": _numbers(),
        "status": response.status_code,
        "milliseconds": round(taken * 1000, 1),
        "user": g.get("user_id"),
    }
    told = "%s %s answered %s in %.0f ms"
    log.info(
        told, request.method, route(), response.status_code, taken * 1000, extra={"fields": fields}
    )
    return response


def _forget(_: BaseException | None) -> None:
    request_id.begin("")


def _numbers() -> dict[str, int] | None:
    place = request.view_args or {}
    return {name: value for name, value in place.items() if isinstance(value, int)} or None

"""What do probes hear?"""

from __future__ import annotations

from inbox.runtime import Runtime
from web.app import create_app


def test_a_process_that_answers_is_alive(runtime: Runtime) -> None:
    assert create_app(runtime).test_client().get("/healthz").status_code == 200


def test_a_house_without_redis_is_not_ready_and_says_so(runtime: Runtime) -> None:
    answer = create_app(runtime).test_client().get("/readyz")

    words = {check["name"]: check["ok"] for check in answer.json["checks"]}
    assert answer.status_code == 503
    assert words["database"] is True
    assert words["redis"] is False

"""Does the sandbox go on the air, and show a broadcast as each platform would?"""

from __future__ import annotations

from typing import Any

import requests

from tests.sandbox.graph_calls import HOST, access
from tests.sandbox.running import Running

FACEBOOK = {"platform": "facebook"}
INSTAGRAM = {"platform": "instagram", "profile": "instagram_graph"}


def graph(sandbox: Running, path: str, *, method: str = "GET", **given: Any) -> requests.Response:
    """Ask the Graph API for something as the Page."""
    return requests.request(
        method,
        f"{sandbox.address}/v24.0/{path}",
        params={**given, **access(sandbox)},
        headers={"X-Sim-Host": HOST},
        timeout=5,
    )


def texts(answer: requests.Response, field: str = "message") -> list[str]:
    """Return what the entries of an edge say."""
    return [each[field] for each in answer.json()["data"]]


def test_a_facebook_broadcast_is_listed_while_it_runs_and_keeps_its_comments(
    sandbox: Running,
) -> None:
    page = sandbox.profile("facebook")["id"]
    made = sandbox.go_live(**FACEBOOK, text="News conference")
    live_id = made["live"]["id"]
    said = FACEBOOK | {"kind": "live_comment", "author": "Ana"}
    sandbox.say_many(said | {"text": "Comment {n}", "count": 3})
    sandbox.say(**said, text="👏👏")

    running = graph(sandbox, f"{page}/live_videos", broadcast_status='["LIVE"]', fields="status")
    assert running.json()["data"] == [{"status": "LIVE", "id": live_id}]
    order = {"order": "reverse_chronological"}
    assert texts(graph(sandbox, f"{live_id}/comments", **order))[0] == "Comment 2"
    whole = graph(sandbox, f"{live_id}/comments", live_filter="no_filter", **order)
    assert texts(whole) == ["👏👏", "Comment 2", "Comment 1", "Comment 0"]

    sandbox.end_live(**FACEBOOK)
    assert graph(sandbox, f"{page}/live_videos", broadcast_status='["LIVE"]').json()["data"] == []
    assert graph(sandbox, live_id, fields="status").json()["status"] == "VOD"
    assert len(texts(graph(sandbox, f"{made['id']}/comments"))) == 4


def test_an_instagram_broadcast_takes_no_comments_from_us_and_vanishes_at_its_end(
    sandbox: Running,
) -> None:
    user = sandbox.profile("instagram_graph")["id"]
    media = sandbox.go_live(**INSTAGRAM, text="Live")["id"]
    sandbox.say(**INSTAGRAM, kind="live_comment", author="@ana", text="Hola")

    assert [each["id"] for each in graph(sandbox, f"{user}/live_media").json()["data"]] == [media]
    assert texts(graph(sandbox, f"{media}/comments"), "text") == ["Hola"]
    assert graph(sandbox, f"{media}/comments", method="POST", message="No").status_code == 400
    assert graph(sandbox, f"{user}/media").json()["data"] == []

    sandbox.end_live(**INSTAGRAM)
    assert graph(sandbox, f"{user}/live_media").json()["data"] == []
    assert graph(sandbox, f"{media}/comments").status_code == 400


def test_anyone_starts_and_ends_a_broadcast_on_the_residents_page(sandbox: Running) -> None:
    page = f"{sandbox.address}/facebook"
    shown = requests.post(f"{page}/live", data={"text": "On the bridge"}, timeout=5).text
    assert "Live now" in shown
    post = next(each["id"] for each in sandbox.state()["posts"])
    sandbox.http.post(f"{page}/comments", data={"name": "Ana", "text": "Hi", "post": post})
    assert [each["kind"] for each in sandbox.sayings()] == ["live_comment"]

    shown = requests.post(f"{page}/live/end", data={"post": post}, timeout=5).text
    assert "Was live" in shown
    assert "End the broadcast" not in shown


def test_nobody_comments_live_where_nothing_is_on_the_air(sandbox: Running) -> None:
    said = FACEBOOK | {"kind": "live_comment", "author": "Ana", "text": "Hello?"}
    answer = sandbox.http.post(f"{sandbox.address}/sandbox/say", json=said)
    assert answer.status_code == 400
    assert "not on the air" in answer.json()["error"]

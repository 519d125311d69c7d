"""Does a calm day look like one?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sandbox import scenario
from sandbox.world import World
from tests.sandbox.running import Running

LATER = 12


def test_a_calm_day_opens_with_words_on_all_six_surfaces_within_the_last_hour(
    sandbox: Running,
) -> None:
    sandbox.control("scenario", {"name": "calm-day"})
    heard = [s for s in sandbox.state()["sayings"] if not s["from_department"]]
    surfaces = {(saying["platform"], saying["kind"]) for saying in heard}
    assert len(surfaces) == 6
    assert {saying["profile_id"] for saying in heard} == set(profile_ids(sandbox))
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert all(datetime.fromisoformat(saying["created_at"]) > hour_ago for saying in heard)


def test_a_calm_day_begins_once(sandbox: Running) -> None:
    first, second = (sandbox.control("scenario", {"name": "calm-day"}) for _ in range(2))
    assert (first["started"], second["started"]) == (True, False)


def test_one_more_is_said_every_minute_until_the_script_ends() -> None:
    world = World()
    world.reset()
    scenario.begin(world, "calm-day")
    opening = len(world.shelf.by_id)
    for minutes in range(1, LATER + 5):
        world.clock.advance(timedelta(seconds=61))
        scenario.go_on(world)
        scenario.go_on(world)
        assert len(world.shelf.by_id) - opening == min(minutes, LATER)


def profile_ids(sandbox: Running) -> list[str]:
    return [profile["id"] for profile in sandbox.state()["profiles"]]

"""How does a scenario go on?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sandbox import broadcasts, scenario, scripts
from sandbox.records import Saying
from sandbox.store import Store
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
    world = begun("calm-day")
    opening = len(world.shelf.by_id)
    for minutes in range(1, LATER + 5):
        world.clock.advance(timedelta(seconds=61))
        scenario.go_on(world)
        scenario.go_on(world)
        assert len(world.shelf.by_id) - opening == min(minutes, LATER)


@pytest.mark.parametrize("name", scripts.names())
def test_a_scenario_is_played_to_its_end(name: str) -> None:
    world, script = begun(name), scripts.script(name)

    minutes = 0
    while not is_over(world, name):
        later(world, minutes=1)
        minutes += 1

    lines = [line for line in (*script.opening, *script.later) if "kind" in line]
    assert len({id(said) for said in world.shelf.by_id.values()}) == len(lines)
    assert minutes <= 60
    assert not any(broadcasts.on_air(world, profile) for profile in world.profiles)


def test_an_edit_and_a_removal_come_at_their_minute() -> None:
    world = begun("road-closure")
    later(world, minutes=18)
    rumour, patient = said_with(world, "chemical waste"), said_with(world, "paramedics")
    assert "somebody please" in patient.earlier_texts[0].casefold()
    assert not rumour.removed

    later(world, minutes=2)

    assert rumour.removed


def test_a_news_conference_is_on_the_air_for_twenty_minutes() -> None:
    world = begun("news-conference")
    later(world, minutes=1)
    on_air = [post for profile in world.profiles for post in broadcasts.on_air(world, profile)]
    assert [world.profiles[post.profile_id].connector for post in on_air] == [
        "facebook",
        "instagram_graph",
        "instagram_private",
    ]

    for _ in range(18):
        later(world, minutes=1)
    heard = {post.platform: 0 for post in on_air}
    for post in on_air:
        heard[post.platform] += len(world.sayings_of_post(post.id))
    assert heard["facebook"] == pytest.approx(30 * 18, rel=0.1)
    assert heard["instagram"] == pytest.approx(20 * 18, rel=0.1)

    later(world, minutes=2)
    assert not any(post.is_on_air for post in on_air)


def test_what_is_about_something_taken_away_is_left_out() -> None:
    world = begun("news-conference")
    later(world, minutes=1)
    for profile in world.profiles:
        for post in broadcasts.on_air(world, profile):
            broadcasts.end(world, post)
    before = len(world.shelf.by_id)

    for _ in range(30):
        later(world, minutes=1)

    assert is_over(world, "news-conference")
    assert 0 < len(world.shelf.by_id) - before < 30


def test_after_a_night_switched_off_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    world, again = begun("missing-child"), World()
    later(world, minutes=5)
    Store(tmp_path).save(world)

    Store(tmp_path).load(again)
    again.clock.advance(timedelta(hours=9))
    scenario.resume(again)
    scenario.go_on(again)

    assert len(again.shelf.by_id) == len(world.shelf.by_id) + 1
    assert scenario.begin(again, "missing-child") is False
    later(world, minutes=50)
    later(again, minutes=50)
    assert words_of(again) == words_of(world)


def begun(name: str) -> World:
    world = World()
    world.reset()
    assert scenario.begin(world, name)
    return world


def later(world: World, *, minutes: float) -> None:
    world.clock.advance(timedelta(minutes=minutes))
    scenario.go_on(world)


def is_over(world: World, name: str) -> bool:
    return next(one.is_over for one in scenario.told(world) if one.name == name)


def said_with(world: World, words: str) -> Saying:
    return next(said for said in world.shelf.by_id.values() if words in said.text)


def words_of(world: World) -> list[str]:
    return [said.text for said in world.shelf.by_id.values()]


def profile_ids(sandbox: Running) -> list[str]:
    return [profile["id"] for profile in sandbox.state()["profiles"]]

"""Are the scenarios well written: possible, short enough, in more than one language?"""

from __future__ import annotations

import re
from collections import Counter

import pytest

from hearback.seeding import department
from sandbox import scripts
from sandbox.performing import perform
from sandbox.records import DIRECT_MESSAGE, FACEBOOK, INSTAGRAM, MENTION, Saying, X
from sandbox.world import World

PUBLIC, PRIVATE = False, True
LONGEST = {
    (FACEBOOK, PUBLIC): 8_000,
    (FACEBOOK, PRIVATE): 2_000,
    (INSTAGRAM, PUBLIC): 2_200,
    (INSTAGRAM, PRIVATE): 1_000,
    (X, PUBLIC): 280,
    (X, PRIVATE): 10_000,
}
POST_LENGTHS = {FACEBOOK: 8_000, INSTAGRAM: 2_200, X: 280}
SPANISH = re.compile(
    r"[¿¡]|\b(dónde|está|gracias|por favor|también|mi niña|no se)\b", re.IGNORECASE
)
ARABIC = re.compile("[\u0600-\u06ff]")
TELEPHONE = re.compile(r"\d{3}-\d{4}")

every_scenario = pytest.mark.parametrize("name", scripts.names())


@every_scenario
def test_every_line_is_possible_and_fits_its_platform(name: str) -> None:
    world = played(name)

    for said in world.shelf.by_id.values():
        is_private = said.kind == DIRECT_MESSAGE
        assert 0 < len(said.text) <= LONGEST[said.platform, is_private], said.text
        assert said.kind != MENTION or "@MesaVerdePD" in said.text
    assert all(len(post.text) <= POST_LENGTHS[post.platform] for post in world.posts.values())


@every_scenario
def test_some_of_it_is_in_spanish_and_some_from_right_to_left(name: str) -> None:
    texts = [said.text for said in heard(played(name))]

    assert sum(bool(SPANISH.search(text)) for text in texts) >= 5
    assert any(ARABIC.search(text) for text in texts)


@every_scenario
def test_no_resident_bears_the_name_of_somebody_on_the_desk(name: str) -> None:
    authors = {person.name for person in played(name).people}

    assert authors.isdisjoint({staff for _, staff, _ in department.STAFF})


@every_scenario
def test_no_telephone_number_can_ring_anywhere(name: str) -> None:
    world = played(name)
    texts = [post.text for post in world.posts.values()]
    texts += [said.text for said in world.shelf.by_id.values()]

    numbers = [number for text in texts for number in TELEPHONE.findall(text)]
    assert all(number.startswith("555-01") for number in numbers)


def test_a_scenario_comes_with_a_title_and_a_sentence_about_it() -> None:
    assert {"calm-day", "flood", "news-conference"} <= set(scripts.names())
    assert all(
        scripts.script(name).title and scripts.script(name).about for name in scripts.names()
    )


def test_a_flood_brings_200_messages_a_minute_for_ten_minutes_on_every_profile() -> None:
    lines = scripts.script("flood").later
    a_minute = Counter(int(line["minute"]) for line in lines)

    assert len(lines) == 2_000
    assert set(a_minute) == set(range(10))
    assert all(150 < count < 250 for count in a_minute.values())
    assert len({line["profile"] for line in lines}) == 4
    assert len({line["text"] for line in lines}) > 1_000
    assert not any("{" in line["text"] for line in lines)


def test_a_crowd_says_the_same_again() -> None:
    assert scripts.script.__wrapped__("flood") == scripts.script("flood")


def played(name: str) -> World:
    world, script = World(), scripts.script(name)
    world.reset()
    refs: dict[str, str] = {}
    for line in (*script.opening, *script.later):
        perform(world, line, refs)
    return world


def heard(world: World) -> list[Saying]:
    return [said for said in world.shelf.by_id.values() if not said.from_department]

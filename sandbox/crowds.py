"""What does a crowd say, of which only the rate and the turns of phrase are given?

The same crowd always says the same: chance is drawn from its `seed`, so that a scenario
goes on after a restart where it stopped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

GAP = re.compile(r"\{(\w+)\}")


def lines(crowd: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Draw what a crowd says, in order: `a_minute` of it for `minutes` from `from_minute`.

    `speaks` says where, each place with its `share` and the name of the `phrases` used
    there; a phrase's `{place}` is filled from `words["place"]`, and who speaks is a first
    and a last name.
    """
    chance = Random(crowd["seed"])  # noqa: S311 - chance, not secrecy
    count = crowd["a_minute"] * crowd["minutes"]
    moments = sorted(
        crowd["from_minute"] + crowd["minutes"] * chance.random() for _ in range(count)
    )
    places = chance.choices(crowd["speaks"], [place["share"] for place in crowd["speaks"]], k=count)
    return [
        _line(crowd, place, moment, chance) for place, moment in zip(places, moments, strict=True)
    ]


def _line(
    crowd: Mapping[str, Any], place: Mapping[str, Any], moment: float, chance: Random
) -> dict[str, Any]:
    where = {name: place[name] for name in ("profile", "kind", "post") if name in place}
    phrase = chance.choice(crowd["phrases"][place["phrases"]])
    return {
        **where,
        "minute": round(moment, 4),
        "author": _one(crowd["first_names"], chance) + " " + _one(crowd["last_names"], chance),
        "text": place.get("before", "") + _filled(phrase, crowd["words"], chance),
    }


def _filled(phrase: str, words: Mapping[str, Sequence[str]], chance: Random) -> str:
    return GAP.sub(lambda gap: _one(words[gap[1]], chance), phrase)


def _one(many: Sequence[str], chance: Random) -> str:
    return chance.choice(many)

"""Do we count as the platforms do?"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from time import perf_counter
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.text import TextRule, TextUnit

# Counted by X's own library, npm twitter-text 3.1.0.
EXAMPLES = json.loads(Path(__file__).with_name("weighted_examples.json").read_text())
weighted = TextRule(280, TextUnit.WEIGHTED).length


@pytest.mark.parametrize(("text", "length"), EXAMPLES)
def test_a_text_weighs_what_xs_own_library_says(text: str, length: int) -> None:
    assert weighted(text) == length


def test_characters_are_code_points_and_bytes_are_utf_8() -> None:
    assert TextRule(9, TextUnit.CHARACTERS).length("añ👍") == 3
    assert TextRule(9, TextUnit.BYTES).length("añ👍") == 7


@pytest.mark.parametrize("unit", TextUnit)
@pytest.mark.parametrize("text", ["", "\x00", "\ud83d", "\udc4d.com", "\u202e\u2066", "👍\ud83d"])
def test_broken_text_is_counted_all_the_same(unit: TextUnit, text: str) -> None:
    assert TextRule(9, unit).length(text) >= len(text)


def test_line_endings_of_a_form_weigh_as_those_of_a_keyboard() -> None:
    assert weighted("one\r\ntwo\rthree") == weighted("one\ntwo\nthree")


@pytest.mark.parametrize(
    "text",
    ["a." * 20_000, "日" * 40_000 + ".com", "x.com/" + "(a" * 20_000, "-a" * 20_000 + ".com"],
)
def test_a_hostile_text_is_counted_in_no_time(text: str) -> None:
    started = perf_counter()
    weighted(text)
    assert perf_counter() - started < 10


@pytest.fixture(scope="module")
def oracle() -> Iterator[Any]:
    """Load twitter_text, which asks for a module that setuptools no longer has."""
    removed = ModuleType("pkg_resources")
    removed.resource_string = _resource_string  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "pkg_resources", removed)
        yield SimpleNamespace(
            emoji=import_module("twitter_text.regexp.emoji").emoji_list,
            length=lambda text: import_module("twitter_text").parse_tweet(text).weightedLength,
        )


def _resource_string(package: str, name: str) -> bytes:
    spec = importlib.util.find_spec(package)
    assert spec
    assert spec.origin
    return (Path(spec.origin).parent / name).read_bytes()


def test_every_emoji_weighs_two(oracle: Any) -> None:
    known = oracle.emoji
    # The two that are plain signs without a variation selector: X's own library says 1.
    heavy = [e.emoji for e in known if weighted(e.emoji) != 2 and e.emoji not in "©®"]
    assert len(known) > 3000
    assert heavy == []


PIECES = """
a hello 日本 中国 é ñ . / - _ @ # http:// https:// www. example .com .co.uk .gov .us .中国 .рф t.co/
abc123 ?x=1 &y=2 ( ) (a(b)c) :80 : … — “ ” кот 、 .xn--p1ai 🏽 🇺🇸 👍🏽 👨‍👩‍👧 ☎ 1️⃣ ! ? ' " ~ |
mesaverde.gov/tips jane@example.com A.B CO .ly/x %20
"""
SEPARATORS = [" ", "\n", "\t", "e\u0301", "\u202e", "\u200f", "\u0627", "\x00"]
TEXTS = st.lists(st.sampled_from([*PIECES.split(), *SEPARATORS]), max_size=9).map("".join)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(text=TEXTS)
def test_any_text_weighs_what_another_library_says(oracle: Any, text: str) -> None:
    assert weighted(text) == oracle.length(text)

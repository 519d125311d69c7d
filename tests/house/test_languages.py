"""Can everything the desk says be read in every language it offers?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from inbox import reading_language
from tests.house import sources
from web import extracting

TRANSLATED = sorted(set(reading_language.NAMES) - {reading_language.USUAL})
PLACE = re.compile(r"%\((\w+)\)s|\{(\w*)[^{}]*\}(?!\})")
MARKUP = re.compile(r"<[^>]+>")
TEMPLATES = sorted((sources.ROOT / "web" / "templates").rglob("*.html"))
# Names, keys, and a word for scripts.
SAME_EVERYWHERE = re.compile(r"(· )?Hearback|Ctrl K|Ctrl ↵|Esc|Enter|list")
READ_ALOUD = (
    "aria-label",
    "title",
    "placeholder",
    "alt",
    "data-help",
    "data-keys",
    "data-shows",
    "data-command",
)


def catalogue_of(language: str) -> Catalog:
    path = sources.ROOT / f"web/translations/{language}/LC_MESSAGES/messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def said() -> set[str | tuple[str, str]]:
    return {words for _, _, words in extracting.messages()}


def forms(words: object) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, (list, tuple)) else (str(words),)


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogue_holds_what_is_said_and_nothing_else(language: str) -> None:
    known = {one.id if isinstance(one.id, str) else forms(one.id) for one in catalogue_of(language)}

    assert known - {""} == said()


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_is_translated_and_nothing_waits_for_a_second_look(language: str) -> None:
    found = [one for one in catalogue_of(language) if one.id]

    assert [one.id for one in found if one.fuzzy or not all(forms(one.string))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_has_the_same_places_and_the_same_markup(language: str) -> None:
    assert [one.id for one in catalogue_of(language) if one.id and differs(one)] == []


def differs(message: Message) -> bool:
    one, many = forms(message.id)[0], forms(message.id)[-1]
    first, *others = forms(message.string)
    return made_of(first) != made_of(one) or any(made_of(told) != made_of(many) for told in others)


def made_of(words: str) -> tuple[set[str], list[str]]:
    return places(words), sorted(MARKUP.findall(words))


def places(words: str) -> set[str]:
    return {named or braced for named, braced in PLACE.findall(words)}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_no_words_that_nobody_could_translate(template: Path) -> None:
    assert bare_words(template.read_text(encoding="utf-8")) == []


def bare_words(source: str) -> list[str]:
    """Return the words that a page would show in English only."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    tree = environment.parse(source)
    marked = {id(one) for call in tree.find_all(nodes.Call) for one in call.find_all(nodes.Node)}
    pieces = [
        one.data
        for output in tree.find_all(nodes.Output)
        for one in output.nodes
        if isinstance(one, nodes.TemplateData) and id(one) not in marked
    ]
    return [word for word in shown("\x00".join(pieces)) if not SAME_EVERYWHERE.fullmatch(word)]


def shown(html: str) -> list[str]:
    html = re.sub(r"<(svg|code|script|style|dt)\b.*?</\1>|<!--.*?-->", "", html, flags=re.DOTALL)
    read_aloud = re.findall(rf'\s(?:{"|".join(READ_ALOUD)})="([^"\x00]*)', html)
    between = re.sub(r'<(?:"[^"]*"|[^>"])*>', "\x01", html)
    words = [one.strip() for one in (*read_aloud, *re.split("[\x00\x01]", between))]
    return [one for one in words if re.search(r"[A-Za-z]{2}", one)]

"""In which language is a page written, and how are words told in it?

A person's own choice decides; until they choose, what their browser asks for; else the
department's setting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from babel import Locale
from babel.dates import format_skeleton
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request
from markupsafe import Markup

from connectors.phrases import Day, Phrase
from inbox import reading_language
from web import serving
from web.recalling import Recalling

CATALOGUES = Path(__file__).parent / "translations"
_LOCALES: Mapping[str, Locale] = {one: Locale(one, "US") for one in reading_language.NAMES}
_KEY = "hearback_catalogues"
_RECALLING = "hearback_recalling"


def install(app: Flask) -> None:
    """Let pages, templates and sentences be told in each language."""
    loaded = {one: Translations.load(CATALOGUES, [one]) for one in reading_language.NAMES}
    app.extensions[_KEY] = loaded
    app.extensions[_RECALLING] = {one: Recalling(catalogue) for one, catalogue in loaded.items()}
    app.jinja_env.add_extension("jinja2.ext.i18n")
    # Its newer style takes three times as long for a word, and a list has hundreds.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension's
        _gettext, _ngettext
    )
    app.jinja_env.globals["_"] = _told
    app.jinja_env.filters.update(translated=translated, recalled=recalled)
    app.jinja_env.globals.update(language=language, languages_of_the_desk=reading_language.NAMES)


def language() -> str:
    """Return the language of what is being written."""
    try:
        return cast("str", g.language)
    except AttributeError:
        g.language = _wanted()
        return cast("str", g.language)


def locale() -> Locale:
    """Return how dates and numbers are written: as in the United States, in this language."""
    return _LOCALES[language()]


@contextmanager
def reading_in(chosen: str) -> Iterator[None]:
    """Write in a language, whoever reads it."""
    before = g.pop("language", None), g.pop("catalogue", None), g.pop("told", None)
    g.language = chosen
    try:
        yield
    finally:
        for name, kept in zip(("language", "catalogue", "told"), before, strict=True):
            g.pop(name, None)
            if kept is not None:
                setattr(g, name, kept)


def say(template: str, /, **values: Any) -> str:
    """Tell a sentence of the web's own, with values in its places."""
    told = _gettext(template)
    return told.format(**values) if values else told


def say_many(one: str, many: str, count: int, /, **values: Any) -> str:
    """Tell a sentence that depends on a number, which stands in it as `count`."""
    return _ngettext(one, many, count).format(count=count, **values)


def marked(words: str) -> Phrase:
    """Mark words of a table that are told when they are shown, by `translated`."""
    return Phrase(words)


def translated(words: object) -> str:
    """Tell what the desk says; what people wrote is left as it is."""
    if isinstance(words, BaseException):
        words = words.args[0] if words.args else ""
    if not isinstance(words, Phrase):
        return words if isinstance(words, str) else str(words)
    if not words.values:
        return recalled(words.template)
    values = {name: _value(one) for name, one in words.values.items()}
    if words.many:
        told = _ngettext(words.template, words.many, words.values["count"])
    else:
        told = _gettext(words.template)
    return told.format(**values)


def recalled(words: str) -> str:
    """Tell what the desk said once and wrote down."""
    if not words:
        return ""
    kept = cast("dict[str, Recalling]", current_app.extensions[_RECALLING])
    return kept[language()].told(words)


def _value(value: object) -> object:
    if isinstance(value, Day) and language() != reading_language.USUAL:
        return format_skeleton("yMMMd", value.on, locale=locale())
    return translated(value) if isinstance(value, Phrase) else value


def _wanted() -> str:
    if not has_request_context():
        return reading_language.USUAL
    chosen = g.get("chosen_language")
    if chosen in reading_language.NAMES:
        return cast("str", chosen)
    usual = serving.runtime().settings.language
    return request.accept_languages.best_match([*reading_language.NAMES]) or usual


def _catalogue() -> NullTranslations:
    try:
        return cast("NullTranslations", g.catalogue)
    except AttributeError:
        g.catalogue = current_app.extensions[_KEY][language()]
        return cast("NullTranslations", g.catalogue)


class _Told(dict[str, Markup]):
    """The words of a page in its language; catalogues are ours, so their markup is meant."""

    def __missing__(self, message: str) -> Markup:
        self[message] = told = Markup(_gettext(message))  # noqa: S704 - from a catalogue
        return told


def _told(message: str, /, **values: object) -> Markup:
    try:
        told: Markup = g.told[message]
    except AttributeError:
        g.told = _Told()
        told = g.told[message]
    return told % values if values else told


def _gettext(message: str) -> str:
    return _catalogue().ugettext(message)


def _ngettext(one: str, many: str, count: int) -> str:
    return _catalogue().ungettext(one, many, count)

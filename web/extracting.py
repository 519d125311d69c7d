"""Which words does the desk say, and where?

`make words` brings the catalogues up to date with them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "web" / "translations"
# The API and the command line speak English to programs and to whoever runs the server.
_ENGLISH_ONLY = ("web/api/",)
_SAYING = ("Phrase", "marked", "say", "say_many")
_SCRIPT_WORDS = {"t": None, "plural": (1, 2)}
# Words may be said within a text that is put together.
_SCRIPT_OPTIONS = {"parse_template_string": True}
_TEMPLATE_WORDS = ("_", "gettext", "ngettext")
Found = tuple[str, int, str | tuple[str, str]]


def main() -> None:
    """Bring every catalogue up to date."""
    template = catalogue()
    for source in sorted(CATALOGUES.rglob("*.po")):
        with source.open("rb") as file:
            kept = read_po(file, locale=source.parts[-3])
        when = kept.creation_date
        kept.update(template, no_fuzzy_matching=True)
        kept.obsolete.clear()
        kept.creation_date = when
        with source.open("wb") as file:
            write_po(file, kept, width=100, include_lineno=False)


def catalogue() -> Catalog:
    """Return an empty catalogue of everything that is said."""
    found = Catalog(project="Hearback", charset="utf-8", fuzzy=False)
    for place, line, words in messages():
        found.add(words, locations=[(place, line)], flags=())
    return found


def messages() -> Iterator[Found]:
    """Yield every message with its file and line; one that depends on a number as a pair."""
    yield from _of_python(_files("connectors", "*.py"))
    yield from _of_python(_files("inbox", "*.py"))
    yield from _of_python(_files("web", "*.py"))
    yield from _of_templates(_files("web/templates", "*.html"))
    yield from _of_scripts(_files("web/static/js", "*.ts"))


def _files(folder: str, pattern: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob(pattern))
    return [one for one in found if not _name(one).startswith(_ENGLISH_ONLY)]


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _of_python(files: Iterable[Path]) -> Iterator[Found]:
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                words = _literals(node) if node.func.id in _SAYING else []
                if words:
                    pair = (words[0], words[1]) if len(words) > 1 else words[0]
                    yield _name(file), node.lineno, pair


def _literals(call: ast.Call) -> list[str]:
    literals = [one.value for one in call.args[:2] if isinstance(one, ast.Constant)]
    return [one for one in literals if isinstance(one, str)]


def _of_templates(files: Iterable[Path]) -> Iterator[Found]:
    options = {"trimmed": "false", "silent": "false", "encoding": "utf-8"}
    for file in files:
        with file.open("rb") as opened:
            for line, _, words, _ in babel_extract(opened, _TEMPLATE_WORDS, (), options):
                yield _name(file), line, _as_words(words)


def _of_scripts(files: Iterable[Path]) -> Iterator[Found]:
    for file in files:
        with file.open("rb") as opened:
            found = extract("javascript", opened, _SCRIPT_WORDS, options=_SCRIPT_OPTIONS)
            for line, words, *_ in found:
                yield _name(file), line, _as_words(words)


def _as_words(words: object) -> str | tuple[str, str]:
    if isinstance(words, tuple):
        given = [one for one in words if isinstance(one, str)]
        return (given[0], given[1]) if len(given) > 1 else given[0]
    return str(words)


if __name__ == "__main__":
    main()

"""Which numbers in an address or a form can be those of a row?"""

from __future__ import annotations

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

HIGHEST = 2**63 - 1


class Number(IntegerConverter):
    """A number the databases can look up; what is higher is nobody's."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - Werkzeug's name
        super().__init__(map, max=HIGHEST)


def install(app: Flask) -> None:
    """Let addresses be written with `<number:...>`."""
    app.url_map.converters["number"] = Number


def given(name: str) -> int | None:
    """Return the number a form gives under a name; None where it is no row's."""
    return read(request.form.get(name, ""))


def asked(name: str) -> int | None:
    """Return the number an address gives under a name; None where it is no row's."""
    return read(request.args.get(name, ""))


def all_given(name: str) -> list[int]:
    """Return every number a form gives under a name, but those that are no row's."""
    found = (read(one) for one in request.form.getlist(name))
    return [one for one in found if one is not None]


def read(said: str) -> int | None:
    """Return the number that somebody wrote; None where it is no row's."""
    is_number = said.isascii() and said.isdecimal() and len(said) < len(str(HIGHEST))
    return int(said) if is_number else None

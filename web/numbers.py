"""Which numbers in an address can be those of a row?"""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

HIGHEST = 2**63 - 1


class Number(IntegerConverter):
    """A number the databases can look up; what is higher is nobody's."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - Werkzeug's name
        super().__init__(map, max=HIGHEST)


def install(app: Flask) -> None:
    """Let addresses be written with `<number:...>`."""
    app.url_map.converters["number"] = Number

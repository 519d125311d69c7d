"""Which requests do the desk's own pages offer: forms with their fields, links with their values?

Read from the map of addresses and from the pages themselves, so that what is added is tried too.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from inbox.filters.conditions import BY_NAME
from inbox.models import Role
from tests.fuzz.house import House

_NAMED = re.compile(r"""(?:\.get(?:list)?|given|_number)\(\s*["'](\w[\w-]*)["']""")
_PART = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
Fields = tuple[tuple[str, str], ...]


@dataclass
class Offered:
    """What the pages offer for one route."""

    forms: set[Fields] = field(default_factory=set)
    places: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    queries: set[Fields] = field(default_factory=set)


@dataclass(frozen=True)
class Way:
    """One method of one route, and what is known of what it takes."""

    rule: Rule
    method: str
    offered: Offered
    names: tuple[str, ...]
    takes_files: bool

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Return the parts of the address that vary, each with its sort."""
        return [(sort or "string", name) for sort, name in _PART.findall(self.rule.rule)]

    def path(self, values: dict[str, str]) -> str:
        """Return the address with these values, which are quoted already."""
        return _PART.sub(lambda part: values[part[2]], self.rule.rule)


def ways(house: House) -> list[Way]:
    """Walk through the house, and return everything that can be asked of it by a browser."""
    offered = _walked(house)
    return [
        Way(
            rule,
            method,
            offered[rule.endpoint],
            _names(house.app, rule),
            getattr(house.app.view_functions[rule.endpoint], "takes_files", False),
        )
        for rule in sorted(house.app.url_map.iter_rules(), key=lambda rule: rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if not rule.rule.startswith("/api/") and rule.endpoint != "static"
    ]


def _walked(house: House) -> dict[str, Offered]:
    offered: dict[str, Offered] = defaultdict(Offered)
    for role in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        seen: set[str] = set()
        ahead = ["/", *_plain(house.app)]
        while ahead:
            path = ahead.pop(0)
            endpoint, _ = _found(house.app, urlsplit(path).path, "GET") or ("", {})
            if endpoint in seen:
                continue
            seen.add(endpoint)
            page = _Page()
            answer = house.browser(role).get(path, follow_redirects=False)
            if answer.mimetype == "text/html":
                page.feed(answer.text)
            ahead += _noted(house.app, offered, page)
            if answer.location:
                ahead.append(urlsplit(answer.location)._replace(scheme="", netloc="").geturl())
    house.written.taken()
    return offered


def _plain(app: Flask) -> list[str]:
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and not rule.arguments and "api" not in rule.rule
    )


def _noted(app: Flask, offered: dict[str, Offered], page: _Page) -> list[str]:
    further = []
    for path, method, fields in page.asked:
        parts = urlsplit(path)
        found = _found(app, parts.path, method)
        if found is None:
            continue
        endpoint, values = found
        for name, value in values.items():
            offered[endpoint].places[name].add(str(value))
        if method == "GET":
            is_new = not offered[endpoint].queries
            offered[endpoint].queries.add((*parse_qsl(parts.query), *fields))
            if is_new and not fields:
                further.append(path)
        else:
            offered[endpoint].forms.add(fields)
    return further


def _found(app: Flask, path: str, method: str) -> tuple[str, dict[str, Any]] | None:
    try:
        endpoint, values = app.url_map.bind("localhost").match(path, method)
    except HTTPException:
        return None
    return str(endpoint), dict(values)


def _names(app: Flask, rule: Rule) -> tuple[str, ...]:
    """Return what the module of a view, and those of ours it imports, ask requests for."""
    view = inspect.unwrap(app.view_functions[rule.endpoint])
    module = sys.modules[view.__module__]
    near = [one for one in vars(module).values() if inspect.ismodule(one)]
    read = [module, *(one for one in near if one.__name__.startswith("web."))]
    found = {name for one in read for name in _NAMED.findall(inspect.getsource(one))}
    return tuple(sorted(found | (set(BY_NAME) if "GET" in (rule.methods or set()) else set())))


class _Page(HTMLParser):
    """Collects links and forms: where they lead, how, and with which fields."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str, Fields]] = []
        self._form: tuple[str, str, list[tuple[str, str]]] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href", "").startswith("/"):
            self.asked.append((given["href"], "GET", ()))
        elif tag == "form":
            method = given.get("method", "get").upper()
            self._form = (given.get("action", ""), method, [])
        elif self._form:
            self._form[2].extend(self._fields(tag, given))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form:
            action, method, fields = self._form
            self.asked.append((action, method, tuple(fields)))
            self._form = None

    def _fields(self, tag: str, given: dict[str, str]) -> Iterator[tuple[str, str]]:
        if tag == "select":
            self._select = given.get("name", "")
        if tag == "option" and self._select:
            if "selected" in given:
                yield self._select, given.get("value", "")
        elif given.get("name") and tag in ("input", "textarea", "button", "select"):
            yield given["name"], given.get("value", "")

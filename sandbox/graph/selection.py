"""What does a `fields` parameter ask for?

`id,comments.filter(stream).limit(25){message,from{id}}`: names, each perhaps with
modifiers in brackets and a selection of its own in braces. Source: Graph API,
Field Expansion.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sandbox.graph.failing import GraphError

TOKEN = re.compile(r"\s*(?:(?P<name>\w+)|\.(?P<modifier>\w+)\((?P<value>[^()]*)\)|(?P<sign>[{},]))")


@dataclass
class Selected:
    """One field or edge that is asked for."""

    name: str
    modifiers: dict[str, str] = field(default_factory=dict)
    fields: list[Selected] | None = None


def parse(text: str) -> list[Selected]:
    """Read a `fields` parameter. Raises GraphError 2500 where it is malformed."""
    selected, end = _list(text, 0)
    if text[end:].strip():
        raise _malformed(text, end)
    return selected


def _list(text: str, at: int) -> tuple[list[Selected], int]:
    found: list[Selected] = []
    while True:
        one, at = _one(text, at)
        found.append(one)
        sign = TOKEN.match(text, at)
        if not sign or sign["sign"] != ",":
            return found, at
        at = sign.end()


def _one(text: str, at: int) -> tuple[Selected, int]:
    name = TOKEN.match(text, at)
    if not name or not name["name"]:
        raise _malformed(text, at)
    one, at = Selected(name["name"]), name.end()
    while (token := TOKEN.match(text, at)) and token["modifier"]:
        one.modifiers[token["modifier"]] = token["value"].strip("\"'")
        at = token.end()
    if token and token["sign"] == "{":
        one.fields, at = _braces(text, token.end())
    return one, at


def _braces(text: str, at: int) -> tuple[list[Selected], int]:
    selected, at = _list(text, at)
    closing = TOKEN.match(text, at)
    if not closing or closing["sign"] != "}":
        raise _malformed(text, at)
    return selected, closing.end()


def _malformed(text: str, at: int) -> GraphError:
    return GraphError(2500, f'Syntax error "Expected name." at character {at}: {text[:60]}')

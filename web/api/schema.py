"""Which JSON Schema describes a dataclass, and does a value fit it?"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import partial
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from inbox.errors import Invalid

Schema = dict[str, Any]
Shape = TypeVar("Shape")
_SIMPLE: dict[type, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
}
# What both databases hold in a key.
HIGHEST_NUMBER = 2**63 - 1


class Unreadable(Invalid):
    """What was sent does not have the documented form."""


def reference(shape: type) -> Schema:
    """Point to a shape among the document's components."""
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def described(shape: type) -> Schema:
    """Describe one dataclass; nested ones are pointed to."""
    hints = get_type_hints(shape)
    fields = dataclasses.fields(shape)
    return {
        "type": "object",
        "description": (shape.__doc__ or "").split("\n", maxsplit=1)[0],
        "properties": {one.name: _property(hints[one.name], one) for one in fields},
        "required": [one.name for one in fields if one.default is dataclasses.MISSING],
        "additionalProperties": False,
    }


def nested(shape: type) -> set[type]:
    """Return a shape and every shape inside it."""
    found = {shape}
    for hint in get_type_hints(shape).values():
        for one in _classes(hint):
            if isinstance(one, type) and dataclasses.is_dataclass(one):
                found |= nested(one)
    return found


def read(shape: type[Shape], body: object) -> Shape:
    """Turn a JSON object into its dataclass. Raises Unreadable, naming the field."""
    if not isinstance(body, dict):
        raise Unreadable("Send a JSON object.")
    hints = get_type_hints(shape)
    fields = {one.name: one for one in dataclasses.fields(shape)}  # type: ignore[arg-type]  # a dataclass by contract
    if unknown := sorted(body.keys() - fields.keys()):
        raise Unreadable(f"There is no field called {unknown[0]}.")
    for one in fields.values():
        if one.name not in body and one.default is dataclasses.MISSING:
            raise Unreadable(f"{one.name} is missing.")
    return shape(**{name: _value(hints[name], given, name) for name, given in body.items()})


def _property(hint: Any, field: dataclasses.Field[Any]) -> Schema:
    words = field.metadata.get("description")
    return {**_schema(hint), **({"description": words} if words else {})}


def _schema(hint: Any) -> Schema:
    if get_origin(hint) is list:
        return {"type": "array", "items": _schema(get_args(hint)[0])}
    if get_origin(hint) in (Union, UnionType):
        return _optional(hint)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return reference(hint)
    if issubclass(hint, StrEnum):
        return {"type": "string", "enum": [word.value for word in hint]}
    return _SIMPLE[hint]


def _optional(hint: Any) -> Schema:
    inner = _schema(next(one for one in get_args(hint) if one is not NoneType))
    if "$ref" in inner:
        return {"oneOf": [inner, {"type": "null"}]}
    nullable = {**inner, "type": [inner["type"], "null"]}
    return {**nullable, "enum": [*inner["enum"], None]} if "enum" in inner else nullable


def _classes(hint: Any) -> list[Any]:
    inner = get_args(hint)
    return [found for one in inner for found in _classes(one)] if inner else [hint]


def _value(hint: Any, given: object, name: str) -> Any:
    if get_origin(hint) in (Union, UnionType):
        if given is None:
            return None
        hint = next(one for one in get_args(hint) if one is not NoneType)
    if get_origin(hint) is list:
        return [_value(get_args(hint)[0], one, name) for one in _list(given, name)]
    make: Callable[[object], Any] = _MAKERS.get(hint) or partial(_word, hint)
    try:
        return make(given)
    except ValueError as problem:
        raise Unreadable(f"{name} must be {problem}.") from None


def _list(given: object, name: str) -> list[object]:
    if isinstance(given, list):
        return given
    raise Unreadable(f"{name} must be a list.")


def _word(words: type[StrEnum], given: object) -> StrEnum:
    for word in words:
        if word == given:
            return word
    raise ValueError(f"one of {', '.join(words)}")


def _text(given: object) -> str:
    if isinstance(given, str):
        return given
    raise ValueError("text")


def _number(given: object) -> int:
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= HIGHEST_NUMBER:
        return given
    raise ValueError(f"a whole number from 0 to {HIGHEST_NUMBER}")


_MAKERS: dict[type, Callable[[object], Any]] = {str: _text, int: _number}

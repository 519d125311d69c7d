"""How is a field read from JSON that may hold anything?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Raw = Mapping[str, Any]


def either(raw: Raw, old: str, new: str) -> Any:
    """Return a field by its name in 2.159, else by that in 2.167."""
    return raw.get(old) if old in raw else raw.get(new)


def rows(value: Any) -> list[Raw]:
    """Return the objects of a list; nothing where there is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def child(raw: Raw, name: str) -> Raw:
    """Return an object within an object; an empty one where there is none."""
    value = raw.get(name)
    return value if isinstance(value, dict) else {}


def word(raw: Raw, name: str) -> str:
    """Return a text or a number as text; empty where there is none."""
    value = raw.get(name)
    return str(value) if isinstance(value, str | int) else ""


def number(raw: Raw, name: str) -> int:
    """Return a whole number; 0 where there is none."""
    value = raw.get(name)
    return value if isinstance(value, int) else 0

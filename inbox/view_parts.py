"""How many conversations of a view stand under each of its heads?

A part is a view of its own, so that whatever counts views counts it too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_

from inbox import triage_groups
from inbox.triage_groups import Group
from inbox.views import View


def parts(view: View, now: datetime) -> list[View]:
    """Return the parts of a view that are counted: one for each head it may have at a moment."""
    if not (view.is_counted and view.is_triaged):
        return []
    held = triage_groups.held(now)
    return [_part(view, group, held[group]) for group in Group]


def part(view: View, group: Group, now: datetime) -> View:
    """Return what of a view stands under one head at a moment."""
    return _part(view, group, triage_groups.held(now)[group])


def _part(view: View, group: Group, is_held: ColumnElement[bool]) -> View:
    has_query = "?" in view.mark
    return replace(
        view,
        condition=lambda user: and_(view.condition(user), is_held),
        key=view.key if has_query else f"{view.key}#{group}",
        query=f"{view.query}#{group}" if has_query else "",
    )

"""How many conversations of a view stand under each of its heads?

A part is a view of its own, so that whatever counts views counts it too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_

from inbox import triage_groups
from inbox.triage_groups import Group
from inbox.views import View


def parts(view: View, now: datetime) -> list[View]:
    """Return the parts of a view that are counted: one for each head it may have at a moment."""
    if not (view.is_counted and view.is_triaged):
        return []
    return [part(view, group, now) for group in Group]


def part(view: View, group: Group, now: datetime) -> View:
    """Return what of a view stands under one head at a moment."""
    has_query = "?" in view.mark
    return replace(
        view,
        condition=lambda user: and_(view.condition(user), triage_groups.holds(group, now)),
        key=view.key if has_query else f"{view.key}#{group}",
        query=f"{view.query}#{group}" if has_query else "",
    )

"""What do the pages of roles show?"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import request

from inbox import permissions
from inbox.errors import Invalid
from inbox.models import AuditEvent, CustomRole
from inbox.permissions import Permission
from inbox.roles import giving, keeping, limits, wording
from inbox.roles.keeping import Wanted
from web import frame, serving


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A role in the table of what each may do."""

    name: str
    purpose: str
    allows: Collection[Permission]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What the audit log holds of a change, and which permissions it gave and took."""

    event: AuditEvent
    added: list[str]
    taken: list[str]


def index(*, problem: str = "") -> str:
    """Show what every role allows, and the department's own ones with who changed them."""
    session = serving.session()
    own = keeping.every(session)
    return frame.page(
        "roles/index.html",
        section="roles",
        columns=_columns([one for one in own if one.archived_at is None]),
        own=own,
        people_with=keeping.counts(session),
        roles={role.value: name for role, name in wording.NAMES.items()},
        changes=[_changed(one) for one in keeping.changes(session)],
        known=permissions.known,
        problem=problem,
        **_words(),
    )


def form(role: CustomRole | None = None, *, problem: str = "") -> str:
    """Show the form of a role, or of a new one, with what was typed where there is a problem."""
    session, written = serving.session(), wanted() if problem else _written(role)
    return frame.page(
        "roles/edit.html",
        section="roles",
        role=role,
        written=written,
        chosen=set(written.allows),
        holders=keeping.holders(session, role) if role else (),
        included=limits.included,
        longest_name=keeping.LONGEST_NAME,
        longest_purpose=keeping.LONGEST_PURPOSE,
        problem=problem,
        **_words(),
    )


def wanted() -> Wanted:
    """Return what a form asks for; permissions that there are not are left out."""
    return Wanted(
        name=request.form.get("name", ""),
        purpose=request.form.get("purpose", ""),
        allows=permissions.known(request.form.getlist("allows")),
    )


def _written(role: CustomRole | None) -> Wanted:
    if role:
        return Wanted(name=role.name, purpose=role.purpose, allows=permissions.known(role.allows))
    return Wanted(name="", purpose="", allows=_like())


def _like() -> Collection[Permission]:
    """Return what the role allows that a new one begins as a copy of."""
    try:
        return giving.allowed(giving.keyed(serving.session(), request.args.get("like", "")))
    except Invalid:
        return ()


def _columns(own: Collection[CustomRole]) -> list[Column]:
    built_in = [
        Column(name=name, purpose=wording.PURPOSES[role], allows=giving.allowed(role))
        for role, name in wording.NAMES.items()
    ]
    made = [Column(name=one.name, purpose=one.purpose, allows=giving.allowed(one)) for one in own]
    return built_in + made


def _changed(event: AuditEvent) -> Changed:
    detail = json.loads(event.detail) if event.detail else {}
    return Changed(
        event=event,
        added=_called(detail.get("added", []) + detail.get("allows", [])),
        taken=_called(detail.get("taken", [])),
    )


def _called(names: Collection[str]) -> list[str]:
    return [wording.ALLOWS[one] for one in Permission if one.value in names]


def _words() -> dict[str, Any]:
    return {"permissions": wording.ALLOWS, "meanings": wording.MEANINGS}

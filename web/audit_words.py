"""In which words does a page tell what the audit log keeps?"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from inbox.audit import what
from inbox.models import AuditEvent
from web import audit_details
from web.languages import marked, translated

OBJECTS = {
    "user": marked("Person"),
    "role": marked("Role"),
    "account": marked("Account"),
    "token": marked("Token"),
    "webhook": marked("Webhook"),
    "team": marked("Team"),
    "targets": marked("Response targets"),
    "status": marked("Status"),
    "canned response": marked("Canned response"),
    "conversation": marked("Conversation"),
    "message": marked("Message"),
    "address": marked("Page"),
    "week": marked("Week"),
    "file": marked("File"),
    "protocol_step": marked("Step at a risk to life"),
    "report schedule": marked("Report by e-mail"),
    "use notice": marked("Notice before sign-in"),
}
MEANS = {
    "browser": marked("Browser"),
    "api": marked("API"),
    "command line": marked("The command line"),
    "desk": marked("The desk itself"),
}


def install(app: Flask) -> None:
    """Give templates the words of this file."""
    app.jinja_env.filters.update(
        audit_act=act,
        audit_details=audit_details.told,
        audit_object=thing,
        audit_means=means,
        hundredths=hundredths,
    )


def act(value: str) -> str:
    """Say what was done."""
    return translated(what.name(value))


def thing(row: AuditEvent) -> str:
    """Say what it was done to: its sort, its name or else its number."""
    kind = translated(OBJECTS.get(row.object_kind, row.object_kind))
    number = "" if row.object_id is None else str(row.object_id)
    return f"{kind} {row.object_name or number}".strip()


def means(row: AuditEvent) -> str:
    """Say by what somebody acted."""
    return translated(MEANS.get(row.means, row.means))


def hundredths(moment: datetime) -> str:
    """Write a moment in UTC to the hundredth of a second."""
    in_utc = moment.astimezone(UTC)
    return f"{in_utc:%Y-%m-%d %H:%M:%S}.{in_utc.microsecond // 10_000:02}"

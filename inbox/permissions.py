"""What may somebody do here, by the role they have?

The one place that decides: routes, sockets, API operations and verbs ask here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from sqlalchemy import ColumnElement, Text, and_, or_, select, type_coerce

from inbox.models import CustomRole, Role, User
from inbox.models.custom_role import holding


class Permission(StrEnum):
    """Something that a role allows."""

    WATCH = "watch"
    """See the figures of the wall: no words, no names of residents."""

    READ = "read"
    """Read what residents wrote, direct messages too."""

    HANDLE = "handle"
    """Claim, assign, tag, note, snooze, merge and resolve."""

    REPLY = "reply"
    MODERATE = "moderate"
    """Hide, and ask for a delete."""

    CONFIRM = "confirm"
    """Be the second person of a delete."""

    APPROVE = "approve"
    """Approve replies and canned responses that others wrote."""

    LEAD = "lead"
    """Set hours, targets, teams and statuses, and change what colleagues share."""

    REPORT = "report"
    MAIL_REPORTS = "mail_reports"
    """Have reports sent to colleagues by e-mail."""

    RECORDS = "records"
    """Export what is kept, hold it, and dispose of it."""

    AUDIT = "audit"
    """Read the log of who did what."""

    PEOPLE = "people"
    """Say who works here, and as what."""

    CONNECT = "connect"
    """Connect accounts, and disconnect them."""


_RESPONDER = {
    Permission.WATCH,
    Permission.READ,
    Permission.HANDLE,
    Permission.REPLY,
    Permission.REPORT,
}
OF_ROLES: Mapping[Role, frozenset[Permission]] = {
    Role.VIEWER: frozenset({Permission.WATCH}),
    Role.RESPONDER: frozenset(_RESPONDER),
    Role.SENIOR: frozenset({*_RESPONDER, Permission.MODERATE}),
    Role.SUPERVISOR: frozenset(
        {
            *_RESPONDER,
            Permission.MODERATE,
            Permission.CONFIRM,
            Permission.APPROVE,
            Permission.LEAD,
            Permission.MAIL_REPORTS,
        }
    ),
    Role.RECORDS: frozenset({*_RESPONDER, Permission.RECORDS} - {Permission.REPLY}),
    Role.APPROVER: frozenset(
        {
            Permission.WATCH,
            Permission.READ,
            Permission.HANDLE,
            Permission.MODERATE,
            Permission.CONFIRM,
        }
    ),
    Role.AUDITOR: frozenset({Permission.AUDIT}),
    # Whoever opens the doors reads nothing behind them.
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.WATCH,
            Permission.PEOPLE,
            Permission.CONNECT,
            Permission.LEAD,
            Permission.AUDIT,
        }
    ),
}


def of(user: User) -> frozenset[Permission]:
    """Return everything that somebody may do."""
    if user.custom_role_id is None:
        return OF_ROLES[user.role]
    return known(user.custom_allows or ())


def known(names: Collection[str]) -> frozenset[Permission]:
    """Return the permissions of these names; what a newer version called otherwise is none."""
    return frozenset(one for one in Permission if one.value in names)


def may(user: User, *any_of: Permission) -> bool:
    """Say whether somebody may do one of these."""
    return not of(user).isdisjoint(any_of)


def only_watches(user: User) -> bool:
    """Say whether all that somebody is shown may hang where anybody passes by."""
    return of(user) == {Permission.WATCH}


def who_may(*any_of: Permission) -> ColumnElement[bool]:
    """Say in SQL whether a `User` may do one of these."""
    built_in = [role for role, allowed in OF_ROLES.items() if not allowed.isdisjoint(any_of)]
    allows = type_coerce(CustomRole.allows, Text)
    custom = select(CustomRole.id).where(
        or_(*(allows.contains(holding(one), autoescape=True) for one in any_of))
    )
    return or_(
        and_(User.custom_role_id.is_(None), User.role.in_(built_in)),
        User.custom_role_id.in_(custom),
    )

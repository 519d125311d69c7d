"""Which facts of the department do all responses share: a telephone number, a link?"""

from __future__ import annotations

from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox.canned import approving, history, variables
from inbox.canned.history import Change
from inbox.errors import Invalid
from inbox.models import DepartmentValue, User

LONGEST = 400


class UnusableValue(Invalid):
    """It could not stand in a reply."""


def put(session: Session, name: str, value: str, *, by: User) -> DepartmentValue:
    """Set a value: every response that names it says it from now on.

    Raises SupervisorsOnly or UnusableValue.
    """
    approving.require_approver(by)
    name, value = name.strip(), " ".join(value.split())
    _check(name, value)
    found = session.scalar(
        select(DepartmentValue).where(DepartmentValue.name == name).with_for_update()
    )
    before = found.value if found else ""
    if found is None:
        found = DepartmentValue(name=name)
        session.add(found)
    found.value = value
    if before != value:
        history.record(session, None, Change(what=name, before=before, after=value), by=by)
    session.flush()
    return found


def _check(name: str, value: str) -> None:
    if not variables.KEPT.fullmatch(name) or name in variables.BUILT_IN:
        raise UnusableValue(
            Phrase(
                "Name it link.… or department.…, in small letters, such as link.records; "
                "department.name is the account's own."
            )
        )
    if not value or len(value) > LONGEST or not value.isprintable() or "{{" in value:
        raise UnusableValue(
            Phrase("A value is 1 to {longest} characters that can all be seen.", longest=LONGEST)
        )
    if name.startswith("link.") and not _is_link(value):
        raise UnusableValue(Phrase("A link begins with https:// and names a site."))


def _is_link(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)

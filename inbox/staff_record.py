"""How is a change of who works here kept: on the page People, and in the audit log?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from inbox import clock, staff_notices
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.models import StaffChange, StaffChangeKind, User

# What the detail of a change says; of others it is a name.
_SAYS = {
    StaffChangeKind.ADDED: "role",
    StaffChangeKind.ROLE: "role",
    StaffChangeKind.LINK: "purpose",
    StaffChangeKind.LINK_USED: "purpose",
    StaffChangeKind.ACCESS_END: "until",
    StaffChangeKind.UNUSED: "days",
    StaffChangeKind.NOT_VOUCHED: "why",
}


def record(
    session: Session,
    person: User,
    what: StaffChangeKind,
    by: User | None,
    detail: str = "",
    *,
    before: str | None = None,
) -> StaffChange:
    """Keep what was done to somebody, and return it; `by` is None for the desk and its server.

    `before` is what stood in the place of `detail`.
    """
    session.flush()
    change = StaffChange(
        user_id=person.id, by_id=by and by.id, at=clock.now(session), what=what, detail=detail
    )
    session.add(change)
    said = {_SAYS.get(what, "name"): detail} if detail or before else {}
    if before is not None:
        said["before"] = before
    on = On("user", person.id, person.name)
    recording.record(session, What(f"person.{what.value}"), by=by, on=on, detail=said)
    staff_notices.tell_whom_it_belongs_to(session, change, person)
    return change

"""How does an act come into the log?

`record` collects; `write` puts what was collected at the end of the chain as the last thing
before the commit of the act itself. So both are one transaction, and the end of the chain is
held only while a few rows are written (docs/audit.md).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import chain, clock
from inbox.audit import linking, origin
from inbox.audit.what import Outcome, What
from inbox.errors import Unavailable
from inbox.models import AuditEvent, AuditHead, User

_KEY = "audited"
# The number by which PostgreSQL knows the end of this chain.
_END_OF_CHAIN = 4_217_001
_LONGEST = 300

log = logging.getLogger(__name__)


class LogBroken(Unavailable):
    """What cannot be recorded is not done."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "The audit log cannot be written, so this was not done. "
                "Tell an administrator; `hearback check` says more."
            )
        )


@dataclass(frozen=True, slots=True)
class On:
    """What an act was done to."""

    kind: str = ""
    id: int | None = None
    name: str = ""


NOTHING = On()


def record(
    session: Session,
    what: What,
    *,
    by: User | None = None,
    on: On = NOTHING,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Keep when this session commits that something was done.

    `by` is whoever acts, if that is not whoever the request came from. `detail` holds JSON values.
    """
    person = by or origin.current().user
    who = person.name if person else origin.current().who
    _collect(session, person, who, _of(what, Outcome.SUCCESS, on, detail))


def fail(
    session: Session,
    what: What,
    *,
    who: str = "",
    on: On = NOTHING,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Keep when this session commits that something was tried and not done.

    `who` is what somebody called themselves whom nobody knows.
    """
    person = origin.current().user
    _collect(
        session,
        person,
        person.name if person else who,
        _of(what, Outcome.FAILURE, on, detail),
    )


def write(session: Session) -> None:
    """Chain what was collected to the end of the log. Raises LogBroken."""
    rows = session.info.pop(_KEY, [])
    if not rows:
        return
    session.flush()
    try:
        _append(session, rows)
    except SQLAlchemyError as error:
        log.critical("The audit log cannot be written.", exc_info=error)
        raise LogBroken from error


def _of(
    what: What, outcome: Outcome, on: On, detail: Mapping[str, Any] | None
) -> dict[str, object]:
    return {
        "what": what.value,
        "outcome": outcome.value,
        "object_kind": on.kind,
        "object_id": on.id,
        "object_name": on.name[:_LONGEST],
        "detail": chain.canonical(detail).decode() if detail else "",
    }


def _collect(session: Session, person: User | None, who: str, act: Mapping[str, object]) -> None:
    here = origin.current()
    row = {
        **act,
        "user_id": person.id if person else None,
        "who": who[:_LONGEST],
        "means": here.means.value,
        "address": here.address[:64],
        "sign_in": here.sign_in[:64],
    }
    session.info.setdefault(_KEY, []).append(row)


def _append(session: Session, rows: list[dict[str, Any]]) -> None:
    head, now = _held(session), clock.now(session)
    for row in rows:
        row |= {"occurred_at": now, "previous": head.digest}
        head.count, head.digest = head.count + 1, linking.digest(head.digest, row)
        row |= {"id": head.count, "digest": head.digest}
    session.execute(insert(AuditEvent), rows)
    session.flush()


def _held(session: Session) -> AuditHead:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:chain)"), {"chain": _END_OF_CHAIN})
    head = session.get(AuditHead, 1, populate_existing=True)
    if head is None:
        head = AuditHead(id=1, count=0, digest=b"")
        session.add(head)
    return head

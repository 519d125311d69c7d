"""How do lists know what is due next without looking at promises?"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from inbox.db import table_of
from inbox.models import Conversation
from inbox.promises import promising
from inbox.promises.case import Case

_CONVERSATION = table_of(Conversation)
_MIRRORED = ("due_at", "due_soon_at", "due_kind")
_MIRROR = (
    update(_CONVERSATION)
    .where(_CONVERSATION.c.id == bindparam("key"))
    .values({name: bindparam(f"new_{name}") for name in _MIRRORED})
)


def mirror(session: Session, cases: Iterable[Case]) -> None:
    """Write on each conversation what is due next, for the lists to read."""
    session.flush()
    stand = {case.id: promising.soonest(case) for case in cases}
    rows = session.execute(
        select(_CONVERSATION.c.id, *(_CONVERSATION.c[name] for name in _MIRRORED)).where(
            _CONVERSATION.c.id.in_(stand)
        )
    ).all()
    due = {
        number: (one.due_at, one.warn_at, one.kind) if one else (None, None, None)
        for number, one in stand.items()
    }
    changed = [row.id for row in rows if tuple(row)[1:] != due[row.id]]
    if not changed:
        return
    session.execute(
        _MIRROR,
        [
            {
                "key": number,
                **{
                    f"new_{name}": value for name, value in zip(_MIRRORED, due[number], strict=True)
                },
            }
            for number in changed
        ],
    )
    for number in changed:
        _show_what_is_loaded(session, number, due[number])


def _show_what_is_loaded(session: Session, number: int, due: tuple[object, ...]) -> None:
    loaded = session.identity_map.get(session.identity_key(Conversation, number))
    if loaded is not None:
        for name, value in zip(_MIRRORED, due, strict=True):
            set_committed_value(loaded, name, value)

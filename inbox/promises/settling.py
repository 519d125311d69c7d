"""By when is each changed conversation's next answer due?

Worked out at the end of the transaction that changed it, so that no verb can forget to. What
holds for a wait is what was in force when it came to us: neither a policy nor hours that are
changed later move its deadline. Whatever decides which of them holds (the team, the priority,
a tag) does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from inbox import announcing, measuring
from inbox.db import table_of
from inbox.models import Account, Conversation, Message, Promise, Status, Wait, conversation_tag
from inbox.promises import in_force, mirroring, noting, promising
from inbox.promises.case import Case, Noted, Waited
from inbox.promises.in_force import Rules
from inbox.promises.matching import Standing

_CONVERSATION, _WAIT = table_of(Conversation), table_of(Wait)
_Row = Row[*tuple[Any, ...]]


def settle(session: Session) -> None:
    """Work out what is due in every conversation that this session changed since it last did."""
    settled: dict[int, int] = session.info.setdefault("settled", {})
    changed = announcing.of(session).conversations
    waiting = sorted(one for one, version in changed.items() if settled.get(one) != version)
    if waiting:
        _work_out(session, waiting)
        now = {one: changed[one] for one in waiting}
        measuring.note(session, now)
        settled.update(now)


def _work_out(session: Session, ids: Sequence[int]) -> None:
    rules = in_force.rules(session)
    if rules is None:
        return
    cases = _cases(session, ids, rules)
    for case in cases:
        promising.promise(session, rules.policies, case)
    noting.note(session, cases)
    mirroring.mirror(session, cases)


def _cases(session: Session, ids: Sequence[int], rules: Rules) -> list[Case]:
    columns = _CONVERSATION.c
    rows: Sequence[_Row] = session.execute(
        select(
            columns.id,
            columns.platform,
            columns.kind,
            columns.priority,
            columns.team_id,
            columns.status,
            columns.is_new_cycle,
            columns.merged_into_id,
        ).where(columns.id.in_(ids))
    ).all()
    tags, waits = _tags(session, ids), _waits(session, ids)
    promises = _promises(session, [row.id for found in waits.values() for row in found])
    return [
        Case(
            id=row.id,
            is_open=row.status is not Status.RESOLVED and row.merged_into_id is None,
            is_new_cycle=row.is_new_cycle,
            standing=_standing(row, tags.get(row.id, frozenset())),
            waits=_measured(session, rules, row, waits.get(row.id, [])),
            promises=[one for wait in waits.get(row.id, []) for one in promises.get(wait.id, [])],
        )
        for row in rows
    ]


def _standing(row: _Row, tags: frozenset[int]) -> Standing:
    return Standing(
        platform=row.platform,
        kind=row.kind,
        priority=row.priority,
        team_id=row.team_id,
        tag_ids=tags,
    )


def _tags(session: Session, ids: Sequence[int]) -> dict[int, frozenset[int]]:
    there = conversation_tag.c
    rows = session.execute(
        select(there.conversation_id, there.tag_id)
        .where(there.conversation_id.in_(ids))
        .order_by(there.conversation_id)
    )
    return {
        number: frozenset(row.tag_id for row in found)
        for number, found in groupby(rows, lambda row: row.conversation_id)
    }


def _waits(session: Session, ids: Sequence[int]) -> dict[int, list[_Row]]:
    columns = _WAIT.c
    rows = session.execute(
        select(
            columns.id,
            columns.conversation_id,
            columns.is_first,
            columns.started_at,
            columns.ended_at,
            columns.hours_id,
            columns.staffed,
            columns.target,
            columns.due_at,
            Message.received_at,
            Account.first_connected_at,
        )
        .join(Message, Message.id == columns.opened_by_message_id)
        .join(Account, Account.id == columns.account_id)
        .where(columns.conversation_id.in_(ids))
        .order_by(columns.conversation_id, columns.started_at, columns.id)
    )
    grouped = groupby(rows, lambda row: row.conversation_id)
    return {number: list(found) for number, found in grouped}


def _promises(session: Session, wait_ids: Sequence[int]) -> dict[int, list[Promise]]:
    found: dict[int, list[Promise]] = {}
    for one in session.scalars(select(Promise).where(Promise.wait_id.in_(wait_ids))):
        found.setdefault(one.wait_id, []).append(one)
    return found


def _measured(session: Session, rules: Rules, row: _Row, waits: Sequence[_Row]) -> list[Waited]:
    """Return the waits with the hours of each; those that have ended keep the ones they have."""
    measured = []
    for wait in waits:
        number = wait.hours_id
        if number is None or wait.ended_at is None:
            number = rules.hours_id(row.team_id, row.priority, wait.received_at)
        measured.append(_waited(session, rules, wait, number))
    return measured


def _waited(session: Session, rules: Rules, wait: _Row, hours_id: int) -> Waited:
    connected_at = wait.first_connected_at
    return Waited(
        id=wait.id,
        is_first=wait.is_first,
        started_at=wait.started_at,
        ended_at=wait.ended_at,
        known_at=wait.received_at,
        is_promised=connected_at is None or wait.started_at >= connected_at,
        hours=rules.hours(session, hours_id),
        hours_id=hours_id,
        noted=Noted(
            hours_id=wait.hours_id, staffed=wait.staffed, target=wait.target, due_at=wait.due_at
        ),
    )

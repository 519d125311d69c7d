"""Which promises does a conversation have now, and by when is each to be kept?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from inbox.hours.week import Hours
from inbox.models import Promise, PromiseKind, SlaPolicy
from inbox.promises import matching, measuring
from inbox.promises.case import Case, Waited
from inbox.promises.measuring import Run

_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owed:
    wait: Waited
    kind: PromiseKind
    policy: SlaPolicy
    target: timedelta
    runs: Sequence[Run]

    @property
    def hours(self) -> Hours | None:
        return self.wait.hours if self.policy.is_staffed else None


def promise(session: Session, policies: Sequence[SlaPolicy], case: Case) -> None:
    """Bring a conversation's promises up to date; those whose wait has ended stay as they are."""
    owed = {(one.wait.id, one.kind): one for one in _owed(policies, case)}
    for known in case.promises:
        known.conversation_id = case.id
        now_owed = owed.pop((known.wait_id, known.kind), None)
        if now_owed:
            _write(known, now_owed)
        else:
            _stop(known, case)
    for one in owed.values():
        made = Promise(wait_id=one.wait.id, kind=one.kind, conversation_id=case.id)
        _write(made, one)
        session.add(made)
        case.promises.append(made)


def soonest(case: Case) -> Promise | None:
    """Return the promise that is due next."""
    running = [one for one in case.promises if one.is_running and one.due_at]
    return min(running, key=lambda one: (one.due_at, one.wait_id), default=None)


def next_step(one: Promise) -> datetime | None:
    """Return when a running promise must be looked at: its warning first, then its breach."""
    if not one.is_running or one.due_at is None or one.breached_at:
        return None
    return one.due_at if one.warned_at or one.warn_at is None else min(one.warn_at, one.due_at)


def _owed(policies: Sequence[SlaPolicy], case: Case) -> list[_Owed]:
    found = [_response(policies, case), _resolution(policies, case)]
    return [one for one in found if one]


def _response(policies: Sequence[SlaPolicy], case: Case) -> _Owed | None:
    wait = case.waiting
    policy = _policy(policies, case, wait)
    if wait is None or policy is None or not case.is_open:
        return None
    kind = PromiseKind.FIRST_RESPONSE if wait.is_first else PromiseKind.NEXT_RESPONSE
    target = policy.first_response if wait.is_first else policy.next_response
    if not target:
        return None
    length = timedelta(seconds=target)
    return _Owed(wait=wait, kind=kind, policy=policy, target=length, runs=[wait.run])


def _resolution(policies: Sequence[SlaPolicy], case: Case) -> _Owed | None:
    cycle = case.cycle
    policy = _policy(policies, case, cycle[0] if cycle else None)
    if policy is None or not policy.resolution:
        return None
    since_the_first: list[Run] = [(cycle[0].started_at, None)]
    return _Owed(
        wait=cycle[0],
        kind=PromiseKind.RESOLUTION,
        policy=policy,
        target=timedelta(seconds=policy.resolution),
        runs=[one.run for one in cycle] if policy.pauses else since_the_first,
    )


def _policy(policies: Sequence[SlaPolicy], case: Case, wait: Waited | None) -> SlaPolicy | None:
    if wait is None or not wait.is_promised:
        return None
    return matching.first(policies, case.standing, at=wait.known_at)


def _write(one: Promise, owed: _Owed) -> None:
    due = measuring.reached(owed.hours, owed.runs, owed.target)
    share = owed.target * owed.policy.warn_share / _PERCENT
    one.policy_id, one.target = owed.policy.id, int(owed.target.total_seconds())
    one.warn_at = measuring.reached(owed.hours, owed.runs, share).at
    one.due_at, one.is_running = due.at, True
    one.seconds_left = None if due.left is None else int(due.left.total_seconds())
    one.next_at = next_step(one)


def _stop(one: Promise, case: Case) -> None:
    ended = {wait.id for wait in case.waits if wait.ended_at}
    is_over = one.wait_id in ended if one.kind is not PromiseKind.RESOLUTION else not case.cycle
    one.is_running, one.next_at = False, None
    if not is_over:
        # Whatever decides about it changed, and nobody promises it any more.
        one.target = one.warn_at = one.due_at = one.seconds_left = None

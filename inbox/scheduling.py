"""What is late, and who is told to do it?

One scheduler is active by a lease; others stand by. Every round it looks at
the rows, so nothing depends on a nudge having arrived.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from sqlalchemy.exc import OperationalError

from inbox import (
    access_end,
    active_scheduler,
    dealing,
    holding,
    leases,
    mailing,
    media,
    muting,
    post_pictures,
    reminding,
    seals,
    snoozing,
    unused,
    webhooks,
)
from inbox.audit import alarm
from inbox.models import Lane
from inbox.moderation import due_moderations
from inbox.outbox import due_deliveries
from inbox.promises import escalating
from inbox.report_mail import issuing
from inbox.rounds import Every, Rounds, Step
from inbox.runtime import Runtime
from inbox.subscribers import due_dispatches

ROUND_SECONDS = 0.5
SEALS_SECONDS = 10.0

log = logging.getLogger(__name__)


def run(runtime: Runtime, stop: threading.Event) -> None:
    """Run rounds until told to stop."""
    holder, rounds = leases.new_holder(), Rounds(STEPS)
    while not stop.is_set():
        if _is_active(runtime, holder):
            rounds.take(runtime)
        stop.wait(ROUND_SECONDS)
    active_scheduler.let_go(runtime, holder)


def _is_active(runtime: Runtime, holder: str) -> bool:
    try:
        return active_scheduler.hold(runtime, holder)
    except OperationalError as error:
        log.warning("This round was left out: %s", error)
        return False


def wake_what_is_due(runtime: Runtime) -> None:
    """Put conversations back on the desk that have slept long enough."""
    with runtime.reading() as session:
        due = snoozing.due(session)
    if due:
        with runtime.writing() as session:
            snoozing.wake_due(session, due)


def escalate_what_is_due(runtime: Runtime) -> None:
    """Warn of answers that are soon due, and record those that are overdue."""
    with runtime.reading() as session:
        handfuls = escalating.due(session)
    for due in handfuls:
        with runtime.writing() as session:
            escalating.take_steps(session, due)


def deal_what_waits(runtime: Runtime) -> None:
    """Give what nobody has to whoever's turn it is, in teams that want it so."""
    with runtime.reading() as session:
        is_due = dealing.is_due(session)
    if is_due:
        with runtime.writing() as session:
            dealing.deal(session)


def remind_who_is_due(runtime: Runtime) -> None:
    """Tell people what they asked to be reminded of."""
    with runtime.reading() as session:
        due = reminding.due(session)
    if due:
        with runtime.writing() as session:
            reminding.tell_due(session, due)


def unmute_what_is_due(runtime: Runtime) -> None:
    """Let those be heard again who were muted long enough."""
    with runtime.reading() as session:
        due = muting.due(session)
    for contact_id in due:
        with runtime.writing() as session:
            muting.lift_due(session, contact_id)


def disable_who_is_due(runtime: Runtime) -> None:
    """Disable those whose access has ended, and once a day those who never come."""
    with runtime.reading() as session:
        ended, is_time = access_end.due(session), unused.is_due(session)
    if ended or is_time:
        with runtime.writing() as session:
            access_end.end_due(session, ended)
            if is_time:
                unused.disable_due(session)


def try_the_audit_log(runtime: Runtime) -> None:
    """Write to the audit log when an hour has passed without, so that a failure is known."""
    with runtime.reading() as session:
        is_due = alarm.is_tried_next(session)
    if is_due:
        with runtime.writing() as session:
            alarm.try_it(session)


def issue_reports_due(runtime: Runtime) -> None:
    """Have the reports sent whose time has come."""
    with runtime.reading() as session:
        due = issuing.due(session)
    for schedule_id in due:
        with runtime.writing() as session:
            issuing.issue(session, schedule_id)


def nudge_what_is_due(runtime: Runtime) -> None:
    """Nudge workers about every poll, delivery and act upon a message that is due."""
    with runtime.writing() as session:
        polls = {lane: holding.nudge_due(session, lane) for lane in Lane}
        deliveries = due_deliveries.nudge_due(session)
        moderations = due_moderations.nudge_due(session)
        pushed = webhooks.nudge_due(session)
        files = media.nudge_due(session)
        posts = post_pictures.nudge_due(session)
        mails = mailing.nudge_due(session)
        dispatches = due_dispatches.nudge_due(session)
    runtime.nudger.deliveries(deliveries)
    runtime.nudger.moderations(moderations)
    runtime.nudger.webhooks(pushed)
    runtime.nudger.media(files)
    runtime.nudger.post_pictures(posts)
    runtime.nudger.mails(mails)
    runtime.nudger.dispatches(dispatches)
    for lane, accounts in polls.items():
        runtime.nudger.polls(accounts, lane)


def try_the_seals(runtime: Runtime) -> None:
    """Stop accounts that cannot be opened with the keys given; let go on those that can again."""
    seals.settle(runtime)


STEPS: Sequence[Step] = (
    # First, so that with a wrong key nobody is told to read what cannot be opened.
    Every(SEALS_SECONDS, try_the_seals),
    nudge_what_is_due,
    wake_what_is_due,
    escalate_what_is_due,
    deal_what_waits,
    remind_who_is_due,
    unmute_what_is_due,
    disable_who_is_due,
    try_the_audit_log,
    issue_reports_due,
)
"""What a round does, messages and replies first."""

"""Does the desk say exactly what the sandbox says, and the sandbox what the desk sent?

Everything carries a mark, the last word of its text, by which both sides are paired.
What no paper of ours promises is counted by its reason, never left out in silence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bench import sides
from bench.sides import Json, Row, Saying
from inbox.models import DeliveryState, Moderation, ModerationState

SEES_REMOVALS = ("facebook", "instagram_graph")
NOT_TOLD = (("instagram_graph", "sticker"),)
SEES_HIDDEN = ("facebook", "instagram_graph")
PATIENCE = timedelta(seconds=20)
MOVING = (DeliveryState.QUEUED, DeliveryState.SENDING)


@dataclass
class Reckoning:
    """What differs, what is not promised and so did not arrive, and what was compared."""

    differences: list[str] = field(default_factory=list)
    not_promised: Counter[str] = field(default_factory=Counter)
    compared: Counter[str] = field(default_factory=Counter)

    def differs(self, kind: str, what: Saying | Row | str) -> None:
        """Note a difference, with enough to find it again."""
        self.differences.append(f"{kind}: {what}")


def reckon(state: Json, session: Session) -> Reckoning:
    """Compare all of the sandbox with all of the desk."""
    found = Reckoning()
    said, here = _paired(sides.sayings(state)), _paired(sides.rows(session))
    for mark in said.keys() | here.keys():
        theirs = [one for one in said[mark] if not one.is_ours]
        rows = [row for row in here[mark] if not row.is_ours]
        _compare_residents(found, theirs, rows)
        ours = [one for one in said[mark] if one.is_ours]
        _compare_ours(found, ours, [row for row in here[mark] if row.is_ours])
    _compare_acts(found, session, said)
    return found


def _compare_residents(found: Reckoning, said: list[Saying], rows: list[Row]) -> None:
    for row in rows[1:] if said else rows:
        kind = "there twice" if said else "on the desk, unknown to the sandbox"
        found.differs(kind, row)
    for one in said:
        found.compared[f"{one.kind} ({one.connector})"] += 1
        if not rows:
            _note_missing(found, one)
        else:
            _compare(found, one, rows[0])


def _note_missing(found: Reckoning, one: Saying) -> None:
    if one.removed:
        found.not_promised["removed before it was read"] += 1
    elif one.is_gone_with_broadcast:
        found.not_promised["gone with its broadcast on Instagram before it was read"] += 1
    else:
        found.differs("missing on the desk", one)


def _compare(found: Reckoning, one: Saying, row: Row) -> None:
    if one.words != row.words:
        _note_words(found, one, row)
    if one.author != row.author:
        found.differs("another author", f"{one} / {row}")
    if one.thread != row.thread and one.connector == "x" and one.stands_below_removed:
        found.not_promised["a thread of X whose beginning was removed"] += 1
    elif one.thread != row.thread and one.stands_below_a_quote:
        found.not_promised["an answer on X to a quote that was read after it"] += 1
    elif one.thread != row.thread:
        found.differs("another thread", f"{one} / {row}")
    if one.attached and not row.attached and (one.connector, one.attached) in NOT_TOLD:
        found.not_promised[f"a {one.attached}, which {one.connector} does not tell"] += 1
    elif one.attached and not row.attached:
        found.differs("its attachment is missing", f"{one} / {row}")
    _compare_mark(found, "removed", one, row, SEES_REMOVALS)
    _compare_mark(found, "hidden", one, row, SEES_HIDDEN)


def _note_words(found: Reckoning, one: Saying, row: Row) -> None:
    if one.edited and one.removed:
        found.not_promised["edited and removed before the edit was read"] += 1
    else:
        found.differs("other words", f"{one} / {row}")


def _compare_mark(
    found: Reckoning, name: str, one: Saying, row: Row, sees: tuple[str, ...]
) -> None:
    there, here = getattr(one, name), getattr(row, name)
    if there == here:
        return
    if here:
        found.differs(f"marked as {name}, and is not", f"{one} / {row}")
    elif one.kind == "direct_message":
        found.not_promised[f"{name}: platforms say too little of direct messages"] += 1
    elif one.connector not in sees:
        found.not_promised[f"{name}: {one.connector} does not tell"] += 1
    elif name == "removed" and not row.is_polled:
        found.not_promised["pushed, and removed before any poll had read it"] += 1
    elif name == "hidden" and one.removed:
        found.not_promised["hidden, and removed before that was read"] += 1
    elif one.is_gone_with_broadcast:
        found.not_promised[f"{name} in a broadcast that Instagram shows no more"] += 1
    else:
        found.differs(f"{name}, and not marked", f"{one} / {row}")


def _compare_ours(found: Reckoning, said: list[Saying], rows: list[Row]) -> None:
    replies = [row for row in rows if row.delivery]
    for row in rows[1:]:
        if _is_private_copy(replies, row):
            found.not_promised["a private reply stands in its own thread, too"] += 1
        else:
            found.differs("our words stand twice on the desk", row)
    for row in replies:
        _compare_reply(found, row, said)
    if replies:
        return
    for one in said:
        found.compared[f"native answer ({one.connector})"] += 1
        if not rows:
            _note_missing(found, one)
    for row in rows:
        if not said:
            found.differs("ours on the desk, unknown to the sandbox", row)


def _is_private_copy(replies: list[Row], row: Row) -> bool:
    """Whether a private reply to public words was read in its own thread as well."""
    sent = [one.delivery.published_id for one in replies if one.delivery and one.is_private]
    return row.external_id in sent and row.delivery is None


def _compare_reply(found: Reckoning, row: Row, said: list[Saying]) -> None:
    delivery = row.delivery
    assert delivery
    found.compared[f"reply {delivery.state.value} ({row.connector})"] += 1
    if len(said) > 1:
        found.differs("published twice", row)
    if delivery.state in MOVING:
        found.differs("still on its way", f"{row} {delivery.reason}")
    elif delivery.state is DeliveryState.SENT:
        _compare_published(found, row, said)
    elif not delivery.reason:
        found.differs(f"{delivery.state.value} without a reason", row)
    elif delivery.state is DeliveryState.FAILED and said:
        found.differs("failed, and published", f"{row} {delivery.reason}")


def _compare_published(found: Reckoning, row: Row, said: list[Saying]) -> None:
    if not said:
        found.differs("sent, and not on the platform", row)
    for one in said:
        published = row.delivery.published_id if row.delivery else None
        if one.words != row.words or one.id != published:
            found.differs("published in other words or under another id", f"{one} / {row}")
        if one.removed != row.removed and one.kind != "direct_message":
            found.differs("our words are removed on one side alone", f"{one} / {row}")


def _compare_acts(found: Reckoning, session: Session, said: dict[str, list[Saying]]) -> None:
    failed: dict[int, str] = {}
    for act in session.scalars(select(Moderation).options(selectinload(Moderation.message))):
        found.compared[f"asked to {act.verb.value}: {act.state.value}"] += 1
        if (
            act.state is ModerationState.QUEUED
            and act.answer
            and act.due_at > datetime.now(UTC) + PATIENCE
        ):
            found.not_promised[f"an act that waits for the platform's time ({act.answer})"] += 1
        elif act.state is ModerationState.QUEUED:
            found.differs("an act still on its way", f"{act.verb} {act.message.text} {act.answer}")
        elif act.state is ModerationState.FAILED and not act.answer:
            found.differs("an act failed without a reason", f"{act.verb} {act.message.text}")
        if act.state is ModerationState.FAILED:
            failed[act.message_id] = f"{act.verb.value}: {act.answer}"
    for row in sides.rows(session):
        for one in said[row.mark]:
            _compare_likes(found, one, row, failed.get(row.id))


def _compare_likes(found: Reckoning, one: Saying, row: Row, failed: str | None) -> None:
    # What was liked and then removed by its author cannot be unliked any more.
    if row.liked == one.liked or one.removed or one.is_ours != row.is_ours:
        return
    if failed:
        found.not_promised[f"an act that failed may have been done ({failed})"] += 1
    else:
        found.differs("liked on one side alone", f"{one} / {row}")


def _paired(found: Iterable[Any]) -> dict[str, list[Any]]:
    by_mark: defaultdict[str, list[Any]] = defaultdict(list)
    for one in found:
        by_mark[one.mark].append(one)
    return by_mark

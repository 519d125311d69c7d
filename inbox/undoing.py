"""How is put back what somebody did by mistake?

An undo restores what stood before, exactly, while nobody else has changed it. It is a fact of
its own on the record: nothing that happened is taken off it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import (
    acts,
    assignment,
    clock,
    conversations,
    merging,
    muting,
    several,
    standing,
    tagging,
    teams,
    timeline,
    waits,
)
from inbox.errors import Conflict
from inbox.models import Act, Conversation, Event, Priority, Status, User, Wait
from inbox.rows import changed
from inbox.several import Outcome
from inbox.snoozing import UrgentStays

_SAME_MATTER = (
    {
        "conversation.resolved",
        "conversation.reopened",
        "conversation.snoozed",
        "conversation.woken",
        "conversation.status_named",
        "conversation.took_in",
        "conversation.split",
    },
    {"conversation.assigned", "conversation.released"},
    {"conversation.prioritised"},
    {"conversation.moved"},
    {"conversation.tagged", "conversation.untagged"},
    set(muting.EVENTS),
)


# Whatever else was done to what was merged or split rests upon it.
_BESIDES_MERGES = (
    "conversation.undone",
    "conversation.seen",
    "note.written",
    "promise.warned",
    "promise.breached",
)


class NothingToUndo(Conflict):
    """It is undone already, or too old."""

    def __init__(self) -> None:
        super().__init__(Phrase("This was undone already, or is more than ten minutes ago."))


class ChangedSince(Conflict):
    """Somebody else has built upon it."""

    def __init__(self, event: Event) -> None:
        nobody = (
            Phrase("Assigning in turn")
            if "in_turn_of" in event.data
            else Phrase("The person, or the clock,")
        )
        who = event.user.first_name if event.user else nobody
        super().__init__(
            Phrase("{who} changed this in the meantime, so it was not undone.", who=who)
        )


class WroteSince(Conflict):
    """What they said since would be put away unseen."""

    def __init__(self) -> None:
        super().__init__(Phrase("They wrote in the meantime, so it was not undone."))


def undo(session: Session, batch: str, *, by: User) -> Outcome:
    """Put back what a person did in one go, as far as nobody changed it since.

    Raises NothingToUndo; for a single conversation also what refused it.
    """
    of_conversation = {act.conversation_id: act for act in acts.of_batch(session, batch, by)}
    if not of_conversation:
        raise NothingToUndo
    return several.each(
        session, of_conversation, lambda number: _undo(session, of_conversation[number], by)
    )


def _undo(session: Session, act: Act, by: User) -> None:
    conversation = _held(session, act)
    _claim(session, act)
    for event in _since(session, act):
        raise ChangedSince(event)
    _put_back(session, conversation, act, by)
    was = {"event_id": act.event_id, "what": act.event.name, "was": act.event.data}
    timeline.record(session, "conversation.undone", conversation, by=by, **was)


def _held(session: Session, act: Act) -> Conversation:
    if "mute" in act.before:
        return muting.held(session, act.conversation_id)
    if (other := _other(act)) is not None:
        merging.hold(session, [act.conversation_id, other])
    return conversations.locked(session, act.conversation_id)


def _other(act: Act) -> int | None:
    """Return the other conversation of a merge or a split."""
    merged, split = act.before.get("merged"), act.before.get("split")
    number: int | None = merged["source_id"] if merged else split["goal_id"] if split else None
    return number


def _claim(session: Session, act: Act) -> None:
    # Pressed twice, it is done once.
    is_ours = update(Act).where(Act.id == act.id, Act.undone_at.is_(None))
    if not changed(session, is_ours.values(undone_at=clock.now(session))):
        raise NothingToUndo


def _since(session: Session, act: Act) -> list[Event]:
    """Return what changed the same matter later and still stands, the newest first."""
    later = session.scalars(
        select(Event)
        .where(
            Event.conversation_id.in_([act.conversation_id, _other(act)]),
            Event.id > act.event_id,
        )
        .options(selectinload(Event.user))
        .order_by(Event.id.desc())
    ).all()
    undone = {one.data["event_id"] for one in later if one.name == "conversation.undone"}
    standing = [one for one in later if one.id not in undone]
    if _other(act) is not None:
        return [one for one in standing if one.name not in _BESIDES_MERGES]
    return [one for one in standing if _is_same_matter(act.event, one)]


def _is_same_matter(done: Event, later: Event) -> bool:
    together = next(names for names in _SAME_MATTER if done.name in names)
    return later.name in together and done.data.get("tag") == later.data.get("tag")


def _put_back(session: Session, conversation: Conversation, act: Act, by: User) -> None:
    before = act.before
    if "assignee_id" in before:
        _give_back(session, conversation, before["assignee_id"])
    elif "team_id" in before:
        _move_back(session, conversation, before["team_id"])
    elif "priority" in before:
        conversation.priority = Priority(before["priority"])
    elif "mute" in before:
        muting.put_back(session, conversation, act, act.event)
    elif "merged" in before:
        merging.part(session, conversation, before["merged"], by=by)
    elif "split" in before:
        _join_again(session, conversation, before["split"], by)
    elif "tag" in before:
        _tag_as_before(session, conversation, before["tag"], was_tagged=before["was_tagged"])
    else:
        _stand_as_before(session, conversation, act)


def _join_again(
    session: Session, conversation: Conversation, split: dict[str, Any], by: User
) -> None:
    merging.join(session, conversations.locked(session, split["goal_id"]), conversation, by=by)
    standing.restore(conversation, split["source"])


def _give_back(session: Session, conversation: Conversation, assignee_id: int | None) -> None:
    had_it = session.get(User, assignee_id) if assignee_id else None
    if had_it:
        assignment.refuse_unless_able(session, conversation, had_it)
    conversation.assignee, conversation.assignee_id = had_it, assignee_id


def _move_back(session: Session, conversation: Conversation, team_id: int | None) -> None:
    if team_id is not None:
        teams.refuse_unless_reached(teams.find(session, team_id), conversation)
    conversation.team_id = team_id


def _tag_as_before(
    session: Session, conversation: Conversation, name: str, *, was_tagged: bool
) -> None:
    others = [tag for tag in conversation.tags if tag.name != name]
    conversation.tags = [*others, tagging.named(session, name)] if was_tagged else others


def _stand_as_before(session: Session, conversation: Conversation, act: Act) -> None:
    before = act.before
    status = Status(before["status"])
    if status is Status.SNOOZED and conversation.priority is Priority.URGENT:
        raise UrgentStays
    if status is not Status.OPEN and _wrote_since(session, act):
        raise WroteSince
    if status is Status.RESOLVED and conversation.waiting_since is not None:
        raise WroteSince
    conversation.status, conversation.is_new_cycle = status, before["is_new_cycle"]
    conversation.named_status_id = before.get("named_status_id")
    conversation.resolved_at = _moment(before["resolved_at"])
    conversation.snoozed_until = _moment(before["snoozed_until"])
    wait = session.get(Wait, before["wait_id"]) if before.get("wait_id") else None
    if wait and wait.ended_at is not None:
        waits.resume(session, conversation, wait)


def _wrote_since(session: Session, act: Act) -> bool:
    received = select(Event.id).where(
        Event.conversation_id == act.conversation_id,
        Event.id > act.event_id,
        Event.name == "message.received",
    )
    return session.scalar(received.limit(1)) is not None


def _moment(words: str | None) -> datetime | None:
    return datetime.fromisoformat(words) if words else None

"""How does one conversation become part of another of the same person?

Nothing on record is lost or written anew: messages stand in the goal, with their numbers, and
answers to them go to the platform thread they came from. The merged one points to the goal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from connectors.words import Kind
from inbox import (
    accounts,
    acts,
    carrying,
    clock,
    combining,
    conversations,
    standing,
    timeline,
    waits,
)
from inbox.approval import rule
from inbox.errors import Conflict, Invalid
from inbox.models import (
    LIVE_STATES,
    Conversation,
    Delivery,
    Message,
    Moderation,
    ModerationState,
    Note,
    Notification,
    Reminder,
    Submission,
    SubmissionState,
    User,
    Wait,
    WaitEnd,
)


class SameConversation(Invalid):
    """It cannot become a part of itself."""

    def __init__(self) -> None:
        super().__init__(Phrase("This is the very same conversation. Choose another one."))


class OtherPerson(Conflict):
    """They are not with the same contact of the same account."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Only conversations with the same person on the same account can be merged.")
        )


class OtherAudience(Conflict):
    """One is public and the other private."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "One of the two is public and the other private. They stay apart, so that "
                "nobody answers in public what was asked in private."
            )
        )


class StillUnderWay(Conflict):
    """The platform has not answered yet."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "Something is still on its way to the platform here, or waits to be "
                "approved. Wait until it has settled, or take it back."
            )
        )


def merge(session: Session, source_id: int, *, into: int, by: User) -> Conversation:
    """Make a conversation part of another, and return that one.

    Raises SameConversation, OtherPerson, OtherAudience, StillUnderWay, PastApproval when its
    replies would then leave unapproved, or WasMerged when somebody was quicker.
    """
    source, goal = _both(session, source_id, into)
    _check(session, source, goal)
    rule.refuse_to_pass_by(session, source, to=goal.team_id, by=by)
    before = join(session, source, goal, by=by)
    data = {"source_id": source.id, "messages": len(before["messages"])}
    event = timeline.record(session, "conversation.took_in", goal, by=by, **data)
    acts.keep(session, event, by=by, merged=before)
    return goal


def join(session: Session, source: Conversation, goal: Conversation, *, by: User) -> dict[str, Any]:
    """Let a held conversation become part of another one; return what stood before."""
    message_ids = _ids(session, Message, source)
    note_ids = _ids(session, Note, source)
    before = {
        "source_id": source.id,
        "source": standing.of(source),
        "goal": standing.of(goal),
        "messages": message_ids,
        "notes": note_ids,
        "tags": [tag.name for tag in source.tags if tag not in goal.tags],
        "wait": _keep_the_earlier(session, source, goal, by),
    }
    carrying.messages(session, message_ids, source, goal)
    carrying.notes(session, note_ids, source, goal)
    before["notifications"] = carrying.notifications(session, source, goal)
    before["reminders"] = carrying.reminders(session, source, goal)
    carrying.drafts(session, source, goal)
    carrying.submissions(session, source, goal)
    before["diverted"] = carrying.later_words(session, source, goal)
    before["pointed"] = _lead_visitors(session, source, goal)
    combining.combine(session, source, goal)
    timeline.record(session, "conversation.merged", source, by=by, goal_id=goal.id)
    return before


def part(session: Session, goal: Conversation, before: dict[str, Any], *, by: User) -> None:
    """Put back what `join` did. Nothing may have changed since; the caller holds the account."""
    source = conversations.locked_even_merged(session, before["source_id"])
    carrying.messages(session, before["messages"], goal, source)
    carrying.notes(session, before["notes"], goal, source)
    carrying.lead(session, Notification, before["notifications"], source)
    carrying.lead(session, Reminder, before["reminders"], source)
    carrying.point(session, before["diverted"], source.id)
    pointed = update(Conversation).where(Conversation.id.in_(before["pointed"]))
    session.execute(pointed.values(merged_into_id=source.id))
    goal.tags = [tag for tag in goal.tags if tag.name not in before["tags"]]
    standing.restore(source, before["source"])
    standing.restore(goal, before["goal"])
    if before["wait"]:
        _run_again(session, before["wait"])
    timeline.record(session, "conversation.parted", source, by=by, goal_id=goal.id)


def is_under_way(session: Session, conversation: Conversation) -> bool:
    """Tell whether anything of a conversation is on its way, or waits to be approved."""
    sending = select(Delivery.id).where(
        Delivery.conversation_id == conversation.id, Delivery.state.in_(LIVE_STATES)
    )
    acting = select(Moderation.id).where(
        Moderation.conversation_id == conversation.id, Moderation.state == ModerationState.QUEUED
    )
    waiting = select(Submission.id).where(
        Submission.conversation_id == conversation.id, Submission.state == SubmissionState.WAITING
    )
    statements = (sending, acting, waiting)
    return any(session.scalar(one.limit(1)) is not None for one in statements)


def hold(session: Session, conversation_ids: Sequence[int]) -> None:
    """Let neither intake nor anybody else change some conversations until the end."""
    account_ids = session.scalars(
        select(Conversation.account_id)
        .where(Conversation.id.in_(conversation_ids))
        .distinct()
        .order_by(Conversation.account_id)
    ).all()
    for one in account_ids:
        accounts.locked(session, one)
    conversations.hold(session, conversation_ids)


def is_possible(source: Conversation, goal: Conversation) -> bool:
    """Tell whether two conversations, as they stand, are of one person and one audience."""
    return _is_one_person(source, goal) and _is_one_audience(source, goal)


def _is_one_person(source: Conversation, goal: Conversation) -> bool:
    is_same = source.account_id == goal.account_id and source.contact_id == goal.contact_id
    return is_same and source.contact_id is not None


def _is_one_audience(source: Conversation, goal: Conversation) -> bool:
    return (source.kind is Kind.DIRECT_MESSAGE) == (goal.kind is Kind.DIRECT_MESSAGE)


def _both(session: Session, source_id: int, goal_id: int) -> tuple[Conversation, Conversation]:
    if source_id == goal_id:
        raise SameConversation
    hold(session, [source_id, goal_id])
    return conversations.locked(session, source_id), conversations.locked(session, goal_id)


def _check(session: Session, source: Conversation, goal: Conversation) -> None:
    if not _is_one_person(source, goal):
        raise OtherPerson
    if not _is_one_audience(source, goal):
        raise OtherAudience
    if is_under_way(session, source) or is_under_way(session, goal):
        raise StillUnderWay


def _ids(session: Session, table: type[Message | Note], conversation: Conversation) -> list[int]:
    of_this = select(table.id).where(table.conversation_id == conversation.id)
    return list(session.scalars(of_this.order_by(table.id)))


def _keep_the_earlier(
    session: Session, source: Conversation, goal: Conversation, by: User
) -> dict[str, Any] | None:
    """End the later of two running waits: it goes on in the earlier one. Return it, to be kept."""
    running = [waits.unended(session, one.id) for one in (source, goal)]
    found = sorted((one for one in running if one), key=lambda one: (one.started_at, one.id))
    if len(found) < len(running):
        return None
    earlier, later = found
    kept = {"id": later.id, "earlier_id": earlier.id, "was_first": earlier.is_first}
    later.end, later.ended_by_user_id = WaitEnd.MERGED, by.id
    later.ended_at = max(clock.now(session), later.started_at)
    # Whoever was counted among those who wait for a first answer stays so.
    earlier.is_first = earlier.is_first or later.is_first
    session.flush()
    return kept


def _run_again(session: Session, kept: dict[str, Any]) -> None:
    later = session.get_one(Wait, kept["id"])
    later.end = later.ended_at = later.ended_by_user_id = None
    session.get_one(Wait, kept["earlier_id"]).is_first = kept["was_first"]


def _lead_visitors(session: Session, source: Conversation, goal: Conversation) -> list[int]:
    led = select(Conversation.id).where(Conversation.merged_into_id == source.id)
    ids = sorted(session.scalars(led))
    pointed = update(Conversation).where(Conversation.id.in_(ids))
    session.execute(pointed.values(merged_into_id=goal.id))
    return ids

"""Whom does a note mention, and who is told?

What is written counts (`inbox.calling`), so a note needs no scripts and a draft keeps its
mentions; whom it meant is kept by number beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, islice

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from inbox import calling, notifying
from inbox.calling import Call, Colleague
from inbox.models import (
    Conversation,
    Mention,
    Note,
    NotificationKind,
    Team,
    User,
    membership,
)

MOST = 100
"""How many calls in one note are taken in."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a note; `mentions` are whom they call."""

    text: str
    mentions: tuple[Mention, ...] = ()


def take_in(session: Session, note: Note) -> dict[str, list[int]]:
    """Keep whom a note mentions; return it as it is written on the record."""
    calls = islice(calling.calls(session, note.text), MOST)
    found = [_mention(note, call, one) for call in calls for one in call.called]
    session.add_all(found)
    session.flush()
    return _recorded(found)


def tell(session: Session, note: Note, conversation: Conversation, *, by: User) -> None:
    """Tell people that a note mentions them. The caller holds the conversation's row."""
    of_team = (
        select(membership.c.user_id)
        .join(Mention, Mention.team_id == membership.c.team_id)
        .where(Mention.note_id == note.id)
    )
    themselves = select(Mention.user_id).where(Mention.note_id == note.id)
    notifying.tell(
        session,
        {one for one in session.scalars(themselves.union(of_team)) if one is not None},
        NotificationKind.MENTION,
        conversation,
        cause=f"note:{note.id}",
        by=by,
    )


def pieces(note: Note) -> list[Piece]:
    """Cut the words of a note where they call somebody."""
    at = 0
    cut: list[Piece] = []
    for place, there in groupby(note.mentions, key=lambda one: one.place):
        mentions = tuple(there)
        end = place + mentions[0].length
        cut += [Piece(note.text[at:place]), Piece(note.text[place:end], mentions)]
        at = end
    return [one for one in (*cut, Piece(note.text[at:])) if one.text]


def waits_for(user: User) -> ColumnElement[bool]:
    """Say of a conversation that a note in it mentions a person who has not read it."""
    return notifying.is_about(user, NotificationKind.MENTION)


def _mention(note: Note, call: Call, one: Colleague) -> Mention:
    whom = {"team_id": one.id} if isinstance(one, Team) else {"user_id": one.id}
    return Mention(note_id=note.id, place=call.place, length=call.length, **whom)


def _recorded(mentions: list[Mention]) -> dict[str, list[int]]:
    named = {
        "mentioned": sorted({one.user_id for one in mentions if one.user_id}),
        "mentioned_teams": sorted({one.team_id for one in mentions if one.team_id}),
    }
    return {name: ids for name, ids in named.items() if ids}

"""How is one conversation drawn: as a row, and as the pieces of its page?

The pages and the live updates draw with the same templates. What differs
between people is marked in the browser, so a fragment is the same for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from sqlalchemy.orm import Session

from inbox import (
    accounts,
    clock,
    drafts,
    moderation,
    mute_times,
    named_statuses,
    people,
    queues,
    reach,
    snooze_times,
    status,
    tagging,
    threads,
)
from inbox.conversations import NoSuchConversation
from inbox.models import (
    Conversation,
    Drawer,
    KeptDraft,
    NamedStatus,
    Priority,
    Tag,
    Team,
    User,
)
from inbox.opened import Opened
from inbox.snooze_times import Choice
from web import rows

PIECES = {
    "conversation-head": "conversations/_head.html",
    "conversation-thread": "conversations/_thread.html",
    "conversation-details": "conversations/_details.html",
    "conversation-drafts": "conversations/_drafts.html",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything the pieces of a conversation are drawn from."""

    opened: Opened
    everybody: list[User]
    every_team: list[Team]
    tags: list[Tag]
    snoozes: Sequence[Choice]
    mutes: Sequence[Choice]
    named_statuses: Sequence[NamedStatus]
    drafts: Sequence[KeptDraft]

    def begun_by(self, user: User) -> dict[Drawer, KeptDraft]:
        """Return what somebody has begun to write here."""
        return {one.drawer: one for one in self.drafts if one.user_id == user.id}

    @property
    def people(self) -> list[User]:
        """To whom it can be given: who reaches it."""
        return [one for one in self.everybody if self._is_for(one)]

    @property
    def teams(self) -> list[Team]:
        """To which teams it can be given."""
        return [one for one in self.every_team if self._is_for(one)]

    def _is_for(self, one: User | Team) -> bool:
        return reach.reaches(one, self.conversation.account_id)

    @property
    def conversation(self) -> Conversation:
        """The conversation itself."""
        return self.opened.conversation


def row(_session: Session, conversation: Conversation) -> str:
    """Draw a row of the list. The conversation is one that `queues` loaded."""
    return rows.drawn([conversation])


def stopped_accounts(session: Session) -> str:
    """Draw the strips that name every account nothing comes through."""
    stopped = [one for one in accounts.overview(session) if one.is_stopped]
    return render_template("_stopped.html", stopped=stopped, section="")


def pieces(session: Session, conversation_id: int, *, me: int | None = None) -> dict[str, str]:
    """Draw the changing pieces of an open conversation, by element id. Raises NotFound.

    Where they are drawn for one person, `me`, their own draft is left to the composer.
    """
    return drawn(reading(session, conversation_id), me=me)


def drawn(read: Reading, *, me: int | None = None) -> dict[str, str]:
    """Draw the same of what was loaded already."""
    given = {**context(read), "me": me}
    return {piece: render_template(template, **given) for piece, template in PIECES.items()}


def listed(session: Session, conversation_id: int) -> Conversation:
    """Load a conversation as the list has it. Raises NoSuchConversation."""
    found = queues.rows(session, [conversation_id])
    if not found:
        raise NoSuchConversation(conversation_id)
    return found[0]


def reading(session: Session, conversation_id: int) -> Reading:
    """Load what the pieces need. Raises NotFound."""
    now, zone = clock.now(session), session.info["settings"].time_zone
    # Whom and what a conversation names is mostly among these, and then not asked for again.
    everybody, every_team = people.on_the_desk(session), people.teams(session)
    offered = named_statuses.offered(session)
    opened = threads.open(session, conversation_id)
    has_drafts = bool(opened.conversation.drafted_by)
    return Reading(
        opened=opened,
        everybody=everybody,
        every_team=every_team,
        tags=tagging.all_tags(session),
        snoozes=snooze_times.choices(now, zone),
        mutes=mute_times.choices(now, zone),
        named_statuses=offered,
        drafts=drafts.in_conversation(session, conversation_id) if has_drafts else (),
    )


def context(read: Reading) -> dict[str, object]:
    """Name what the templates of the pieces use."""
    return {
        "reading": read,
        "opened": read.opened,
        "conversation": read.conversation,
        "people": read.people,
        "teams": read.teams,
        "tags": read.tags,
        "snoozes": read.snoozes,
        "mute_choices": read.mutes,
        "named_statuses": read.named_statuses,
        "drafts": read.drafts,
        "me": None,
        "priorities": tuple(Priority),
        "reasons": status.NO_REPLY_REASONS,
        "hide_categories": moderation.HIDE_CATEGORIES,
        "our_categories": moderation.OUR_CATEGORIES,
        "moderating": None,
        "deciding": None,
    }

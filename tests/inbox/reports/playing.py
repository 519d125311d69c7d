"""By which verbs are the cases of docs/reports_by_hand.md played, each as it happened?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from connectors.pages import Author, Incoming
from connectors.sending import Receipt
from inbox import settlement, teams
from inbox.models import Account, Conversation, Delivery, Team, User
from inbox.outbox import claiming
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make

MINUTE = timedelta(minutes=1)


def utc(day: str, time: str) -> datetime:
    """Read a day and a time as they stand in the table."""
    month, number = day.split("-")
    given = datetime.fromisoformat(f"2026-{month}-{number}T{time}")
    return given.replace(tzinfo=UTC)


@dataclass
class Week:
    """Plays what residents and staff do, by one clock."""

    make: Make
    clock: SetClock
    account: Account
    mentions: Account
    rosa: User

    def asks(
        self, number: int, at: datetime, account: Account | None = None, **given: Any
    ) -> Incoming:
        """Somebody writes, and it is read at once; `number` names the conversation."""
        self.clock.at = at
        usual = {
            "external_id": f"case-{number}",
            "author": Author(external_id=f"resident-of-{number}"),
        }
        item = incoming(**{**usual, "thread_id": f"case-{number}", "sent_at": at, **given})
        self.make.received(account or self.account, [item])
        return item

    def again(self, asked: Incoming, at: datetime, **given: Any) -> Incoming:
        """The same person writes more in the same thread."""
        self.clock.at = max(at, self.clock.at)
        usual = {"thread_id": asked.thread_id, "author": asked.author, "kind": asked.kind}
        item = incoming(
            **{**usual, "sent_at": at, "post": asked.post, "contact": asked.contact, **given}
        )
        self.make.received(self.account, [item])
        return item

    def natively(self, asked: Incoming, at: datetime, account: Account | None = None) -> None:
        """Somebody answers on the platform itself, and it is read at once."""
        self.clock.at = max(at, self.clock.at)
        self.make.received(account or self.account, [native_answer(asked, sent_at=at)])

    def replies(
        self, conversation: Conversation, at: datetime, by: User | None = None, **given: Any
    ) -> None:
        """Rosa, or a colleague, answers on the desk; the platform says when it published that."""
        self.clock.at = max(at, self.clock.at)
        written = self.make.reply(conversation, by or self.rosa, **given)
        with self.make.runtime.writing() as session:
            delivery: Delivery = claiming.load(session, written.id)
            receipt = Receipt(external_id=f"answer-{written.id}", accepted_at=at)
            settlement.confirm(session, delivery, receipt)

    def of(self, asked: Incoming) -> Conversation:
        """The conversation of a thread."""
        with self.make.runtime.reading() as session:
            return session.scalars(
                select(Conversation).where(Conversation.thread_id == asked.thread_id)
            ).one()

    def at(self, moment: datetime, verb: Any, *given: Any, **named: Any) -> Any:
        """Rosa does something at a moment."""
        self.clock.at = moment
        with self.make.runtime.writing() as session:
            return verb(session, *given, **named, by=session.merge(self.rosa))

    def to_team(self, name: str, asked: Incoming, at: datetime) -> None:
        """Rosa gives a conversation to a team."""
        self.clock.at = at
        with self.make.runtime.writing() as session:
            team = session.scalars(select(Team).where(Team.name == name)).one()
            teams.move(session, self.of(asked).id, to=team, by=session.merge(self.rosa))

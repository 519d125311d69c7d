"""What do staff do at the desk meanwhile, by its own verbs?"""

from __future__ import annotations

import random
import uuid
from collections import Counter
from datetime import timedelta

import requests
from sqlalchemy import func, select

from bench.residents import is_for_staff
from connectors.errors import ConnectorError
from connectors.words import Audience, Direction, Kind, Platform, Verb
from hearback.seeding import accounts as seeding
from hearback.seeding import department
from inbox import accounts, conversations, deliveries, moderation, people, replies, reply_options
from inbox.errors import HearbackError
from inbox.models import AccountState, Conversation, Delivery, DeliveryState, Message
from inbox.moderation.offering import offered
from inbox.replies import Draft
from inbox.runtime import Runtime

# X takes 15 private messages in 15 minutes; more would wait longer than the run lasts.
MOST_PRIVATE_ON_X = 14
PATIENCE = timedelta(seconds=20)
WHY = {
    Verb.HIDE: ("threat", "It threatens a named person with violence."),
    Verb.DELETE: ("our_wrong_place", "It was meant for another post than this."),
}


class Staff:
    """Rosa answers, Marcus moderates, an administrator confirms and connects accounts again."""

    def __init__(self, runtime: Runtime, chance: random.Random) -> None:
        self._runtime, self._chance = runtime, chance
        self._private_on_x = 0
        self.did: Counter[str] = Counter()

    def answer(self, most: int) -> None:
        """Answer some who wait, in public or in private."""
        with self._runtime.reading() as session:
            waiting = session.scalars(
                select(Conversation.id)
                .where(Conversation.waiting_since.is_not(None))
                .order_by(func.random())
                .limit(most)
            ).all()
        for conversation_id in waiting:
            self._attempt(self._answer, conversation_id)

    def moderate(self) -> None:
        """Do to some message what is offered for it."""
        with self._runtime.reading() as session:
            found = session.scalars(
                select(Message.id)
                .where(Message.external_id.is_not(None), Message.audience == Audience.PUBLIC)
                .order_by(func.random())
                .limit(6)
            ).all()
        for message_id in found:
            self._attempt(self._moderate, message_id)

    def look_after_accounts(self, sandbox: str, *, all_of_them: bool = False) -> None:
        """Connect again whatever stopped, as its administrator would."""
        with self._runtime.reading() as session:
            stopped = [
                account.connector
                for account in accounts.everyone(session)
                if all_of_them or account.state is not AccountState.CONNECTED
            ]
        for name in stopped:
            try:
                seeding.connect(self._runtime, sandbox, name)
            except (ConnectorError, requests.RequestException, KeyError):
                self.did["sign-in that failed"] += 1
            else:
                self.did["account connected again"] += 1

    def hurry(self) -> None:
        """Send now what would otherwise wait out a rate limit."""
        with self._runtime.reading() as session:
            late = session.scalars(
                select(Delivery.id).where(
                    Delivery.state == DeliveryState.QUEUED,
                    Delivery.due_at > self._runtime.clock.now() + PATIENCE,
                )
            ).all()
        for delivery_id in late:
            with self._runtime.writing() as session:
                by = people.by_email(session, department.email_of("rosa"))
                deliveries.send_now(session, delivery_id, by=by)

    def _attempt(self, act: object, number: int) -> None:
        try:
            act(number)  # type: ignore[operator]
        except HearbackError as refusal:
            self.did[f"refused at the desk: {type(refusal).__name__}"] += 1

    def _answer(self, conversation_id: int) -> None:
        mark = uuid.uuid4().hex[:12]
        with self._runtime.writing() as session:
            by = people.by_email(session, department.email_of("rosa"))
            conversation = conversations.locked(session, conversation_id)
            audience = self._audience(reply_options.options(session, conversation))
            if audience is None or not self._may(conversation, audience):
                return
            draft = Draft(text=f"It opens at six. {mark}", audience=audience, client_token=mark)
            replies.write(session, conversation_id, draft, by=by)
        self.did[f"answer in {audience.value}"] += 1

    def _audience(self, options: reply_options.ReplyOptions) -> Audience | None:
        allowed = [one for one in Audience if options.of(one).allowed]
        return self._chance.choice(allowed) if allowed else None

    def _may(self, conversation: Conversation, audience: Audience) -> bool:
        if conversation.platform is not Platform.X or audience is not Audience.PRIVATE:
            return True
        self._private_on_x += 1
        return self._private_on_x <= MOST_PRIVATE_ON_X

    def _moderate(self, message_id: int) -> None:
        with self._runtime.writing() as session:
            by = people.by_email(session, department.email_of("marcus"))
            conversation_id = moderation.conversation_of(session, message_id)
            conversation = conversations.locked(session, conversation_id)
            message = session.get_one(Message, message_id)
            if conversation.kind is Kind.DIRECT_MESSAGE or not self._is_ours_to_touch(message):
                return
            verbs = sorted(offered(conversation, message))
            if not verbs:
                return
            verb = self._chance.choice(verbs)
            category, reason = WHY.get(verb, (None, ""))
            request = moderation.Request(
                verb=verb, category=category, reason=reason, is_even_handed=True
            )
            asked = moderation.ask(session, message_id, request, by=by)
            if verb is Verb.DELETE:
                second = people.by_email(session, department.email_of("lee"))
                moderation.confirm(session, asked.id, by=second, is_even_handed=True)
        self.did[f"asked to {verb.value}"] += 1

    def _is_ours_to_touch(self, message: Message) -> bool:
        if message.direction is Direction.OUT:
            return self._chance.random() < 0.2
        return is_for_staff(message.text.split()[-1] or "f")

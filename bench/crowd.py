"""Who writes and answers in the storm, and did every word arrive once?"""

from __future__ import annotations

import math
import random
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from bench.killing import Takeover
from connectors.words import Audience, Direction
from hearback.seeding import department
from inbox import clock, conversations, people, replies, reply_options
from inbox.models import Account, Conversation, Delivery, DeliveryState, Message
from inbox.replies import Draft
from inbox.runtime import Runtime
from tests.sandbox.running import Running

SETTLE_SECONDS = 180
MOVING = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.UNKNOWN)
SURFACES = (
    {"platform": "facebook", "kind": "comment"},
    {"platform": "facebook", "kind": "direct_message"},
    {"platform": "instagram", "kind": "comment", "profile": "mesaverdepd"},
    {"platform": "instagram", "kind": "direct_message", "profile": "mesaverdepd"},
    {"platform": "instagram", "kind": "comment", "profile": "mesaverdepd.community"},
    {"platform": "instagram", "kind": "direct_message", "profile": "mesaverdepd.community"},
    {"platform": "x", "kind": "mention"},
    {"platform": "x", "kind": "direct_message"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What residents and staff wrote, and what became of it."""

    kills: int
    takeovers: Sequence[Takeover]
    written: int
    on_the_desk: int
    missing: int
    doubled: int
    answered: int
    sent: int
    unknown: int
    failed: int
    in_turn: int
    still_moving: int
    sent_but_absent: int
    sent_twice: int

    def kept(self, takeover: float) -> bool:
        """Whether every promise held."""
        broken = (
            self.missing,
            self.doubled,
            self.sent_but_absent,
            self.sent_twice,
            self.still_moving,
        )
        return not any(broken) and self._takeover_of(1).seconds <= takeover

    def described(self) -> str:
        """Return the counts as lines."""
        return "\n".join(
            (
                f"processes killed            {self.kills}",
                f"work taken over             {len(self.takeovers)} times",
                f"  half of it within         {self._takeover_of(0.5)}",
                f"  19 of 20 within           {self._takeover_of(0.95)}",
                f"  the longest               {self._takeover_of(1)}",
                f"messages residents wrote    {self.written}",
                f"  on the desk               {self.on_the_desk}",
                f"  missing                   {self.missing}",
                f"  there more than once      {self.doubled}",
                f"replies staff wrote         {self.answered}",
                f"  sent                      {self.sent}",
                f"  plainly unknown           {self.unknown}",
                f"  refused                   {self.failed}",
                f"  waiting for X's pace      {self.in_turn}",
                f"  still on their way        {self.still_moving}",
                f"  sent, not on the platform {self.sent_but_absent}",
                f"  on the platform twice     {self.sent_twice}",
            )
        )

    def _takeover_of(self, share: float) -> Takeover:
        """Return within which takeover such a share of all were."""
        if not self.takeovers:
            return Takeover()
        return self.takeovers[math.ceil(share * len(self.takeovers)) - 1]


class Crowd:
    """Residents at the sandbox and staff at the desk."""

    def __init__(self, runtime: Runtime, sandbox: Running, chance: random.Random) -> None:
        self._runtime, self._sandbox, self._chance = runtime, sandbox, chance
        self._written: list[str] = []
        self.answered = 0
        self._posts = {
            (platform, profile): sandbox.publish(
                platform=platform, text="Juniper Street is closed.", profile=profile
            )
            for platform, profile in (
                ("facebook", "mesaverdepd"),
                ("instagram", "mesaverdepd"),
                ("instagram", "mesaverdepd.community"),
            )
        }

    def write(self, count: int) -> None:
        """Let residents write, each on some surface."""
        for _ in range(count):
            self._sandbox.say(**self._words())

    def answer(self, most: int) -> None:
        """Answer some conversations that wait, each reply with words of its own."""
        for conversation_id in self._waiting(most):
            self._answer(conversation_id)

    def wait_until_received(self) -> None:
        """Wait until all that residents wrote is on the desk."""
        _wait_until(lambda: set(self._written) <= set(self._received()))

    def wait_until_settled(self) -> None:
        """Wait until every reply has an end as well, or its turn by X's pace is still to come."""
        self.wait_until_received()
        _wait_until(lambda: sum(state in MOVING for _, state in self._states()) == self._in_turn())

    def figures(self, kills: int, takeovers: Sequence[Takeover]) -> Figures:
        """Compare the sandbox with the desk."""
        here, states = Counter(self._received()), self._states()
        published = Counter(
            one["text"] for one in self._sandbox.state()["sayings"] if one["from_department"]
        )
        sent = [text for text, state in states if state is DeliveryState.SENT]
        count = Counter(state for _, state in states)
        return Figures(
            kills=kills,
            takeovers=takeovers,
            written=len(self._written),
            on_the_desk=sum(here[text] > 0 for text in self._written),
            missing=sum(here[text] == 0 for text in self._written),
            doubled=sum(here[text] > 1 for text in self._written),
            answered=len(states),
            sent=count[DeliveryState.SENT],
            unknown=count[DeliveryState.UNKNOWN],
            failed=count[DeliveryState.FAILED],
            in_turn=self._in_turn(),
            still_moving=count[DeliveryState.QUEUED]
            + count[DeliveryState.SENDING]
            - self._in_turn(),
            sent_but_absent=sum(published[text] == 0 for text in sent),
            sent_twice=sum(published[text] > 1 for text, _ in states),
        )

    def _words(self) -> dict[str, object]:
        surface = dict(self._chance.choice(SURFACES))
        text = f"Is Juniper Street open? {uuid.uuid4().hex}"
        if surface["kind"] == "comment":
            place = (surface["platform"], surface.get("profile", "mesaverdepd"))
            surface["post"] = self._posts[place]
        if surface["kind"] == "mention":
            text = f"@MesaVerdePD {text}"
        self._written.append(text)
        author = f"Resident {self._chance.randrange(400)}"
        return {**surface, "author": author, "text": text}

    def _waiting(self, most: int) -> list[int]:
        with self._runtime.reading() as session:
            found = session.scalars(
                select(Conversation.id)
                .where(Conversation.waiting_since.is_not(None))
                .order_by(func.random())
                .limit(most)
            )
            return list(found)

    def _answer(self, conversation_id: int) -> None:
        token = uuid.uuid4().hex
        with self._runtime.writing() as session:
            staff = people.by_email(session, department.email_of("rosa"))
            conversation = conversations.locked(session, conversation_id)
            options = reply_options.options(session, conversation)
            audience = Audience.PUBLIC if options.public.allowed else Audience.PRIVATE
            if not options.of(audience).allowed:
                return
            draft = Draft(text=f"It opens at six. {token}", audience=audience, client_token=token)
            replies.write(session, conversation_id, draft, by=staff)
        self.answered += 1

    def _received(self) -> list[str]:
        with self._runtime.reading() as session:
            return list(
                session.scalars(select(Message.text).where(Message.direction == Direction.IN))
            )

    def _states(self) -> list[tuple[str, DeliveryState]]:
        with self._runtime.reading() as session:
            rows = session.execute(
                select(Message.text, Delivery.state).join(
                    Delivery, Delivery.message_id == Message.id
                )
            )
            return [(text, state) for text, state in rows]

    def _in_turn(self) -> int:
        """Count what X lets go later: fifteen messages in fifteen minutes (docs/outbox.md)."""
        with self._runtime.reading() as session:
            held = (
                select(func.count())
                .select_from(Delivery)
                .join(Message, Message.id == Delivery.message_id)
                .join(Account, Account.id == Message.account_id)
                .where(
                    Account.connector == "x",
                    Message.audience == Audience.PRIVATE,
                    Delivery.state == DeliveryState.QUEUED,
                    Delivery.attempts == 0,
                    Delivery.due_at > clock.now(session),
                )
            )
            return session.scalar(held) or 0


def _wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < end and not holds():
        time.sleep(1)

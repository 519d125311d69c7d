"""A small department, made piece by piece as a test asks for it."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import select

from connectors.base import Connected
from connectors.pages import Incoming, LiveVideo, Page, PostSeen
from connectors.streams import Stream
from connectors.words import Audience, Kind, Platform
from inbox import accounts, broadcasts, intake, people, replies
from inbox.models import (
    Account,
    CannedResponse,
    CannedText,
    Conversation,
    CustomRole,
    Delivery,
    Message,
    Post,
    Role,
    User,
)
from inbox.permissions import Permission
from inbox.replies import Draft
from inbox.roles import keeping
from inbox.roles.keeping import Wanted
from inbox.runtime import Runtime
from tests.factories.incoming import incoming

PASSWORD = "a password for tests"
_numbers = itertools.count(1)
# Hashing and verifying are slow on purpose, and nearly every test has people who sign in: theirs
# is as quick as can be, and verified as it says itself.
_hash = functools.cache(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash)
_STREAMS = {"comments": Stream(kind=Kind.COMMENT, interval=timedelta(seconds=30))}


class Make:
    """Makes rows through the verbs that make them in life."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    def user(self, name: str = "Ana Lopez", *, password: str = PASSWORD, **given: Any) -> User:
        usual = {"email": f"person{next(_numbers)}@example.org", "password_hash": _hash(password)}
        with self.runtime.writing() as session:
            return people.admit(session, name=name, **{**usual, **given})

    def role(
        self, *allows: Permission, name: str = "Night desk", by: User | None = None
    ) -> CustomRole:
        """A role of the department's own."""
        by = by or self.user("Kim Ito", role=Role.ADMINISTRATOR)
        wanted = Wanted(name=name, purpose="Answers at night.", allows=allows)
        with self.runtime.writing() as session:
            return keeping.make(session, wanted, by=by)

    def account(
        self,
        connector: str = "facebook",
        platform: Platform = Platform.FACEBOOK,
        **given: Any,
    ) -> Account:
        number = next(_numbers)
        usual = {
            "external_id": f"page-{number}",
            "name": "Mesa Verde Police Department",
            "handle": "mesaverdepd",
            "credentials": {"page_token": "a token"},
        }
        streams, known_for = given.pop("streams", _STREAMS), given.pop("known_for", timedelta())
        with self.runtime.writing() as session:
            account = accounts.connect(
                session,
                Connected(**{**usual, **given}),
                platform=platform,
                connector=connector,
                streams=streams,
            )
            if account.history_before:
                account.history_before -= known_for
            return account

    def received(self, account: Account, items: Sequence[Incoming]) -> intake.Received:
        with self.runtime.writing() as session:
            locked = accounts.locked(session, account.id)
            return intake.receive(session, locked, Page(items=tuple(items)))

    def conversation(self, account: Account | None = None, **given: Any) -> Conversation:
        """A resident's first words, received just now."""
        account = account or self.account()
        item = incoming(**{"sent_at": self.runtime.clock.now(), **given})
        self.received(account, [item])
        with self.runtime.reading() as session:
            return session.scalars(
                select(Conversation).where(
                    Conversation.account_id == account.id,
                    Conversation.thread_id == item.thread_id,
                )
            ).one()

    def broadcast(self, account: Account, external_id: str = "post-1", **given: Any) -> Post:
        """A live video that is on the air, under the post that comments stand under by default."""
        seen = PostSeen(external_id=external_id, text=given.get("text", "News conference"))
        began = given.get("started_at", self.runtime.clock.now())
        live = LiveVideo(external_id=f"live-{external_id}", post=seen, started_at=began)
        with self.runtime.writing() as session:
            broadcasts.opened(session, accounts.locked(session, account.id), [live])
            return session.scalars(select(Post).where(Post.external_id == external_id)).one()

    def reply(self, conversation: Conversation, by: User, **given: Any) -> Delivery:
        usual = {
            "text": "It opens at six.",
            "audience": Audience.PUBLIC,
            "client_token": f"token-{next(_numbers)}",
        }
        with self.runtime.writing() as session:
            return replies.write(session, conversation.id, Draft(**{**usual, **given}), by=by)

    def canned_response(
        self,
        text: str = "It is open again.",
        *,
        language: str = "en",
        more: Mapping[str, str] | None = None,
        **given: Any,
    ) -> CannedResponse:
        """A response in use, its words approved, whatever they are; `more` by language."""
        usual = {"title": "Road reopened", "shortcut": "road"}
        now = self.runtime.clock.now()
        texts = [
            CannedText(language=code, text=words, written_at=now, approved_at=now)
            for code, words in {language: text, **(more or {})}.items()
        ]
        with self.runtime.writing() as session:
            response = CannedResponse(**{**usual, **given}, texts=texts)
            session.add(response)
            return response

    def messages(self, conversation: Conversation) -> list[Message]:
        with self.runtime.reading() as session:
            return list(
                session.scalars(
                    select(Message)
                    .where(Message.conversation_id == conversation.id)
                    .order_by(Message.sent_at, Message.id)
                )
            )

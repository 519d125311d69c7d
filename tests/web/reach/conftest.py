"""What do tests of limited teams ask for: two accounts, and somebody who reaches one of them?"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from sqlalchemy import select

from connectors.pages import Author, PostSeen, RawBody
from connectors.words import Audience, Direction, Kind, Platform, Verb
from inbox import accounts, limiting, notes, people, reminding, staffing
from inbox.approval import submitting
from inbox.intake import captures
from inbox.models import (
    Account,
    Attachment,
    Conversation,
    Delivery,
    Message,
    Moderation,
    ModerationState,
    Notification,
    Reminder,
    Role,
    Submission,
    Team,
    User,
)
from inbox.replies import Draft
from inbox.runtime import Runtime
from tests.factories.drawing import photograph
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn

SECRET = "quicksilver"
RESIDENT = "Zebulon Quill"
POST = "Harvest fair at the old mill"

Limit = Callable[[Team, "set[int] | None"], None]


@dataclass(frozen=True, slots=True)
class Hidden:
    """Everything that belongs to the account which the limited do not reach, by its number."""

    account: Account
    conversation_id: int
    message_id: int
    attachment_id: int
    delivery_id: int
    moderation_id: int
    submission_id: int
    notification_id: int
    reminder_id: int
    post_id: int


@pytest.fixture
def rosa(make: Make, sign_in: SignIn) -> Person:
    """A supervisor who reaches all."""
    return sign_in(make.user("Rosa Diaz", role=Role.SUPERVISOR))


@pytest.fixture
def lena(make: Make, sign_in: SignIn) -> Person:
    """Whoever will reach one account only; she is a supervisor, so no role holds her back."""
    return sign_in(make.user("Lena Fox", role=Role.SUPERVISOR))


@pytest.fixture
def team(lena: Person, runtime: Runtime) -> Team:
    with runtime.writing() as session:
        return people.team_of(session, "Events", [session.get_one(User, lena.user.id)])


@pytest.fixture
def limit(rosa: Person, runtime: Runtime) -> Limit:
    """Limits a team, as a supervisor does."""

    def limiting_it(team: Team, accounts: set[int] | None) -> None:
        chosen = None if accounts is None else frozenset(accounts)
        with runtime.writing() as session:
            by = session.get_one(User, rosa.user.id)
            limiting.limit(session, team.id, chosen, by=by)

    return limiting_it


@pytest.fixture
def seen(make: Make) -> Conversation:
    """What the limited reach."""
    return make.conversation(make.account(name="Events Page"), text="Where is the parade?")


@pytest.fixture
def hidden(make: Make, runtime: Runtime, rosa: Person, lena: Person) -> Hidden:
    """What the limited do not reach, with something of everything in it; lena had a hand in it."""
    account = make.account("facebook", Platform.FACEBOOK, name="Tips Page")
    under = PostSeen(external_id="fair", text=POST)
    return _everything(account, make, runtime, (rosa, lena), Audience.PUBLIC, post=under)


@pytest.fixture
def private(seen: Conversation, make: Make, runtime: Runtime, rosa: Person, lena: Person) -> Hidden:
    """The same in a direct message, of an account that everybody reaches."""
    account = make.account("facebook", Platform.FACEBOOK, name="Tips Page")
    said = {"kind": Kind.DIRECT_MESSAGE, "post": None}
    return _everything(account, make, runtime, (rosa, lena), Audience.PRIVATE, **said)


def _everything(
    account: Account,
    make: Make,
    runtime: Runtime,
    staff: tuple[Person, Person],
    audience: Audience,
    **said: Any,
) -> Hidden:
    rosa, lena = staff
    conversation = make.conversation(
        account,
        text=f"I saw it at the harbour: {SECRET}",
        author=Author(external_id="zebulon", name=RESIDENT),
        **said,
    )
    live = make.broadcast(account, external_id="fair", text=POST)
    picture = {"picture": (io.BytesIO(photograph()), "road.jpg"), "picture_description": "A"}
    # In private, words and a picture would be two messages.
    words = f"We look into {SECRET}." if audience is Audience.PUBLIC else ""
    sent = lena.reply(conversation.id, words, audience=audience.value, **picture)
    assert sent.status_code == HTTPStatus.SEE_OTHER, sent.text
    with runtime.writing() as session:
        by, other = session.get_one(User, lena.user.id), session.get_one(User, rosa.user.id)
        notes.write(session, conversation.id, f"@Lena Fox look: {SECRET}", by=other)
        reminding.remind(
            session, conversation.id, at=runtime.clock.now() + timedelta(days=1), by=by
        )
        draft = Draft(text=f"About {SECRET}.", audience=audience, client_token="s")
        submitting.submit(session, conversation.id, draft, by=other)
        ours = session.scalars(select(Message).where(Message.direction == Direction.OUT)).one()
        body = [RawBody(source="comments", body=b"{}")]
        held = accounts.locked(session, account.id)
        (capture,) = captures.keep(session, held, body, runtime.clock.now())
        session.add(
            Moderation(
                category="our_mistake",
                reason="The time was wrong.",
                capture_id=capture,
                capture_digest=bytes(32),
                account_id=account.id,
                conversation_id=conversation.id,
                message_id=ours.id,
                verb=Verb.DELETE,
                by_user_id=other.id,
                asked_at=runtime.clock.now(),
                due_at=runtime.clock.now(),
                state=ModerationState.PROPOSED,
            )
        )
    with runtime.reading() as session:
        theirs = Message.direction == Direction.IN, Message.conversation_id == conversation.id
        of_lena = Notification.user_id == lena.user.id
        return Hidden(
            account=account,
            conversation_id=conversation.id,
            message_id=session.scalars(select(Message.id).where(*theirs)).one(),
            attachment_id=session.scalars(select(Attachment.id)).one(),
            delivery_id=session.scalars(select(Delivery.id)).one(),
            moderation_id=session.scalars(select(Moderation.id)).one(),
            submission_id=session.scalars(select(Submission.id)).one(),
            notification_id=session.scalars(select(Notification.id).where(of_lena)).one(),
            reminder_id=session.scalars(select(Reminder.id)).one(),
            post_id=live.id,
        )


@pytest.fixture
def limited(lena: Person, team: Team, limit: Limit, seen: Conversation, hidden: Hidden) -> Person:
    """She reaches what `seen` is of, and no more what `hidden` is of."""
    limit(team, {seen.account_id})
    return lena


@pytest.fixture
def unvouched(lena: Person, make: Make, runtime: Runtime, private: Hidden) -> Person:
    """She had her second step reset, and nobody vouched for her yet."""
    by = make.user("Alex Reyes", role=Role.ADMINISTRATOR)
    with runtime.writing() as session:
        staffing.reset_second_step(session, lena.user.id, by=session.merge(by))
        lena.user = session.get_one(User, lena.user.id)
    with lena.browser.session_transaction() as cookie:
        cookie["sign_in_number"] = lena.user.sign_in_number
    return lena

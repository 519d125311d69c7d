"""What becomes of an account that is no longer to be read and spoken through?"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import accounts, timeline
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Conflict
from inbox.models import (
    LIVE_STATES,
    AccountState,
    ConnectionAttempt,
    Conversation,
    Delivery,
    User,
)


class AlreadyDisconnected(Conflict):
    """Somebody disconnected it before."""

    def __init__(self, name: str) -> None:
        super().__init__(Phrase("{name} is disconnected already.", name=name))


def disconnect(session: Session, account_id: int, *, by: User) -> None:
    """End reading and sending, and forget the credentials. History and queue stay.

    Raises NoSuchAccount or AlreadyDisconnected.
    """
    account = accounts.locked(session, account_id)
    if account.state is AccountState.DISCONNECTED:
        raise AlreadyDisconnected(account.name)
    account.state = AccountState.DISCONNECTED
    account.sealed_credentials = session.info["vault"].seal({})
    account.problem = Phrase("Disconnected by {name}.", name=by.name)
    account.failing_since = account.token_expires_at = None
    account.calls_left = account.calls_limit = None
    accounts.end_turns(account)
    _forget_attempts(session, account_id)
    timeline.record_of_account(session, "account.disconnected", account, by=by)
    on = On("account", account.id, account.name)
    recording.record(session, What.ACCOUNT_DISCONNECTED, by=by, on=on)


def replies_waiting(session: Session, account_id: int) -> int:
    """Return how many replies would be held until the account is connected again."""
    query = (
        select(func.count())
        .select_from(Delivery)
        .join(Conversation, Conversation.id == Delivery.conversation_id)
        .where(Conversation.account_id == account_id, Delivery.state.in_(LIVE_STATES))
    )
    return session.scalar(query) or 0


def _forget_attempts(session: Session, account_id: int) -> None:
    query = select(ConnectionAttempt).where(ConnectionAttempt.account_id == account_id)
    for attempt in session.scalars(query):
        session.delete(attempt)

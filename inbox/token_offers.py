"""How does a program come to speak for somebody, when somebody else asks for it?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock, scopes, tokens
from inbox.audit import recording
from inbox.audit.what import What
from inbox.errors import Conflict
from inbox.models import Token, User
from inbox.scopes import Scope


class NotOffered(Conflict):
    """It was accepted already, revoked, or its day is past."""

    def __init__(self) -> None:
        super().__init__(Phrase("This token cannot be accepted any more."))


def offer(
    session: Session, user: User, name: str, *, wanted: Collection[Scope], days: int, by: User
) -> Token:
    """Ask somebody whether a program may speak for them. Raises what `make` raises.

    Until they accept it is good for nothing, and then they alone see its secret.
    """
    tokens.refuse_unusable(name, wanted, days)
    lasts = timedelta(days=days)
    token = tokens.draw_up(session, user, name.strip(), wanted=wanted, lasts=lasts, by=by)
    recording.record(session, What.TOKEN_OFFERED, on=tokens.on(token), detail=tokens.details(token))
    return token


def accept(session: Session, token_id: int, *, by: User) -> str:
    """Take a token that was offered, and return it this once; its days begin now.

    Raises NoSuchToken, NotOffered or BeyondRole.
    """
    who = [selectinload(Token.user)]
    token = session.get(Token, token_id, options=who, with_for_update=True, populate_existing=True)
    if token is None or token.user_id != by.id:
        raise tokens.NoSuchToken
    if not tokens.is_offered(token, clock.now(session)):
        raise NotOffered
    if not set(scopes.named(token.scopes)) <= set(scopes.offered(by)):
        raise tokens.BeyondRole(by)
    return tokens.hand_over(session, token)

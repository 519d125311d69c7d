"""What does a browser's cookie say about who signed in, and how far they came?"""

from __future__ import annotations

import secrets

from flask import session as cookie
from sqlalchemy.orm import Session

from inbox import session_lock, sign_in
from inbox.config import SecondStep
from inbox.models import User
from inbox.session_lock import AtProvider
from inbox.single_sign_on.coming_in import MEANS
from web import auditing, serving

# Between the password and the code.
ON_THE_WAY_SECONDS = 600


def let_in(user: User, *, is_proven: bool = False, by: AtProvider | None = None) -> None:
    """Let this browser act for somebody from now on; `is_proven` by a second step.

    `by` is what an identity provider knows them by who vouched for them.
    """
    mark = secrets.token_hex(6)
    auditing.came_in(user, mark, MEANS if by else "")
    _end_former()
    with auditing.writing() as session:
        new = session_lock.begin(session, user, by)
    _bear(user, mark, new, is_proven=is_proven)


def let_in_after_second_step(user: User) -> None:
    """Let somebody in who was on the way, or here, and took a second step."""
    let_in(user, is_proven=True, by=_provider_before())


def let_in_again(user: User) -> None:
    """Let this browser go on whose person just ended all their sign-ins."""
    _bear(user, cookie.get("mark", ""), key(), is_proven=bool(cookie.get("is_proven")))


def ask_more(user: User, by: AtProvider | None = None) -> None:
    """Keep who gave the right password, or is vouched for, until the second step follows."""
    _end_former()
    cookie.clear()
    cookie["on_the_way"] = [user.id, user.sign_in_number, _now()]
    if by:
        cookie["provider"] = [by.session, by.sealed.decode()]


def on_the_way(session: Session) -> User | None:
    """Return who gave the right password here, some minutes ago at most."""
    user_id, number, since = cookie.get("on_the_way", (0, 0, 0))
    is_recent = _now() - since < ON_THE_WAY_SECONDS
    return sign_in.user(session, user_id, number) if user_id and is_recent else None


def borne() -> tuple[int, int] | None:
    """Return whose sign-in this browser bears, and which, if it is whole."""
    user_id: int | None = cookie.get("user_id")
    is_whole = cookie.get("is_proven") or not is_required()
    return (user_id, cookie.get("sign_in_number", 0)) if user_id and is_whole else None


def is_required() -> bool:
    """Tell whether nobody is let in by a password alone."""
    return serving.runtime().settings.second_step is SecondStep.REQUIRED


def key() -> str:
    """Return by which key this sign-in is known, empty before there were such."""
    known: str = cookie.get("key", "")
    return known


def digest() -> bytes:
    """Return what is kept of the key, empty before there were such."""
    return session_lock.digest(key()) if key() else b""


# From before the second step, or before it was set up in a browser that was signed in.
def _provider_before() -> AtProvider | None:
    if "provider" in cookie:
        session, sealed = cookie["provider"]
        return AtProvider(session=session, sealed=sealed.encode())
    return session_lock.at_provider(serving.session(), key()) if borne() else None


def _now() -> int:
    return int(serving.runtime().clock.now().timestamp())


# Else whoever copied the cookie of before would go on by it.
def _end_former() -> None:
    if key():
        with auditing.writing() as session:
            session_lock.end(session, key())


def _bear(user: User, mark: str, known_by: str, *, is_proven: bool) -> None:
    cookie.clear()
    cookie.permanent = True
    cookie["user_id"], cookie["sign_in_number"] = user.id, user.sign_in_number
    cookie["is_proven"], cookie["mark"], cookie["key"] = is_proven, mark, known_by

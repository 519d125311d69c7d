"""What did somebody write in the composer?"""

from __future__ import annotations

from flask import request

from connectors.words import Audience
from inbox.errors import Invalid
from inbox.replies import Draft

NOTE = "note"
LONGEST_TOKEN = 64


class UnknownAudience(Invalid):
    """It is not said who is to read this."""

    def __init__(self) -> None:
        super().__init__("Choose who is to read this: everyone, this person, or your team.")


class BadToken(Invalid):
    """The form was not one of ours."""

    def __init__(self) -> None:
        super().__init__("This form cannot be read. Open the conversation again.")


def text() -> str:
    """Return the words. Forms send line ends as CR LF; platforms count them as one."""
    return request.form.get("text", "").replace("\r\n", "\n")


def mode() -> str:
    """Return who is to read them: public, private or note.

    Without scripts each button says it; with scripts the chosen tab does.
    """
    return request.form.get("send_as") or request.form.get("audience", "")


def draft() -> Draft:
    """Return the reply that was written. Raises UnknownAudience or BadToken."""
    return Draft(text=text(), audience=audience(), client_token=client_token())


def client_token() -> str:
    """Return what tells one press of the button from two. Raises BadToken."""
    token = request.form.get("client_token", "")
    if not 0 < len(token) <= LONGEST_TOKEN:
        raise BadToken
    return token


def audience() -> Audience:
    """Return who outside is to read the words. Raises UnknownAudience."""
    try:
        return Audience(mode())
    except ValueError:
        raise UnknownAudience from None

"""Who agrees that a canned response may be sent, and when is it to be looked at again?"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock, countersigning
from inbox.canned import history, reading
from inbox.canned.history import Change
from inbox.errors import Conflict, NotAllowed, NotFound
from inbox.models import CannedResponse, User
from inbox.permissions import Permission


class SupervisorsOnly(NotAllowed):
    """What the department says in its name is agreed to by those who answer for it."""

    def __init__(self) -> None:
        super().__init__(Phrase("Only a supervisor does this. Ask one."))


class OtherWords(Conflict):
    """The words were changed since this person read them."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("These words were changed since you opened them. Read them, then approve.")
        )


class NoSuchText(NotFound):
    """The response says nothing in this language."""

    def __init__(self, language: str) -> None:
        super().__init__(Phrase("This response has no text in {language}.", language=language))


def may_approve(user: User) -> bool:
    """Say whether this person's agreement lets a text be sent."""
    return countersigning.may(user, Permission.APPROVE)


def require_approver(user: User) -> None:
    """Raise SupervisorsOnly for everybody else."""
    if not may_approve(user):
        raise SupervisorsOnly


def approve(
    session: Session, response_id: int, language: str, *, version: int, by: User
) -> CannedResponse:
    """Let a text be sent, as it stood at `version` when this person read it.

    Raises SupervisorsOnly, NoSuchText or OtherWords.
    """
    require_approver(by)
    response = reading.locked(session, response_id)
    text = reading.text_in(response, language)
    if text is None:
        raise NoSuchText(language)
    if response.version != version:
        raise OtherWords
    if text.approved_at is None:
        text.approved_at, text.approved_by_id = clock.now(session), by.id
        agreed = Change(what=Phrase("approved"), language=language, after=text.text)
        history.record(session, response_id, agreed, by=by)
    return response


def is_overdue(response: CannedResponse, today: date) -> bool:
    """Say whether somebody was to look at it again by now."""
    return response.review_on is not None and response.review_on < today

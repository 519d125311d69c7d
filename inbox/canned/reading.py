"""Which canned responses are there?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from connectors.phrases import Phrase
from inbox.errors import NotFound
from inbox.models import CannedResponse, CannedText


class NoSuchResponse(NotFound):
    """No canned response has this number."""

    def __init__(self, response_id: int) -> None:
        super().__init__(
            Phrase("There is no canned response {response_id}.", response_id=response_id)
        )


def whole() -> Select[CannedResponse]:
    """Select responses with everything that belongs to them."""
    texts = selectinload(CannedResponse.texts)
    return select(CannedResponse).options(
        texts.options(joinedload(CannedText.written_by), joinedload(CannedText.approved_by)),
        selectinload(CannedResponse.teams),
        selectinload(CannedResponse.accounts),
    )


def all_in_use(session: Session) -> Sequence[CannedResponse]:
    """Return every response that is not archived, by folder and title."""
    return session.scalars(
        whole()
        .where(CannedResponse.archived_at.is_(None))
        .order_by(CannedResponse.folder, CannedResponse.title, CannedResponse.id)
    ).all()


def archived(session: Session) -> Sequence[CannedResponse]:
    """Return what is not offered any more, by title."""
    return session.scalars(
        whole()
        .where(CannedResponse.archived_at.is_not(None))
        .order_by(CannedResponse.title, CannedResponse.id)
    ).all()


def find(session: Session, response_id: int) -> CannedResponse:
    """Return one response, archived or not. Raises NoSuchResponse."""
    found = session.scalar(whole().where(CannedResponse.id == response_id))
    if found is None:
        raise NoSuchResponse(response_id)
    return found


def locked(session: Session, response_id: int) -> CannedResponse:
    """Read a response anew and hold its row. Raises NoSuchResponse."""
    held = select(CannedResponse.id).where(CannedResponse.id == response_id).with_for_update()
    if session.scalar(held) is None:
        raise NoSuchResponse(response_id)
    found = session.scalars(
        whole().where(CannedResponse.id == response_id).execution_options(populate_existing=True)
    )
    return found.one()


def text_in(response: CannedResponse, language: str) -> CannedText | None:
    """Return what a response says in a language, approved or not."""
    return next((one for one in response.texts if one.language == language), None)

"""Which picture goes out with a canned response?

It is drawn anew when it is kept, so that nothing hidden in the file stays, and once more for
the platform it leaves for (`inbox/outgoing_pictures.py`).
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from connectors.pictures import MEGABYTE, PictureRule
from inbox import media, outgoing_pictures
from inbox.canned import history, reading
from inbox.canned.history import Change
from inbox.canned.writing import ChangedMeanwhile
from inbox.errors import NotFound
from inbox.models import CannedResponse, User
from inbox.outgoing_pictures import MOST_DESCRIPTION, Chosen

KEPT = PictureRule(most_bytes=8 * MEGABYTE)


class NoPicture(NotFound):
    """The response has none, or its file is gone."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This canned response has no picture. Choose one, or send its words.")
        )


def put(
    session: Session, response_id: int, chosen: Chosen, *, version: int, by: User
) -> CannedResponse:
    """Let a response hold a picture. Its words wait for approval again, as they go out together.

    Raises UnusablePicture or ChangedMeanwhile.
    """
    picture, _ = outgoing_pictures.drawn(chosen.body, KEPT)
    response = _opened(session, response_id, version)
    description = " ".join(chosen.description.split())[:MOST_DESCRIPTION]
    _change(session, response, media.keep(session, picture.body), description, by)
    return response


def remove(session: Session, response_id: int, *, version: int, by: User) -> CannedResponse:
    """Take the picture out. The words wait for approval again. Raises ChangedMeanwhile."""
    response = _opened(session, response_id, version)
    if response.picture_digest:
        _change(session, response, None, "", by)
    return response


def chosen(session: Session, response_id: int, description: str) -> Chosen:
    """Choose the picture of a response for a reply. Raises NoPicture."""
    response = reading.find(session, response_id)
    body = _read(media.path_of(session, _digest(response)))
    return Chosen(body=body, description=description or response.picture_description)


def shown(session: Session, response_id: int) -> bytes:
    """Return the picture as the desk shows it. Raises NoPicture."""
    digest = _digest(reading.find(session, response_id))
    return _read(media.shown_path_of(session, digest))


def _opened(session: Session, response_id: int, version: int) -> CannedResponse:
    response = reading.locked(session, response_id)
    if response.version != version:
        raise ChangedMeanwhile(history.latest(session, response_id))
    return response


def _change(
    session: Session, response: CannedResponse, digest: bytes | None, description: str, by: User
) -> None:
    before = _told(response)
    response.picture_digest, response.picture_description = digest, description
    response.version += 1
    for text in response.texts:
        text.approved_at, text.approved_by_id = None, None
    changed = Change(what=Phrase("picture"), before=before, after=_told(response))
    history.record(session, response.id, changed, by=by)


def _told(response: CannedResponse) -> str:
    if response.picture_digest is None:
        return ""
    return f"{response.picture_description} (SHA-256 {response.picture_digest.hex()})".strip()


def _digest(response: CannedResponse) -> bytes:
    if response.picture_digest is None:
        raise NoPicture
    return response.picture_digest


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as problem:
        raise NoPicture from problem

"""How does what somebody sent come into our keeping, once: a picture, a film, a voice?

The row is the truth, the job a nudge. A file is named by its SHA-256 and written whole
before the row says so, so two workers at once, or one that dies, do no harm.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import timedelta
from pathlib import Path

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from connectors import media
from connectors.attachments import AttachmentKind
from connectors.media import NotFetched, NotNow
from connectors.phrases import Phrase
from inbox import clock, conversations, pictures, recordings, timeline
from inbox.config import Settings
from inbox.errors import NotFound
from inbox.holding import NUDGE_AGAIN_AFTER
from inbox.models import Attachment, FileState, Message
from inbox.pictures import NotAPicture
from inbox.runtime import Runtime

FOLDER = "media"
ATTEMPTS = 6
FIRST_REST = timedelta(seconds=10)
ROUND_LIMIT = 100
FILM_SECONDS = 60.0
DRAWN = (AttachmentKind.PICTURE, AttachmentKind.STICKER)
FETCHED = (*DRAWN, AttachmentKind.VIDEO, AttachmentKind.AUDIO, AttachmentKind.FILE)


class NoSuchPicture(NotFound):
    """No file is kept under this number."""

    def __init__(self, attachment_id: int) -> None:
        super().__init__(
            Phrase(
                "No picture is kept for attachment {attachment_id}.", attachment_id=attachment_id
            )
        )


def nudge_due(session: Session) -> list[int]:
    """Return the attachments whose file is to be fetched now, noting that a worker was told."""
    now = clock.now(session)
    due = (
        select(Attachment.id)
        .where(
            Attachment.state == FileState.PENDING,
            Attachment.due_at <= now,
            or_(Attachment.nudged_at.is_(None), Attachment.nudged_at < now - NUDGE_AGAIN_AFTER),
        )
        .order_by(Attachment.due_at)
        .limit(ROUND_LIMIT)
    )
    return list(
        session.scalars(
            update(Attachment)
            .where(Attachment.id.in_(due))
            .values(nudged_at=now)
            .returning(Attachment.id)
            .execution_options(synchronize_session=False)
        )
    )


def fetch(runtime: Runtime, attachment_id: int) -> None:
    """Fetch the file of an attachment that is due. Twice is the same as once."""
    with runtime.reading() as session:
        row = session.get(Attachment, attachment_id)
    if row is None or row.state is not FileState.PENDING or not _is_due(runtime, row):
        return
    try:
        columns = _fetched(runtime.settings, row)
    except NotNow as problem:
        _rest(runtime, row, str(problem))
    except (NotFetched, NotAPicture) as problem:
        _settle(runtime, row.id, state=FileState.REFUSED, reason=str(problem))
    else:
        _settle(runtime, row.id, state=FileState.STORED, **columns)


def _fetched(settings: Settings, row: Attachment) -> dict[str, object]:
    """Fetch and keep a file; return what its row says of it. Raises NotFetched or NotAPicture."""
    if row.kind in DRAWN:
        body = media.fetch(row.url, most=settings.media_limit, address=settings.platform_address)
        shown, told = pictures.drawn(body), {}
    else:
        body = media.fetch(
            row.url,
            most=settings.film_limit,
            address=settings.platform_address,
            seconds=FILM_SECONDS,
        )
        shown, told = b"", {"media_type": recordings.type_of(body, row.kind)}
    if not body:
        raise NotFetched(Phrase("The file is empty."))
    digest = hashlib.sha256(body).digest()
    _write(_path(settings.data, digest), body)
    if shown:
        _write(_shown_path(settings.data, digest), shown)
    return {"digest": digest, "size": len(body), **told}


def shown(session: Session, attachment_id: int) -> bytes:
    """Return the picture as it was drawn for the desk. Raises NoSuchPicture."""
    return _read(_shown_path(_data(session), _digest(session, attachment_id)), attachment_id)


def original(session: Session, attachment_id: int) -> bytes:
    """Return the file as it came, which nobody may open in the desk's name."""
    return _read(_path(_data(session), _digest(session, attachment_id)), attachment_id)


def recording(session: Session, attachment_id: int) -> tuple[Path, str]:
    """Return where a film or voice that may be played lies, and under which type.

    Raises NoSuchPicture.
    """
    row = session.get(Attachment, attachment_id)
    if row is None or row.digest is None or not row.plays_as:
        raise NoSuchPicture(attachment_id)
    return _path(_data(session), row.digest), row.media_type


def original_or_nothing(session: Session, attachment_id: int) -> bytes:
    """Return the file as it came, empty where it is gone."""
    try:
        return original(session, attachment_id)
    except NoSuchPicture:
        return b""


def keep(session: Session, body: bytes) -> bytes:
    """Keep a picture of our own, and as the desk shows it; return the digest that names it."""
    return store(_data(session), body)


def store(data: Path, body: bytes) -> bytes:
    """Do the same outside of any transaction. Raises NotAPicture."""
    drawn, digest = pictures.drawn(body), hashlib.sha256(body).digest()
    _write(_path(data, digest), body)
    _write(_shown_path(data, digest), drawn)
    return digest


def path_of(session: Session, digest: bytes) -> Path:
    """Return where a file of our keeping lies."""
    return _path(_data(session), digest)


def shown_path_of(session: Session, digest: bytes) -> Path:
    """Return where it lies as it was drawn for the desk."""
    return _shown_path(_data(session), digest)


def _is_due(runtime: Runtime, row: Attachment) -> bool:
    return row.due_at is not None and row.due_at <= runtime.clock.now()


def _rest(runtime: Runtime, row: Attachment, reason: str) -> None:
    attempts = row.attempts + 1
    if attempts >= ATTEMPTS:
        _settle(runtime, row.id, state=FileState.REFUSED, reason=reason)
        return
    with runtime.writing() as session:
        due_at = clock.now(session) + FIRST_REST * 2**attempts
        still = (Attachment.id == row.id, Attachment.state == FileState.PENDING)
        values = {"attempts": attempts, "due_at": due_at, "reason": reason}
        session.execute(update(Attachment).where(*still).values(values))


def _settle(runtime: Runtime, attachment_id: int, **columns: object) -> None:
    with runtime.writing() as session:
        won = session.scalar(
            update(Attachment)
            .where(Attachment.id == attachment_id, Attachment.state == FileState.PENDING)
            .values(columns)
            .returning(Attachment.message_id)
        )
        if won is not None:
            message = session.get_one(Message, won)
            conversation = conversations.locked(session, message.conversation_id)
            timeline.record(session, "message.attachment_seen", conversation, message_id=won)


def _digest(session: Session, attachment_id: int) -> bytes:
    row = session.get(Attachment, attachment_id)
    if row is None or row.digest is None:
        raise NoSuchPicture(attachment_id)
    return row.digest


def _data(session: Session) -> Path:
    data: Path = session.info["settings"].data
    return data


def _path(data: Path, digest: bytes) -> Path:
    name = digest.hex()
    return data / FOLDER / name[:2] / name


def _shown_path(data: Path, digest: bytes) -> Path:
    return _path(data, digest).with_suffix(".webp")


def _read(path: Path, attachment_id: int) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as problem:
        raise NoSuchPicture(attachment_id) from problem


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)

"""Which picture goes out with a reply: judged, drawn anew, kept, and named by its message?

What leaves was drawn by us, pixel by pixel: nothing that came hidden in the file, such as
the place where it was taken, is in it. It is kept as it leaves, and not as it was chosen.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import Image, ImageOps
from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.attachments import AttachmentKind
from connectors.phrases import Phrase
from connectors.pictures import JPEG, PNG, OutgoingPicture, PictureRule
from connectors.words import Direction
from inbox import media, pictures
from inbox.errors import Invalid
from inbox.models import Attachment, FileState, Message

MOST_DESCRIPTION = 1000
QUALITIES = (88, 75, 60)
SHRINK = 0.7
_FLAT = ("PNG", "GIF")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The picture somebody chose, as it came from them, and what they say it shows."""

    body: bytes = field(repr=False)
    description: str = ""


class UnusablePicture(Invalid):
    """What was chosen cannot be sent as a picture."""


def attach(session: Session, message: Message, chosen: Chosen, rule: PictureRule) -> None:
    """Let a message of ours hold a picture as its platform takes it. Raises UnusablePicture."""
    picture, (width, height) = drawn(chosen.body, rule)
    digest = media.keep(session, picture.body)
    session.add(
        Attachment(
            message_id=message.id,
            position=0,
            kind=AttachmentKind.PICTURE,
            url="",
            external_id="",
            title=" ".join(chosen.description.split())[:MOST_DESCRIPTION],
            preview_url="",
            media_type=picture.media_type,
            width=width,
            height=height,
            state=FileState.STORED,
            digest=digest,
            size=len(picture.body),
        )
    )
    session.flush()


def again(session: Session, conversation_id: int, attachment_id: int, description: str) -> Chosen:
    """Choose a picture once more that a reply here held. Raises NoSuchPicture."""
    known = session.scalar(
        select(Attachment.id)
        .join(Message, Message.id == Attachment.message_id)
        .where(
            Attachment.id == attachment_id,
            Attachment.digest.is_not(None),
            Message.conversation_id == conversation_id,
            Message.direction == Direction.OUT,
        )
    )
    if known is None:
        raise media.NoSuchPicture(attachment_id)
    return Chosen(body=media.original(session, known), description=description)


def held(session: Session, message_id: int) -> Attachment | None:
    """Return the picture that a message of ours holds."""
    return session.scalar(
        select(Attachment)
        .where(Attachment.message_id == message_id, Attachment.digest.is_not(None))
        .order_by(Attachment.position)
        .limit(1)
    )


def of_message(session: Session, message: Message) -> OutgoingPicture | None:
    """Return what goes out with a message; without a body where its file is gone."""
    kept = held(session, message.id)
    if kept is None:
        return None
    return OutgoingPicture(
        body=media.original_or_nothing(session, kept.id),
        media_type=kept.media_type,
        description=kept.title,
    )


def drawn(body: bytes, rule: PictureRule) -> tuple[OutgoingPicture, tuple[int, int]]:
    """Draw a picture anew within a platform's limits; return it and its size in pixels.

    Only the first picture of an animation is drawn. Raises UnusablePicture.
    """
    try:
        with pictures.opened(body) as picture:
            is_flat = picture.format in _FLAT
            picture.draft("RGB", (rule.longest_side, rule.longest_side))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((rule.longest_side, rule.longest_side))
            clean = Image.new("RGBA", upright.size)
            clean.paste(upright.convert("RGBA"))
    except pictures.NotAPicture as problem:
        raise UnusablePicture(
            Phrase("This picture cannot be sent. {problem}", problem=problem)
        ) from problem
    for media_type, kept, size in _written(clean, rule, is_flat=is_flat):
        if len(kept) <= rule.most_bytes:
            return OutgoingPicture(body=kept, media_type=media_type), size
    raise UnusablePicture(Phrase("This picture cannot be made small enough for the platform."))


Written = tuple[str, bytes, tuple[int, int]]


def _written(clean: Image.Image, rule: PictureRule, *, is_flat: bool) -> Iterator[Written]:
    """Write a picture in ever smaller ways: drawings as PNG, photographs as JPEG on white."""
    if is_flat and PNG in rule.media_types:
        kept = io.BytesIO()
        clean.save(kept, "PNG", optimize=True)
        yield PNG, kept.getvalue(), clean.size
    whole = Image.new("RGB", clean.size, "white")
    whole.paste(clean, mask=clean.getchannel("A"))
    while min(whole.size) > 1:
        for quality in QUALITIES:
            kept = io.BytesIO()
            whole.save(kept, "JPEG", quality=quality)
            yield JPEG, kept.getvalue(), whole.size
        width, height = whole.size
        whole = whole.resize((max(1, int(width * SHRINK)), max(1, int(height * SHRINK))))

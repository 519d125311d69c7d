"""What may the one picture of a reply be, and is it shown there?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from connectors.attachments import Attachment, AttachmentKind
from connectors.errors import OutcomeUnknown
from connectors.phrases import Phrase

JPEG, PNG = "image/jpeg", "image/png"
MEGABYTE = 1024**2
WITHOUT_PICTURE = Phrase("These words stand there, but without the picture that belongs to them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRule:
    """What a platform takes as the picture of a reply; one is all that we send.

    Without `with_text` words and a picture would be two messages there. Where it
    `takes_description`, people read the alternative text on the platform.
    """

    media_types: tuple[str, ...] = (JPEG, PNG)
    most_bytes: int
    longest_side: int = 2048
    with_text: bool = True
    takes_description: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingPicture:
    """A picture drawn by us, without anything hidden in it.

    `uploaded_as` is the platform's name for it, once it is there and nobody sees it.
    """

    body: bytes = field(repr=False)
    media_type: str
    description: str = ""
    uploaded_as: str = ""

    @property
    def file_name(self) -> str:
        """A name that tells nothing but the kind."""
        return f"picture.{'png' if self.media_type == PNG else 'jpg'}"


def is_shown(attachments: Iterable[Attachment]) -> bool:
    """Whether a picture is among what came with a message."""
    return any(one.kind is AttachmentKind.PICTURE for one in attachments)


@dataclass(slots=True)
class Likeness:
    """Is what a platform shows the reply that we look for, picture and all?

    The same words without the picture that belongs to them prove neither that the reply
    is there nor that it is not: after the search, `settle` leaves that to a person.
    """

    picture: OutgoingPicture | None
    text: str
    _doubtful: bool = False

    def fits(self, attachments: Iterable[Attachment]) -> bool:
        """Judge a message that has the same words."""
        if self.picture is None or is_shown(attachments):
            return True
        self._doubtful = self._doubtful or bool(self.text.strip())
        return False

    def settle(self) -> None:
        """Say that nothing was found. Raises OutcomeUnknown when that is not certain."""
        if self._doubtful:
            raise OutcomeUnknown(WITHOUT_PICTURE)

"""What does a picture really hold, and how is it drawn anew for the desk?

What is shown was drawn by us, pixel by pixel: nothing that came hidden in the file, such as
the place where it was taken, is in it. The file as it came is kept for the record.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps

from connectors.phrases import Phrase

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MOST_PIXELS = 60_000_000
SHOWN = (960, 960)
QUALITY = 80
SHOWN_TYPE = "image/webp"


# What Pillow raises for files made to confuse it.
_MALFORMED = (OSError, SyntaxError, ValueError, EOFError, LookupError, OverflowError, struct.error)


class NotAPicture(ValueError):
    """The bytes are no picture that can be shown; the message says why."""


def drawn(body: bytes) -> bytes:
    """Draw a picture anew, within 960 by 960 pixels, as WebP. Raises NotAPicture."""
    with opened(body) as picture:
        return _small(picture)


@contextmanager
def opened(body: bytes) -> Iterator[Image.Image]:
    """Open a picture that is one and not too large, whatever is then read of it.

    Raises NotAPicture.
    """
    if not body:
        raise NotAPicture(Phrase("The file is empty."))
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPicture(Phrase("It unpacks to more pixels than can be shown."))
            yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise NotAPicture(Phrase("It unpacks to more pixels than can be shown.")) from problem
    except _MALFORMED as problem:
        if isinstance(problem, NotAPicture):
            raise
        raise NotAPicture(
            Phrase("The file is not a picture of a kind that can be shown.")
        ) from problem


def _small(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail(SHOWN)
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright.convert("RGBA"))
    kept = io.BytesIO()
    clean.save(kept, "WEBP", quality=QUALITY)
    return kept.getvalue()

"""Pictures as people choose them, made small and on the spot."""

from __future__ import annotations

import io

from PIL import Image

ORIENTATION, GPS, LATITUDE = 0x0112, 0x8825, 2
TURNED_LEFT = 6


def photograph(width: int = 80, height: int = 40) -> bytes:
    """A JPEG as a telephone makes it: lying on its side, and telling where it was taken."""
    picture = Image.new("RGB", (width, height), (40, 90, 160))
    about = Image.Exif()
    about[ORIENTATION] = TURNED_LEFT
    about.get_ifd(GPS)[LATITUDE] = (37.0, 20.0, 39.0)
    kept = io.BytesIO()
    picture.save(kept, "JPEG", exif=about, comment=b"Taken at home")
    return kept.getvalue()


def drawing(width: int = 60, height: int = 30) -> bytes:
    """A PNG with nothing behind its drawing."""
    kept = io.BytesIO()
    Image.new("RGBA", (width, height), (200, 30, 30, 128)).save(kept, "PNG")
    return kept.getvalue()

"""Which parts has an address that somebody sent?"""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

NONE = SplitResult("", "", "", "", "")


def parts(address: str) -> SplitResult:
    """Take an address apart. One that cannot be read has no parts, and so is nobody's."""
    try:
        return urlsplit(address)
    except ValueError:
        return NONE

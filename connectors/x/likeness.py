"""Is a text that X shows the one that we sent?"""

from __future__ import annotations

import re
import unicodedata

from connectors.weighted_links import addresses

_LEADING_HANDLES = re.compile(r"^(?:\s*@\w{1,15}\b)+")
_ADDRESS = "\ufffc"


def alike(shown: str, sent: str) -> bool:
    """Compare what X leaves alone: X adds handles in front and shortens addresses."""
    return _bare(shown) == _bare(sent)


def _bare(text: str) -> str:
    text = _LEADING_HANDLES.sub("", unicodedata.normalize("NFC", text))
    parts, position = [], 0
    for start, end in addresses(text):
        parts += [text[position:start], _ADDRESS]
        position = end
    return " ".join("".join([*parts, text[position:]]).split())

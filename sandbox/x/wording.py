"""What does X make of somebody's words before it shows them?"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

LINK = re.compile(r"https?://[^\s<>\"]+|\b(?:[\w-]+\.)+(?:com|gov|org|net|us)\b(?:/[^\s<>\"]*)?")
HANDLE = re.compile(r"@(\w{1,15})\b")
ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))


def escaped(text: str) -> str:
    """Escape what X escapes in every text."""
    for plain, safe in ESCAPES:
        text = text.replace(plain, safe)
    return text


def with_short_links(words: str) -> str:
    """Put X's short addresses in place of links."""
    return LINK.sub(lambda link: shortened(link.group()), words)


def shortened(link: str) -> str:
    """Return X's short address of a link, always the same one."""
    return f"https://t.co/{sha256(link.encode(errors='replace')).hexdigest()[:10]}"


def entities(
    words: str, text: str, media: list[dict[str, Any]] | None = None
) -> dict[str, Any] | None:
    """Return the links of `words`, those of `media`, and the handles in the `text` X gives."""
    links = [
        {**_place(text, shortened(link)), "url": shortened(link), "expanded_url": _full(link)}
        for link in LINK.findall(words)
        if shortened(link) in text
    ]
    handles = [
        {"start": found.start(), "end": found.end(), "username": found.group(1)}
        for found in HANDLE.finditer(text)
    ]
    found = {"urls": [*links, *(media or [])], "mentions": handles}
    return {name: rows for name, rows in found.items() if rows} or None


def _place(text: str, part: str) -> dict[str, int]:
    start = text.find(part)
    return {"start": start, "end": start + len(part)}


def _full(link: str) -> str:
    return link if link.startswith("http") else f"http://{link}"

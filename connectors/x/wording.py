"""Which words did somebody write, below what X makes of them?"""

from __future__ import annotations

import re

from connectors.x.json_fields import Raw, child, rows, word

_HANDLES = re.compile(r"(?:@\w{1,15} +)+")


def written(raw: Raw) -> str:
    """Return a post's words as written: without the handles and addresses X puts in.

    X shows an address written without a scheme with http://, which is taken off again.
    """
    whole = {**raw, **_note(raw)}
    text = without_media(whole, _without_added_handles(whole))
    for link in rows(child(whole, "entities").get("urls")):
        short, full = word(link, "url"), word(link, "expanded_url")
        text = text.replace(short, full.removeprefix("http://")) if short and full else text
    return unescaped(text)


def without_media(raw: Raw, text: str) -> str:
    """Leave out the address of a picture, which X puts behind the words and nobody wrote."""
    for link in rows(child(raw, "entities").get("urls")):
        if word(link, "media_key"):
            text = text.removesuffix(word(link, "url")).rstrip()
    return text


def _note(raw: Raw) -> Raw:
    """Return the whole of a long post, of which X's `text` is only the start."""
    note = child(raw, "note_tweet") or child(raw, "note_post")
    return {name: note[name] for name in ("text", "entities") if note.get(name)}


def _without_added_handles(raw: Raw) -> str:
    text, shown = word(raw, "text"), raw.get("display_text_range")
    start = shown[0] if isinstance(shown, list) and shown else 0
    if not isinstance(start, int) or not _HANDLES.fullmatch(text[:start]):
        return text
    return text[start:]


def unescaped(text: str) -> str:
    """Undo the three HTML escapes that X applies to every text (tweepy #451)."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

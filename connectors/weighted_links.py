"""Where in a text does X see a web address, which it will shorten?

Our own reader of the rules of twitter-text 3.1.0. It walks each run of labels
once, so a hostile text costs time in proportion to its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from connectors.top_level_domains import TOP_LEVEL_DOMAINS

LONGEST_ADDRESS = 4096
_LONGEST_SHORT_NAME = 40

_MARKS = "\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
_SPACES = r"\x09-\x0d \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_NEVER = "\ufffe\ufeff\uffff"
_PUNCTUATION = r"!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$"
_LATIN = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268"
    "\u026f\u0272\u0289\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_CYRILLIC = "\u0400-\u04ff"

_LETTER = f"[^{_PUNCTUATION}{_SPACES}{_NEVER}{_MARKS}]"
# What stands before an address is consumed, so two addresses never share a character there.
_START = re.compile(
    f"([^A-Za-z0-9@\uff20$#\uff03{_NEVER}]|^)(https?://)?(?={_LETTER})", re.IGNORECASE
)
# A label has at most 63 characters (RFC 1035, 2.3.4); the bound keeps the walk linear.
_LABEL = re.compile(f"{_LETTER}(?:(?:{_LETTER}|[-_]){{0,61}}{_LETTER})?\\.")
_PLAIN_LABEL = re.compile(f"[-a-z0-9{_LATIN}]+\\.", re.IGNORECASE)
_NAMES = "|".join(sorted(TOP_LEVEL_DOMAINS, key=len, reverse=True))
_ENDING = re.compile(f"(?:{_NAMES})(?![0-9A-Za-z@+-])|xn--[-0-9a-z]+", re.IGNORECASE)

_PATH_CHARACTER = rf"[a-z0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_CYRILLIC}{_LATIN}]"
_PARENTHESES = (
    rf"\((?:{_PATH_CHARACTER}+|{_PATH_CHARACTER}*\({_PATH_CHARACTER}+\){_PATH_CHARACTER}*)\)"
)
_PATH_END = rf"[-+a-z0-9=_#/{_CYRILLIC}{_LATIN}]"
_PATH = re.compile(
    rf"/(?:(?:{_PATH_CHARACTER}|{_PARENTHESES})*{_PATH_END})?(?:{_PARENTHESES})*", re.IGNORECASE
)
_PORT = re.compile(r":[0-9]+")
_QUERY = re.compile(r"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[-a-z0-9_&=#/]", re.IGNORECASE)
_SHORTENED = re.compile(rf"https?://t\.co/([a-z0-9]+)(?:{_QUERY.pattern})?", re.IGNORECASE)


class Span(NamedTuple):
    """A stretch of a text, `end` exclusive."""

    start: int
    end: int


class _Domain(NamedTuple):
    start: int
    end: int
    before: str
    protocol: str | None


def addresses(text: str) -> Iterator[Span]:
    """Yield every web address in `text` that X shortens, in order."""
    position = 0 if "." in text else len(text)
    while found := _START.search(text, position):
        end, walked = _walk(text, found.end(), _LABEL)
        if not end:
            position = max(walked - 1, found.start() + 1)
            continue
        yield from _in_domain(text, _Domain(found.end(1), end, *found.groups()))
        position = _after(text, end)


def _walk(text: str, start: int, label: re.Pattern[str]) -> tuple[int, int]:
    """Follow labels from `start`: where the last possible domain ends, or 0; how far it read."""
    end, position = 0, start
    while part := label.match(text, position):
        position = part.end()
        ending = _ENDING.match(text, position) if "_" not in part.group() else None
        end = ending.end() if ending else end
    return end, position


def _in_domain(text: str, domain: _Domain) -> Iterator[Span]:
    return _with_protocol(text, domain) if domain.protocol else _bare(text, domain)


def _with_protocol(text: str, domain: _Domain) -> Iterator[Span]:
    end = _after(text, domain.end)
    short = _SHORTENED.match(text, domain.start, end)
    if short and len(short.group(1)) > _LONGEST_SHORT_NAME:
        return
    end = short.end() if short else end
    if end - domain.start <= LONGEST_ADDRESS:
        yield Span(domain.start, end)


def _bare(text: str, domain: _Domain) -> Iterator[Span]:
    """Without https:// only the names in Latin letters count, and the path of the last."""
    if domain.before in {"-", "_", ".", "/"}:
        return
    spans = list(_plain_names(text[: domain.end], domain.start))
    path = _PATH.match(text, _after_port(text, domain.end))
    if spans and path:
        spans[-1] = Span(spans[-1].start, spans[-1].end + _after(text, domain.end) - domain.end)
    yield from spans


def _plain_names(text: str, start: int) -> Iterator[Span]:
    while label := _PLAIN_LABEL.search(text, start):
        end, walked = _walk(text, label.start(), _PLAIN_LABEL)
        if end:
            yield Span(label.start(), end)
        start = max(end, walked)


def _after_port(text: str, position: int) -> int:
    port = _PORT.match(text, position)
    return port.end() if port else position


def _after(text: str, position: int) -> int:
    position = _after_port(text, position)
    for part in (_PATH, _QUERY):
        match = part.match(text, position)
        position = match.end() if match else position
    return position

"""Which part of a text is shown as found, and what in it is marked?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from inbox.search import folding
from inbox.search.asking import Words
from inbox.search.folding import Spot

BEFORE = 60
LONGEST = 240


class Piece(NamedTuple):
    """Some of the text as it was written."""

    text: str
    is_marked: bool = False


Span = tuple[int, int]


def snippet(text: str, wanted: Sequence[Words]) -> list[Piece]:
    """Cut a text around what was found first, on one line, and mark all that was found in it."""
    spans = _marked(text, wanted)
    start = _start(text, spans[0][0] if spans else 0)
    end = min(len(text), start + LONGEST)
    pieces = list(_pieces(text, spans, start, end))
    if start:
        pieces.insert(0, Piece("… "))
    if end < len(text):
        pieces.append(Piece(" …"))
    return pieces


def stands_in(text: str, words: Words) -> bool:
    """Say whether words stand together in a text."""
    return next(_spans(list(folding.spots(text)), words), None) is not None


def _marked(text: str, wanted: Sequence[Words]) -> list[Span]:
    """Return where the wanted words stand, in order and without overlaps."""
    spots = list(folding.spots(text))
    found = sorted(span for words in wanted for span in _spans(spots, words))
    apart: list[Span] = []
    for start, end in found:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _spans(spots: Sequence[Spot], words: Words) -> Iterator[Span]:
    length = len(words.folded)
    for at in range(len(spots) - length + 1):
        here = spots[at : at + length]
        if _is_here([spot.word for spot in here], words):
            yield here[0].start, here[-1].end


def _is_here(here: list[str], words: Words) -> bool:
    *first, last = words.folded
    is_last = here[-1].startswith(last) if words.is_beginning else here[-1] == last
    return is_last and here[:-1] == first


def _start(text: str, first: int) -> int:
    if first <= BEFORE or len(text) <= LONGEST:
        return 0
    space = text.find(" ", first - BEFORE, first)
    return space + 1 if space >= 0 else first - BEFORE


def _pieces(text: str, spans: Sequence[Span], start: int, end: int) -> Iterator[Piece]:
    at = start
    for begins, ends in spans:
        if begins >= end:
            break
        if begins > at:
            yield Piece(_one_line(text[at:begins]))
        yield Piece(_one_line(text[max(begins, at) : min(ends, end)]), is_marked=True)
        at = min(ends, end)
    if at < end:
        yield Piece(_one_line(text[at:end]))


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")

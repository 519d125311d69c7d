"""Where was it said? Each conversation once, by the newest of its words that match.

The newest come first, because their order costs nothing; what stands exactly as it
was typed comes before them, found by a search of its own. All matches are never
counted and never ranked: over common words that takes seconds. Where nothing that was
said matches any more, what stands under a post that does comes last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox.audit import reading
from inbox.audit.what import What
from inbox.errors import Invalid
from inbox.models import Tag, User
from inbox.search import (
    asking,
    expressions,
    filters,
    found,
    gathering,
    highlighting,
    named,
    places,
    under_posts,
)
from inbox.search.asking import Question, Words
from inbox.search.filters import Narrowed
from inbox.search.found import Found
from inbox.search.gathering import STEPS, Gathered, Match
from inbox.search.named import Person

PAGE_LENGTH = 25
EXACT_SHOWN = 3
TAGS_SHOWN = 5
_UNDER_POSTS = "p"
"""How a page mark begins that leads on among what stands under posts."""


class BadPlace(Invalid):
    """A paging mark that this search did not give out."""

    def __init__(self) -> None:
        super().__init__(Phrase("This page mark cannot be read. Search again from the start."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was understood and what was found.

    People, tags and what stands exactly so come with the first page. `next` marks where
    to look on; there may be nothing.
    """

    question: Question
    remarks: tuple[str, ...] = ()
    people: list[Person] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    rows: list[Found] = field(default_factory=list)
    next: str | None = None


def find(
    session: Session,
    typed: str,
    user: User,
    *,
    after: str | None = None,
    limit: int = PAGE_LENGTH,
) -> Answer:
    """Search for what a person typed, whatever it is. Raises BadPlace."""
    question = asking.read(typed)
    if question.is_empty:
        return Answer(question=question, remarks=question.remarks)
    words = expressions.of_words(question.words)
    asked = filters.narrowed(session, words, question.operators, user)
    mark = _mark(after, asked)
    exact = _exact(session, question, asked)
    but = {one.conversation_id for one in exact}
    said = (
        Gathered(end=0, is_last=True)
        if mark.is_under_posts
        else gathering.gather(session, asked, end=mark.end, limit=limit, but=but)
    )
    shown = said.matches if after else [*exact, *said.matches]
    rows = found.loaded(session, shown, question, {one.place for one in exact})
    following = None if said.is_last else str(said.end)
    if said.is_last and question.wanted:
        under = under_posts.gather(
            session, asked, end=mark.under_posts, limit=limit - len(said.matches), but=but
        )
        rows += found.under_posts(session, under.found, question)
        following = None if under.is_last else f"{_UNDER_POSTS}{under.end}"
    for one in rows:
        reading.loaded(session, one.conversation, how=What.PRIVATE_FOUND)
    return Answer(
        question=question,
        remarks=(*question.remarks, *asked.remarks),
        people=[] if after else named.contacts(session, question.wanted),
        tags=[] if after else _tags(session, question.wanted),
        rows=rows,
        next=following,
    )


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a page begins: before a place, or before a number among what stands under posts."""

    end: int
    is_under_posts: bool = False

    @property
    def under_posts(self) -> int:
        """Return where to begin under posts."""
        return self.end if self.is_under_posts else places.END


def _mark(after: str | None, asked: Narrowed) -> _Mark:
    if after is None:
        return _Mark(asked.end)
    is_under_posts = after.startswith(_UNDER_POSTS)
    figures = after.removeprefix(_UNDER_POSTS)
    most = places.END if is_under_posts else asked.end
    if not (figures.isascii() and figures.isdecimal() and len(figures) <= len(str(most))):
        raise BadPlace
    return _Mark(min(int(figures), most), is_under_posts)


def _exact(session: Session, question: Question, asked: Narrowed) -> list[Match]:
    """Find the newest few that hold several plain words exactly as they were typed."""
    plain = [one for one in question.wanted if not one.is_quoted]
    together = tuple(word for one in plain for word in one.folded)
    if len(plain) < 2:  # noqa: PLR2004 - one word always stands as it was typed
        return []
    clause = ((together, plain[-1].is_beginning),)
    narrower = replace(asked, expression=asked.expression.and_also(clause))
    return gathering.gather(
        session, narrower, end=asked.end, limit=EXACT_SHOWN, but=set(), steps=STEPS[:1]
    ).matches


def _tags(session: Session, wanted: Sequence[Words]) -> list[Tag]:
    """Return the tags whose names hold all these words."""
    if not wanted:
        return []
    known = session.scalars(select(Tag).order_by(Tag.name))
    holding = [tag for tag in known if all(highlighting.stands_in(tag.name, one) for one in wanted)]
    return holding[:TAGS_SHOWN]

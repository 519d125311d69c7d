"""How is what is looked for said to each database's text index?

Terms hold nothing but letters, figures and our own mark, so that nothing in them
can be taken for the language they are quoted in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from inbox.search import terms
from inbox.search.asking import Words

Phrase = tuple[tuple[str, ...], bool]
Clause = tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """Clauses that must hold, each by one of its phrases, and some that must not."""

    wanted: tuple[Clause, ...] = ()
    unwanted: tuple[Clause, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether everything matches."""
        return not (self.wanted or self.unwanted)

    @property
    def is_impossible(self) -> bool:
        """Say whether nothing can match: one of nobody's words, or one that must not be there.

        Else all that holds the word would be looked through for it.
        """
        ruled_out = {phrase for clause in self.unwanted for phrase in clause}
        return any(ruled_out.issuperset(clause) for clause in self.wanted)

    def and_also(self, clause: Clause, *, is_unwanted: bool = False) -> Expression:
        """Narrow it by one clause."""
        if is_unwanted and not clause:
            return self
        if is_unwanted:
            return Expression(self.wanted, (*self.unwanted, clause))
        return Expression((*self.wanted, clause), self.unwanted)


def of_words(words: Iterable[Words]) -> Expression:
    """Say that all these words must be there, or must not."""
    found = Expression()
    for one in words:
        found = found.and_also(((one.folded, one.is_beginning),), is_unwanted=one.is_unwanted)
    return found


def of_marks(marks: Iterable[str]) -> Clause:
    """Say that one of some marks must be there."""
    return tuple(((mark,), False) for mark in marks)


def fts5(expression: Expression) -> str:
    """Write an expression for SQLite."""
    wanted = expression.wanted or (of_marks(terms.SIDES),)
    said = " AND ".join(_any(clause, _fts5_phrase, " OR ") for clause in wanted)
    if not expression.unwanted:
        return said
    unwanted = " OR ".join(_any(clause, _fts5_phrase, " OR ") for clause in expression.unwanted)
    return f"({said}) NOT ({unwanted})"


def tsquery(expression: Expression) -> str:
    """Write an expression for PostgreSQL."""
    wanted = [_any(clause, _tsquery_phrase, " | ") for clause in expression.wanted]
    unwanted = [f"!{_any(one, _tsquery_phrase, ' | ')}" for one in expression.unwanted]
    return " & ".join([*wanted, *unwanted])


def _any(clause: Clause, write: Callable[[Phrase], str], between: str) -> str:
    return f"({between.join(write(phrase) for phrase in clause)})"


def _fts5_phrase(phrase: Phrase) -> str:
    words, is_beginning = phrase
    return f'"{" ".join(words)}"' + ("*" if is_beginning else "")


def _tsquery_phrase(phrase: Phrase) -> str:
    words, is_beginning = phrase
    quoted = [f"'{word}'" for word in words]
    if is_beginning:
        quoted[-1] += ":*"
    return f"({' <-> '.join(quoted)})"

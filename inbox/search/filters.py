"""What does each operator mean: a mark on what was said, a time, or a state of its conversation?

Marks and times are looked up with the words. States change, so they stand on the
conversation, and what was found is held against them afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Select, exists, false, func, not_, select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock, languages, named_statuses, reach
from inbox.models import (
    Account,
    Conversation,
    Status,
    Tag,
    User,
    conversation_tag,
)
from inbox.search import days, expressions, folding, named, places, terms
from inbox.search.asking import Operator
from inbox.search.expressions import Expression
from inbox.search.operator_words import ATTACHED, INSIDE, KINDS, QUICK, SIDES, STATES, Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What operators ask: marks, places from one up to another, states; and what was not known.

    `holders` select the conversations that may be in a state, where a table tells them quickly.
    """

    expression: Expression
    first: int = 0
    end: int = places.END
    states: tuple[Condition, ...] = ()
    holders: tuple[Select[int], ...] = ()
    remarks: tuple[str, ...] = ()


def narrowed(
    session: Session, expression: Expression, operators: Iterable[Operator], user: User
) -> Narrowed:
    """Narrow an expression by operators, as one person means them."""
    asked = Narrowed(expression=expression, states=reach.conditions(session))
    for operator in operators:
        asked = _BY_NAME[operator.name](session, asked, operator, user)
    return asked


def _from(session: Session, asked: Narrowed, operator: Operator, user: User) -> Narrowed:
    marks = named.marks(session, operator.value, user)
    asked = _marked(asked, operator, marks)
    return _known(asked, marks, Phrase("Nobody is called {operator}.", operator=operator.value))


def _in(session: Session, asked: Narrowed, operator: Operator, user: User) -> Narrowed:
    word = operator.value.lower()
    if kinds := KINDS.get(word):
        return _marked(asked, operator, [terms.kind(kind) for kind in kinds])
    if word in STATES:
        return _is(session, asked, operator, user)
    accounts = _accounts(session, word)
    asked = _marked(asked, operator, [terms.account(number) for number in accounts])
    return _known(
        asked, accounts, Phrase("No account is called {operator}.", operator=operator.value)
    )


def _tag(session: Session, asked: Narrowed, operator: Operator, _user: User) -> Narrowed:
    wanted = folding.words(operator.value)
    known = session.execute(select(Tag.id, Tag.name)).all()
    ids = [row.id for row in known if folding.words(row.name) == wanted]
    tagged = exists().where(
        conversation_tag.c.conversation_id == Conversation.id, conversation_tag.c.tag_id.in_(ids)
    )
    asked = _in_state(asked, operator, tagged if ids else false())
    if not operator.is_unwanted:
        asked = _held_by(
            asked,
            select(conversation_tag.c.conversation_id).where(conversation_tag.c.tag_id.in_(ids)),
        )
    return _known(asked, ids, Phrase("There is no tag {operator}.", operator=operator.value))


def _assignee(session: Session, asked: Narrowed, operator: Operator, user: User) -> Narrowed:
    if operator.value.lower() in ("nobody", "none"):
        return _in_state(asked, operator, Conversation.assignee_id.is_(None))
    ids = named.users(session, operator.value, user)
    asked = _in_state(asked, operator, Conversation.assignee_id.in_(ids) if ids else false())
    return _known(asked, ids, Phrase("Nobody here is called {operator}.", operator=operator.value))


def _has(_session: Session, asked: Narrowed, operator: Operator, _user: User) -> Narrowed:
    word = operator.value.lower()
    singular = word.removesuffix("s")
    if attached := ATTACHED.get(word) or ATTACHED.get(singular):
        return _marked(asked, operator, [terms.having(kind) for kind in attached])
    inside = INSIDE.get("reply" if word == "replies" else singular)
    if inside is not None:
        return _in_state(asked, operator, inside)
    return _unknown(asked, Phrase("has: knows {listed}.", listed=_listed([*ATTACHED, *INSIDE])))


def _is(_session: Session, asked: Narrowed, operator: Operator, user: User) -> Narrowed:
    word = operator.value.lower()
    if state := STATES.get(word):
        narrower = _in_state(asked, operator, state(user))
        is_quick = word in QUICK and not operator.is_unwanted
        return _held_by(narrower, QUICK[word]) if is_quick else narrower
    if kinds := KINDS.get(word):
        return _marked(asked, operator, [terms.kind(kind) for kind in kinds])
    if sides := SIDES.get(word):
        return _marked(asked, operator, sides)
    return _unknown(
        asked, Phrase("is: knows {listed}.", listed=_listed([*STATES, "private", "public", *SIDES]))
    )


def _status(session: Session, asked: Narrowed, operator: Operator, user: User) -> Narrowed:
    if operator.value.lower() in tuple(Status):
        return _is(session, asked, operator, user)
    numbers = named_statuses.called(session, operator.value)
    asked = _in_state(asked, operator, Conversation.named_status_id.in_(numbers))
    return _known(asked, numbers, Phrase("There is no status {operator}.", operator=operator.value))


def _lang(_session: Session, asked: Narrowed, operator: Operator, _user: User) -> Narrowed:
    code = languages.meant(operator.value)
    asked = _in_state(asked, operator, Conversation.language.in_([code] if code else []))
    return _known(asked, code, Phrase("No language is called {operator}.", operator=operator.value))


def _time(session: Session, asked: Narrowed, operator: Operator, _user: User) -> Narrowed:
    here = clock.now(session).astimezone(session.info["settings"].time_zone)
    span = days.span(operator.value, here)
    if span is None or operator.is_unwanted:
        return _unknown(
            asked,
            Phrase(
                "{operator}: takes a day, a month or a year: 2026-11-23, 2026-11, today.",
                operator=operator.name,
            ),
        )
    begins, ends = map(places.at, span)
    if operator.name in ("after", "on"):
        asked = replace(asked, first=max(asked.first, begins))
    if operator.name in ("before", "on"):
        asked = replace(asked, end=min(asked.end, begins if operator.name == "before" else ends))
    return asked


_BY_NAME = {
    "from": _from,
    "in": _in,
    "tag": _tag,
    "assignee": _assignee,
    "has": _has,
    "is": _is,
    "status": _status,
    "lang": _lang,
    "before": _time,
    "after": _time,
    "on": _time,
}


def _accounts(session: Session, word: str) -> list[int]:
    wanted = folding.words(word)
    known = session.execute(select(Account.id, Account.platform, Account.name, Account.handle))
    return [
        row.id
        for row in known
        if word == row.platform
        or wanted in (folding.words(row.name), folding.words(row.handle))
        or (len(wanted) == 1 and wanted[0] in folding.words(f"{row.name} {row.handle}"))
    ]


def _marked(asked: Narrowed, operator: Operator, marks: Iterable[str]) -> Narrowed:
    clause = expressions.of_marks(marks)
    narrower = asked.expression.and_also(clause, is_unwanted=operator.is_unwanted)
    return replace(asked, expression=narrower)


def _in_state(asked: Narrowed, operator: Operator, condition: Condition) -> Narrowed:
    # Not to be in a state is what holds of those too of which nothing is known.
    unwanted = not_(func.coalesce(condition, false()))
    wanted = unwanted if operator.is_unwanted else condition
    return replace(asked, states=(*asked.states, wanted))


def _held_by(asked: Narrowed, holders: Select[int]) -> Narrowed:
    return replace(asked, holders=(*asked.holders, holders))


def _known(asked: Narrowed, found: object, remark: str) -> Narrowed:
    return asked if found else _unknown(asked, remark)


def _unknown(asked: Narrowed, remark: str) -> Narrowed:
    return replace(asked, remarks=(*asked.remarks, remark))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))

"""What is done to all conversations that somebody picked?"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from connectors.phrases import Phrase
from inbox import (
    assignment,
    named_statuses,
    naming_status,
    priority,
    several,
    snoozing,
    status,
    tagging,
    teams,
)
from inbox.errors import Invalid
from inbox.models import Priority, User
from inbox.several import MOST
from web import access, numbers, returning, serving
from web.access import current_user
from web.numbers import HIGHEST
from web.routes import assignments, moves, snoozes

routes = Blueprint("several", __name__)

_DIGITS = len(str(HIGHEST))
Verb = Callable[[int], object]


class NoSuchAct(Invalid):
    """The form names nothing that can be done to several."""

    def __init__(self) -> None:
        super().__init__(Phrase("Choose what to do with the picked conversations."))


@routes.post("/conversations/acts")
@access.handles
def create() -> Answer:
    """Do `act` to each `conversation`; what some refuse is told, and done to the others."""
    session = serving.session()
    prepare = _VERBS.get(request.form.get("act", ""))
    if prepare is None:
        raise NoSuchAct
    return returning.after_changes(
        several.each(session, _picked(), prepare(session, current_user()))
    )


def _picked() -> set[int]:
    given = request.form.getlist("conversation")[: MOST + 1]
    written = [one for one in given if one.isascii() and one.isdigit() and len(one) <= _DIGITS]
    return {int(one) for one in written if int(one) <= HIGHEST}


def _claim(session: Session, by: User) -> Verb:
    return lambda number: assignment.claim(session, number, by=by)


def _assign(session: Session, by: User) -> Verb:
    to = assignments.chosen()
    return lambda number: assignment.assign(session, number, to=to, by=by)


def _move(session: Session, by: User) -> Verb:
    team = moves.chosen(session)
    return lambda number: teams.move(session, number, to=team, by=by)


def _tag(session: Session, by: User) -> Verb:
    name = tagging.named(session, request.form.get("name", "")).name
    return lambda number: tagging.add(session, number, name, by=by)


def _snooze(session: Session, by: User) -> Verb:
    until = snoozes.chosen()
    return lambda number: snoozing.snooze(session, number, until=until, by=by)


def _mark_urgent(session: Session, by: User) -> Verb:
    return lambda number: priority.change(session, number, to=Priority.URGENT, by=by)


def _resolve(session: Session, by: User) -> Verb:
    reason = request.form.get("reason") or None
    return lambda number: status.resolve(session, number, by=by, reason=reason)


def _name_status(session: Session, by: User) -> Verb:
    named = named_statuses.find(session, numbers.given("named") or 0)
    return lambda number: naming_status.give(session, number, named, by=by)


_VERBS: dict[str, Callable[[Session, User], Verb]] = {
    "claim": _claim,
    "assign": _assign,
    "move": _move,
    "tag": _tag,
    "snooze": _snooze,
    "status": _name_status,
    "urgent": _mark_urgent,
    "resolve": _resolve,
}

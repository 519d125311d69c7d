"""By when does the department promise an answer?"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import NamedTuple

from flask import Blueprint, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from connectors.words import Kind, Platform
from inbox import people, permissions, tagging
from inbox.errors import Conflict, Invalid
from inbox.models import Priority, User
from inbox.permissions import Permission
from inbox.promises import policies, wanting
from web import access, frame, serving, target_form
from web.access import current_user
from web.languages import translated
from web.target_form import Fields

routes = Blueprint("targets", __name__, url_prefix="/targets")

Change = Callable[[Session, User], object]
# The form that makes another policy stands on the page under this number.
NEW = 0


class Refused(NamedTuple):
    """A form that came to nothing, which its writer finds again as they sent it."""

    sent: Fields
    of_policy: int = NEW


@routes.get("")
@access.reads_or_leads
def index() -> str:
    """List what is promised, in the order in which it is asked."""
    return _page()


@routes.post("")
@access.reads_or_leads
@access.asks_again
def create() -> Answer | tuple[str, HTTPStatus]:
    """Promise something from now on."""
    sent = target_form.sent()
    return _changed(lambda session, by: policies.add(session, sent.wanted(), by=by), Refused(sent))


@routes.post("/<number:policy_id>")
@access.reads_or_leads
@access.asks_again
def change(policy_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Promise something else in its place."""
    sent = target_form.sent()
    return _changed(
        lambda session, by: policies.change(session, policy_id, sent.wanted(), by=by),
        Refused(sent, policy_id),
    )


@routes.post("/<number:policy_id>/retirement")
@access.reads_or_leads
@access.asks_again
def retire(policy_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Promise it no more."""
    return _changed(lambda session, by: policies.retire(session, policy_id, by=by))


@routes.post("/<number:policy_id>/order")
@access.reads_or_leads
@access.asks_again
def ask_earlier(policy_id: int) -> Answer | tuple[str, HTTPStatus]:
    """Ask it before the one above it."""
    return _changed(lambda session, by: policies.ask_earlier(session, policy_id, by=by))


def _changed(change: Change, form: Refused | None = None) -> Answer | tuple[str, HTTPStatus]:
    try:
        change(serving.session(), current_user())
    except (Conflict, Invalid) as problem:
        page = _page(problem=translated(problem), refused=form)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("targets.index"), HTTPStatus.SEE_OTHER)


def _page(*, problem: str = "", refused: Refused | None = None) -> str:
    session = serving.session()
    in_force = policies.in_force(session)
    forms = {NEW: Fields(), **{policy.id: target_form.of(policy) for policy in in_force}}
    if refused:
        forms[refused.of_policy] = refused.sent
    return frame.page(
        "targets/index.html",
        section="targets",
        policies=in_force,
        platforms=tuple(Platform),
        kinds=tuple(Kind),
        priorities=tuple(reversed(Priority)),
        teams=people.teams(session),
        tags=tagging.all_tags(session),
        gone=policies.gone_tags(session, in_force),
        forms=forms,
        may_change=permissions.may(current_user(), Permission.LEAD),
        longest=wanting.LONGEST_NAME,
        problem=problem,
        refused=refused.of_policy if refused else None,
    )

"""Who works here, as which of the roles, and who may still sign in?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from inbox import access_end, disabling, inviting, one_time_links, snooze_times, staffing
from inbox.errors import Conflict, Invalid
from inbox.inviting import Invited
from inbox.models import User
from inbox.one_time_links import NewLink
from inbox.roles import giving
from inbox.single_sign_on import links as provider_links
from web import access, link_giving, numbers, people_page, serving, sign_in_cookie
from web.access import current_user
from web.languages import translated

routes = Blueprint("people", __name__, url_prefix="/people")

Change = Callable[[Session, User], object]
Refused = tuple[str, HTTPStatus]


@routes.get("")
@access.administrator
def index() -> str:
    """List everybody, and what was changed of late."""
    return people_page.draw()


@routes.post("")
@access.administrator
@access.asks_again
@access.only_reads
def create() -> str | Answer | Refused:
    """Invite somebody and show their link: `name`, `email`, `role`, `team` and `ends_at`."""
    return _linked(lambda session, by: inviting.invite(session, _invited(session), by=by))


@routes.post("/<number:user_id>/link")
@access.administrator
@access.asks_again
@access.only_reads
def link(user_id: int) -> str | Answer | Refused:
    """Show a new link by which somebody sets their password."""
    return _linked(lambda session, by: one_time_links.make(session, user_id, by=by))


@routes.post("/<number:user_id>/role")
@access.administrator
@access.asks_again
def give_role(user_id: int) -> Answer | Refused:
    """Let somebody do the work of `role`."""

    def change(session: Session, by: User) -> None:
        role = giving.keyed(session, request.form.get("role", ""))
        staffing.give_role(session, user_id, role, by=by)

    return _changed(change)


@routes.post("/<number:user_id>/access-end")
@access.administrator
@access.asks_again
def end_access(user_id: int) -> Answer | Refused:
    """Let somebody's access end by itself at `ends_at`; empty, never."""
    return _changed(lambda session, by: access_end.settle(session, user_id, _ends_at(), by=by))


@routes.post("/<number:user_id>/disabling")
@access.administrator
@access.asks_again
def disable(user_id: int) -> Answer | Refused:
    """Let somebody in no more."""
    return _changed(lambda session, by: disabling.disable(session, user_id, by=by))


@routes.post("/<number:user_id>/disabling/removal")
@access.administrator
@access.asks_again
def enable(user_id: int) -> Answer | Refused:
    """Let somebody in again."""
    return _changed(lambda session, by: disabling.enable(session, user_id, by=by))


@routes.post("/<number:user_id>/lock/removal")
@access.administrator
@access.asks_again
def release(user_id: int) -> Answer | Refused:
    """Let somebody try again who gave too many wrong passwords."""
    return _changed(lambda session, by: staffing.release(session, user_id, by=by))


@routes.post("/<number:user_id>/second-step/removal")
@access.administrator
@access.asks_again
def reset_second_step(user_id: int) -> Answer | Refused:
    """Let somebody set up their second step anew."""
    return _changed(lambda session, by: staffing.reset_second_step(session, user_id, by=by))


@routes.post("/<number:user_id>/single-sign-on/removal")
@access.administrator
@access.asks_again
def forget_provider(user_id: int) -> Answer | Refused:
    """Let somebody be matched by e-mail address once more."""
    return _changed(lambda session, by: provider_links.forget(session, user_id, by=by))


@routes.post("/<number:user_id>/sign-ins/removal")
@access.administrator
@access.asks_again
def sign_out(user_id: int) -> Answer | Refused:
    """End every sign-in of somebody."""
    return _changed(lambda session, by: staffing.sign_out_everywhere(session, user_id, by=by))


def _changed(change: Change) -> Answer | Refused:
    by = current_user()
    number = by.sign_in_number
    try:
        change(serving.session(), by)
    except (Conflict, Invalid) as problem:
        return _refused(problem)
    # Whoever ended all their sign-ins stays in this browser; a cookie given anew for
    # anything else would last beyond the twelve hours.
    if by.sign_in_number != number:
        sign_in_cookie.let_in_again(by)
    return redirect(url_for("people.index"), HTTPStatus.SEE_OTHER)


def _linked(make: Callable[[Session, User], NewLink | None]) -> str | Answer | Refused:
    by = current_user()
    try:
        # Committed before it is mailed, which may take seconds.
        with serving.writing_beside() as session:
            new = make(session, by)
    except (Conflict, Invalid) as problem:
        return _refused(problem)
    if new is None:
        return redirect(url_for("people.index"), HTTPStatus.SEE_OTHER)
    return link_giving.page(new)


def _refused(problem: Conflict | Invalid) -> Refused:
    return people_page.draw(problem=translated(problem)), HTTPStatus.UNPROCESSABLE_ENTITY


def _invited(session: Session) -> Invited:
    return Invited(
        email=request.form.get("email", ""),
        name=request.form.get("name", ""),
        role=giving.keyed(session, request.form.get("role", "")),
        team_id=numbers.given("team"),
        access_ends_at=_ends_at(),
    )


def _ends_at() -> datetime | None:
    given = request.form.get("ends_at", "").strip()
    zone = serving.runtime().settings.time_zone
    return snooze_times.moment(given, zone) if given else None

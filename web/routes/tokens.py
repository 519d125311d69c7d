"""Which programs speak for whom, for what, and until when?"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import people, scopes, staffing, tokens
from inbox.errors import Invalid, NotFound
from inbox.models import User
from inbox.permissions import Permission, may
from web import access, frame, numbers, serving
from web.access import current_user

routes = Blueprint("tokens", __name__, url_prefix="/tokens")


@routes.get("")
@access.signed_in
def index() -> str:
    """List one's own."""
    return _own()


@routes.post("")
@access.signed_in
@access.asks_again
def create() -> str | tuple[str, HTTPStatus]:
    """Make one for oneself: `name`, `scope`s and `days`. Only the answer shows it."""
    try:
        return _made(current_user())
    except Invalid as problem:
        return _own(problem=str(problem)), HTTPStatus.UNPROCESSABLE_ENTITY


@routes.post("/<number:token_id>/revocation")
@access.signed_in
@access.asks_again
def revoke(token_id: int) -> Answer:
    """End one of one's own now."""
    tokens.revoke_own(serving.session(), token_id, by=current_user())
    return redirect(url_for("tokens.index"), HTTPStatus.SEE_OTHER)


@routes.get("/everybody")
@access.administrator
def everybody() -> str:
    """List those of everybody."""
    return _everybodys()


@routes.post("/everybody")
@access.administrator
@access.asks_again
def create_for() -> str | tuple[str, HTTPStatus]:
    """Make one that speaks for `person`, who sees it among theirs."""
    try:
        return _made(people.find(serving.session(), numbers.given("person") or 0))
    except (Invalid, NotFound) as problem:
        return _everybodys(problem=str(problem)), HTTPStatus.UNPROCESSABLE_ENTITY


@routes.post("/everybody/<number:token_id>/revocation")
@access.administrator
@access.asks_again
def revoke_for(token_id: int) -> Answer:
    """End anybody's now."""
    tokens.revoke(serving.session(), token_id)
    return redirect(url_for("tokens.everybody"), HTTPStatus.SEE_OTHER)


def _made(user: User) -> str:
    wanted, days = scopes.named(request.form.getlist("scope")), numbers.given("days") or 0
    secret = tokens.make(
        serving.session(),
        user,
        request.form.get("name", ""),
        wanted=wanted,
        days=days,
        by=current_user(),
    )
    back = request.path
    return render_template("tokens/made.html", secret=secret, back=back, days=days, person=user)


def _own(*, problem: str = "") -> str:
    user = current_user()
    return _page(
        "tokens/index.html",
        problem,
        tokens=tokens.issued(serving.session(), to=user),
        offered=scopes.offered(user),
        reaches_everybody=may(user, Permission.PEOPLE),
    )


def _everybodys(*, problem: str = "") -> str:
    session = serving.session()
    known = staffing.everyone(session)
    return _page(
        "tokens/everybody.html",
        problem,
        tokens=tokens.issued(session),
        people=[one for one in known if one.is_active and scopes.offered(one)],
        offered=list(scopes.Scope),
    )


def _page(template: str, problem: str, **given: Any) -> str:
    return frame.page(
        template,
        section="tokens",
        problem=problem,
        meanings=scopes.MEANINGS,
        usual_days=tokens.USUAL.days,
        most_days=tokens.MOST.days,
        longest_name=tokens.LONGEST_NAME,
        has_ended=tokens.has_ended,
        ends_soon=tokens.ends_soon,
        given=request.form if problem else {},
        chosen=request.form.getlist("scope") if problem else ["read"],
        **given,
    )

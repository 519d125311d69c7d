"""Which programs speak for whom, for what, and until when?"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import people, scopes, staffing, token_offers, tokens
from inbox.errors import Invalid, NotFound
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
    name, wanted, days = _asked()
    try:
        secret = tokens.make(serving.session(), name, wanted=wanted, days=days, by=current_user())
    except Invalid as problem:
        return _own(problem=str(problem)), HTTPStatus.UNPROCESSABLE_ENTITY
    return _shown(secret, days)


@routes.post("/<number:token_id>/acceptance")
@access.signed_in
@access.asks_again
def accept(token_id: int) -> str | tuple[str, HTTPStatus]:
    """Accept one that somebody offered. Only the answer shows it."""
    try:
        secret = token_offers.accept(serving.session(), token_id, by=current_user())
    except Invalid as problem:
        return _own(problem=str(problem)), HTTPStatus.UNPROCESSABLE_ENTITY
    return _shown(secret, tokens.days_left(serving.session(), token_id))


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
def create_for() -> Answer | tuple[str, HTTPStatus]:
    """Offer `person` one. They alone see it, once they accept."""
    session, (name, wanted, days) = serving.session(), _asked()
    try:
        person = people.find(session, numbers.given("person") or 0)
        token_offers.offer(session, person, name, wanted=wanted, days=days, by=current_user())
    except (Invalid, NotFound) as problem:
        return _everybodys(problem=str(problem)), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("tokens.everybody"), HTTPStatus.SEE_OTHER)


@routes.post("/everybody/<number:token_id>/revocation")
@access.administrator
@access.asks_again
def revoke_for(token_id: int) -> Answer:
    """End anybody's now."""
    tokens.revoke(serving.session(), token_id)
    return redirect(url_for("tokens.everybody"), HTTPStatus.SEE_OTHER)


def _asked() -> tuple[str, list[scopes.Scope], int]:
    wanted = scopes.named(request.form.getlist("scope"))
    return request.form.get("name", ""), wanted, numbers.given("days") or 0


def _shown(secret: str, days: int) -> str:
    back, person = url_for("tokens.index"), current_user()
    return render_template("tokens/made.html", secret=secret, back=back, days=days, person=person)


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
        is_offered=tokens.is_offered,
        given=request.form if problem else {},
        chosen=request.form.getlist("scope") if problem else ["read"],
        **given,
    )

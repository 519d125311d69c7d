"""How does somebody lock their browser, and open it again?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import admission, passkeys, session_lock
from inbox.guessing import Locked
from inbox.passkeys import WrongPasskey
from inbox.sign_in import WrongSignIn
from web import access, returning, serving, sign_in_cookie, single_sign_on
from web.access import current_user
from web.languages import say, translated
from web.routes.passkeys import site

routes = Blueprint("locks", __name__, url_prefix="/lock")

Refused = tuple[str, HTTPStatus]


@routes.get("")
@access.locked_or_not
def show() -> str | Answer:
    """Show nothing but how to go on."""
    one = session_lock.of(serving.session(), sign_in_cookie.key())
    if one and session_lock.is_locked(serving.session(), one):
        return _page(returning.wanted(request.args))
    return redirect(returning.wanted(request.args), HTTPStatus.SEE_OTHER)


@routes.post("")
@access.locked_or_not
def create() -> Answer:
    """Lock this browser now."""
    session_lock.lock(serving.session(), sign_in_cookie.key())
    wanted = request.form.get("next") or returning.address()
    return redirect(url_for("locks.show", next=wanted), HTTPStatus.SEE_OTHER)


@routes.post("/acts")
@access.signed_in
def act() -> Response:
    """Note that somebody did something here."""
    session_lock.acted(serving.session(), sign_in_cookie.key())
    return Response(status=HTTPStatus.NO_CONTENT)


@routes.post("/removal")
@access.locked_or_not
@access.only_reads
def remove() -> Answer | Refused:
    """Open it by the `password`."""
    password = request.form.get("password", "")
    try:
        admission.admit(serving.runtime(), current_user().email, password)
    except WrongSignIn:
        return _refused(say("That is not your password."))
    except Locked as locked:
        return _refused(translated(locked))
    return _opened()


@routes.post("/passkey/challenge")
@access.locked_or_not
def challenge() -> Response:
    """Say what a passkey is to sign."""
    asked = passkeys.ask_for_proof(serving.session(), current_user(), site(), stands_alone=True)
    return Response(asked, mimetype="application/json")


@routes.post("/passkey")
@access.locked_or_not
@access.only_reads
def prove() -> Answer | Refused:
    """Open it by what a passkey signed."""
    answer = request.form.get("answer", "")
    try:
        admission.admit_passkey(
            serving.runtime(), current_user().id, site(), answer, stands_alone=True
        )
    except (Locked, WrongPasskey) as wrong:
        return _refused(translated(wrong))
    return _opened()


def _opened() -> Answer:
    with serving.runtime().writing() as session:
        session_lock.unlock(session, sign_in_cookie.key())
    return redirect(returning.wanted(request.form), HTTPStatus.SEE_OTHER)


def _refused(problem: str) -> Refused:
    return _page(returning.wanted(request.form), problem), HTTPStatus.UNPROCESSABLE_ENTITY


def _page(wanted: str, problem: str = "") -> str:
    person = current_user()
    return render_template(
        "locks/show.html",
        person=person,
        wanted=wanted,
        problem=problem,
        has_passkeys=passkeys.has_any(serving.session(), person),
        **single_sign_on.ways_of(person),
    )

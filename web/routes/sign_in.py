"""How does somebody come in, and leave?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Answer

from inbox import admission, second_step, session_lock
from inbox.audit import recording
from inbox.audit.what import What
from inbox.guessing import Locked
from inbox.models import User
from inbox.session_lock import AtProvider
from inbox.sign_in import WrongSignIn
from inbox.sign_in_pace import TooFast
from web import access, auditing, returning, serving, sign_in_cookie, single_sign_on
from web.languages import translated

routes = Blueprint("sign_in", __name__)


@routes.get("/sign-in")
@access.anyone
def new() -> str:
    """Ask for an address and a password."""
    wanted = returning.wanted(request.args)
    # A page whose sign-in ended under it goes by the lock, which knows nobody any more.
    is_undone = "undone" in request.args or wanted.startswith("/lock?")
    return render_template(
        "sign_in/new.html",
        wanted=wanted,
        problem="",
        email="",
        is_undone=is_undone,
    )


@routes.post("/sign-in")
@access.anyone
@access.only_reads
def create() -> Answer:
    """Let a person in, or ask for the second step."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        user = admission.admit(serving.runtime(), email, password)
    except (Locked, WrongSignIn) as wrong:
        return _again(email, wrong)
    return next_step(user, returning.wanted(request.form))


@routes.post("/sign-out")
@access.anyone
@access.only_reads
def remove() -> Answer:
    """Let a person out. The cookie is no more use to whoever copied it."""
    user, key = access.whoever(), sign_in_cookie.key()
    at_provider = session_lock.at_provider(serving.session(), key) if user else None
    auditing.admitted(user)
    session.clear()
    if user:
        with auditing.writing() as writing:
            recording.record(writing, What.SIGNED_OUT)
            session_lock.end(writing, key)
    if at_provider:
        return single_sign_on.leave(at_provider)
    return redirect(url_for("sign_in.new"), HTTPStatus.SEE_OTHER)


def next_step(user: User, wanted: str, by: AtProvider | None = None) -> Answer:
    """Let in whose password was right, or whom a provider vouches for, or ask for more."""
    if second_step.is_set_up(serving.session(), user):
        sign_in_cookie.ask_more(user, by)
        wanted = url_for("second_steps.new", next=wanted)
    elif sign_in_cookie.is_required():
        sign_in_cookie.ask_more(user, by)
        wanted = url_for("authenticators.new")
    else:
        sign_in_cookie.let_in(user, by=by)
    return redirect(wanted, HTTPStatus.SEE_OTHER)


def _again(email: str, wrong: Locked | WrongSignIn) -> Response:
    problem, wanted = translated(wrong), returning.wanted(request.form)
    page = render_template("sign_in/new.html", wanted=wanted, problem=problem, email=email)
    answer = Response(page, HTTPStatus.UNPROCESSABLE_ENTITY, mimetype="text/html")
    if isinstance(wrong, TooFast):
        answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
        answer.headers["Retry-After"] = str(wrong.seconds)
    return answer

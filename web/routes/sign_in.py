"""How does somebody come in, and leave?"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Answer

from inbox import sign_in
from inbox.sign_in import WrongSignIn
from web import access, serving
from web.languages import translated

routes = Blueprint("sign_in", __name__)


@routes.get("/sign-in")
@access.anyone
def new() -> str:
    """Ask for an address and a password."""
    return render_template("sign_in/new.html", wanted=_wanted(request.args), problem="", email="")


@routes.post("/sign-in")
@access.anyone
@access.only_reads
def create() -> Answer:
    """Let a person in."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        user = sign_in.authenticate(serving.session(), email, password)
    except WrongSignIn as wrong:
        return _again(email, translated(wrong))
    session.clear()
    session.permanent = True
    session["user_id"] = user.id
    return redirect(_wanted(request.form), HTTPStatus.SEE_OTHER)


@routes.post("/sign-out")
@access.anyone
@access.only_reads
def remove() -> Answer:
    """Let a person out."""
    session.clear()
    return redirect(url_for("sign_in.new"), HTTPStatus.SEE_OTHER)


def _again(email: str, problem: str) -> Response:
    page = render_template(
        "sign_in/new.html", wanted=_wanted(request.form), problem=problem, email=email
    )
    return Response(page, HTTPStatus.UNPROCESSABLE_ENTITY, mimetype="text/html")


def _wanted(given: Mapping[str, str]) -> str:
    # Only a path of ours: browsers read "//" and "/\\" as another site's address.
    path = given.get("next", "/")
    return path if path.startswith("/") and path[1:2] not in ("/", "\\") else "/"

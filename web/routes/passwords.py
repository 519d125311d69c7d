"""How does somebody change their own password?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as Answer

from inbox import admission, people
from inbox import passwords as own_passwords
from inbox.guessing import Locked
from inbox.people import WeakPassword
from inbox.sign_in import WrongSignIn
from web import access, frame, serving, sign_in_cookie
from web.access import current_user
from web.languages import say, translated

routes = Blueprint("passwords", __name__, url_prefix="/password")


@routes.get("")
@access.signed_in
def edit() -> str:
    """Ask for the present password and the next."""
    return _page()


@routes.post("")
@access.signed_in
@access.only_reads
def update() -> Answer | tuple[str, HTTPStatus]:
    """Take another password, which ends the sign-ins of all other browsers.

    Nothing is written through the request's own session, so that judging a password holds
    up no writer.
    """
    by, runtime = current_user(), serving.runtime()
    try:
        admission.admit(runtime, by.email, request.form.get("present", ""))
        with runtime.writing() as session:
            password = request.form.get("password", "")
            changed = own_passwords.set_own(session, by.id, password)
    except WrongSignIn:
        return _page(problem=say("That is not your present password."), field="present"), _REFUSED
    except Locked as locked:
        return _page(problem=translated(locked), field="present"), _REFUSED
    except WeakPassword as weak:
        return _page(problem=translated(weak), field="password"), _REFUSED
    sign_in_cookie.let_in_again(changed)
    return redirect("/", HTTPStatus.SEE_OTHER)


_REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


def _page(*, problem: str = "", field: str = "") -> str:
    return frame.page(
        "passwords/edit.html",
        section="password",
        shortest=people.SHORTEST_PASSWORD,
        problem=problem,
        field=field,
    )

"""How does somebody show, after the password, that it is them?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from inbox import admission, passkeys
from inbox.guessing import Locked
from inbox.second_step import WrongCode
from web import access, returning, serving, sign_in_cookie
from web.access import current_user
from web.languages import translated

routes = Blueprint("second_steps", __name__, url_prefix="/sign-in/code")


@routes.get("")
@access.on_the_way
def new() -> str:
    """Ask for a code."""
    return _page(returning.wanted(request.args))


@routes.post("")
@access.on_the_way
@access.only_reads
def create() -> Answer | tuple[str, HTTPStatus]:
    """Let a person in by a code of their authenticator, or a recovery code."""
    wanted = returning.wanted(request.form)
    try:
        user = admission.admit_second(
            serving.runtime(), current_user().id, request.form.get("code", "")
        )
    except (Locked, WrongCode) as wrong:
        return _page(wanted, translated(wrong)), HTTPStatus.UNPROCESSABLE_ENTITY
    sign_in_cookie.let_in_after_second_step(user)
    return redirect(wanted, HTTPStatus.SEE_OTHER)


def _page(wanted: str, problem: str = "") -> str:
    return render_template(
        "second_steps/new.html",
        wanted=wanted,
        problem=problem,
        has_passkeys=passkeys.has_any(serving.session(), current_user()),
    )

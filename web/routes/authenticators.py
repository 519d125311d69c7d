"""How does somebody set up what makes the codes of their second step?"""

from __future__ import annotations

from http import HTTPStatus

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import admission, second_step
from inbox.guessing import Locked
from inbox.second_step import AlreadySetUp, WrongCode
from web import access, serving, sign_in_cookie
from web.access import current_user
from web.languages import translated

routes = Blueprint("authenticators", __name__, url_prefix="/security/authenticator")

_PIXELS, _MARGIN = 4, 4
_LETTERS = 4


@routes.get("")
@access.setting_up
@access.asks_again
def new() -> str | Answer:
    """Show what an authenticator takes over."""
    try:
        return _page()
    except AlreadySetUp:
        return redirect(url_for("security.index"), HTTPStatus.SEE_OTHER)


@routes.post("")
@access.setting_up
@access.asks_again
@access.only_reads
def create() -> str | Answer | tuple[str, HTTPStatus]:
    """Take it into use by its first `code`; show the recovery codes, this once."""
    code = request.form.get("code", "")
    try:
        user, codes = admission.set_up_second(serving.runtime(), current_user().id, code)
    except AlreadySetUp:
        return redirect(url_for("security.index"), HTTPStatus.SEE_OTHER)
    except (Locked, WrongCode) as wrong:
        return _page(translated(wrong)), HTTPStatus.UNPROCESSABLE_ENTITY
    sign_in_cookie.let_in_after_second_step(user)
    return render_template("security/recovery_codes.html", codes=codes)


def _page(problem: str = "") -> str:
    person = current_user()
    with serving.writing_beside() as session:
        secret = second_step.begin(session, person)
    picture = segno.make(second_step.address(person, secret)).svg_data_uri(
        scale=_PIXELS, border=_MARGIN, dark="#000", light="#fff"
    )
    groups = [secret[at : at + _LETTERS] for at in range(0, len(secret), _LETTERS)]
    return render_template(
        "security/authenticator.html",
        picture=picture,
        secret=" ".join(groups),
        is_required=sign_in_cookie.is_required(),
        signs_in=not sign_in_cookie.borne(),
        problem=problem,
    )

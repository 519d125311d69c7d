"""With what does somebody show that it is them?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, render_template, request

from inbox import admission, passkeys, recovery, second_step
from inbox.guessing import Locked
from inbox.second_step import WrongCode
from web import access, frame, serving, single_sign_on
from web.access import current_user
from web.languages import translated
from web.routes.passkeys import is_possible

routes = Blueprint("security", __name__, url_prefix="/security")


@routes.get("")
@access.signed_in
def index() -> str:
    """Show what one has set up."""
    return _page()


@routes.post("/recovery-codes")
@access.signed_in
@access.only_reads
def renew() -> str | tuple[str, HTTPStatus]:
    """Give ten recovery codes in place of those before, for a `code`."""
    try:
        codes = admission.renew_recovery(
            serving.runtime(), current_user().id, request.form.get("code", "")
        )
    except (Locked, WrongCode) as wrong:
        return _page(translated(wrong)), HTTPStatus.UNPROCESSABLE_ENTITY
    return render_template("security/recovery_codes.html", codes=codes)


def _page(problem: str = "") -> str:
    session, person = serving.session(), current_user()
    return frame.page(
        "security/index.html",
        section="security",
        has_authenticator=second_step.has_authenticator(session, person),
        is_set_up=second_step.is_set_up(session, person),
        passkeys=passkeys.of(session, person),
        passkey_name=request.args.get("name", ""),
        passkeys_possible=is_possible(),
        codes_left=recovery.left(session, person),
        problem=problem,
        **single_sign_on.ways_of(person),
    )

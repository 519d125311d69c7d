"""How does somebody add, use and remove passkeys?"""

from __future__ import annotations

import ipaddress
from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import admission, passkeys, staffing
from inbox.guessing import Locked
from inbox.passkeys import Site, WrongPasskey
from web import access, returning, serving, sign_in_cookie
from web.access import current_user
from web.languages import translated

routes = Blueprint("passkeys", __name__)

_REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


def is_possible() -> bool:
    """Tell whether browsers keep passkeys for this address: they do for names alone."""
    try:
        ipaddress.ip_address(_name().strip("[]"))
    except ValueError:
        return True
    return False


def site() -> Site:
    """Say where this browser is."""
    return Site(name=_name(), origin=request.host_url.rstrip("/"))


@routes.post("/security/passkeys/new")
@access.setting_up
@access.asks_again
def ask() -> Response:
    """Say what a passkey is to be made from."""
    return _json(passkeys.ask_for_new(serving.session(), current_user(), site()))


@routes.post("/security/passkeys")
@access.setting_up
@access.asks_again
@access.only_reads
def create() -> str | Answer:
    """Keep the passkey that the browser made: `answer`, under a `name`."""
    answer, name = request.form.get("answer", ""), request.form.get("name", "")
    user, codes = admission.add_passkey(
        serving.runtime(), current_user().id, site(), answer=answer, name=name
    )
    if not codes:
        return redirect(url_for("security.index"), HTTPStatus.SEE_OTHER)
    sign_in_cookie.let_in_after_second_step(user)
    return render_template("security/recovery_codes.html", codes=codes)


@routes.post("/security/passkeys/<number:passkey_id>/removal")
@access.signed_in
@access.asks_again
def remove(passkey_id: int) -> Answer:
    """Let a passkey count no more."""
    staffing.remove_passkey(serving.session(), passkey_id, by=current_user())
    return redirect(url_for("security.index"), HTTPStatus.SEE_OTHER)


@routes.post("/sign-in/passkey/challenge")
@access.on_the_way
def challenge() -> Response:
    """Say what a passkey is to sign."""
    return _json(passkeys.ask_for_proof(serving.session(), current_user(), site()))


@routes.post("/sign-in/passkey")
@access.on_the_way
@access.only_reads
def prove() -> Answer | tuple[str, HTTPStatus]:
    """Let a person in by what their passkey signed."""
    wanted, answer = returning.wanted(request.form), request.form.get("answer", "")
    try:
        user = admission.admit_passkey(serving.runtime(), current_user().id, site(), answer)
    except (Locked, WrongPasskey) as wrong:
        page = render_template(
            "second_steps/new.html", wanted=wanted, problem=translated(wrong), has_passkeys=True
        )
        return page, _REFUSED
    sign_in_cookie.let_in_after_second_step(user)
    return redirect(wanted, HTTPStatus.SEE_OTHER)


def _name() -> str:
    return request.host.rsplit(":", 1)[0]


def _json(words: str) -> Response:
    return Response(words, mimetype="application/json")

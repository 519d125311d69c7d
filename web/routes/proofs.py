"""How does somebody show again, before a privileged act, that it is them?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from inbox import admission, passkeys, session_lock
from inbox.guessing import Locked
from inbox.passkeys import WrongPasskey
from inbox.second_step import WrongCode
from inbox.sign_in import WrongSignIn
from web import access, proving, serving, sign_in_cookie
from web.access import current_user
from web.languages import say, translated
from web.proving import Begun
from web.refusals import NotSignedIn
from web.routes.passkeys import site

routes = Blueprint("proofs", __name__, url_prefix="/proof")

Page = Answer | str | tuple[str, HTTPStatus]


@routes.get("")
@access.signed_in
def new() -> str:
    """Ask for a proof, and say for what."""
    return proving.page(proving.read(request.args))


@routes.post("")
@access.signed_in
@access.only_reads
def by_password() -> Page:
    """Take the `password` as a proof."""
    password = request.form.get("password", "")
    try:
        admission.admit(serving.runtime(), current_user().email, password)
    except WrongSignIn:
        return _refused(say("That is not your password."))
    except Locked as locked:
        return _refused(translated(locked))
    return proven(proving.read(request.form), "password")


@routes.post("/code")
@access.signed_in
@access.only_reads
def by_code() -> Page:
    """Take a `code` of the authenticator, or a recovery code, as a proof."""
    code = request.form.get("code", "")
    try:
        admission.admit_second(serving.runtime(), current_user().id, code)
    except (Locked, WrongCode) as wrong:
        return _refused(translated(wrong), "code")
    return proven(proving.read(request.form), "code")


@routes.post("/passkey/challenge")
@access.signed_in
def challenge() -> Response:
    """Say what a passkey is to sign."""
    asked = passkeys.ask_for_proof(serving.session(), current_user(), site(), stands_alone=True)
    return Response(asked, mimetype="application/json")


@routes.post("/passkey")
@access.signed_in
@access.only_reads
def by_passkey() -> Page:
    """Take what a passkey signed as a proof."""
    answer = request.form.get("answer", "")
    try:
        admission.admit_passkey(
            serving.runtime(), current_user().id, site(), answer, stands_alone=True
        )
    except (Locked, WrongPasskey) as wrong:
        return _refused(translated(wrong))
    return proven(proving.read(request.form), "passkey")


def proven(begun: Begun, means: str) -> Page:
    """Note the proof, and let its person go on with what they had begun. Raises NotSignedIn."""
    with serving.writing_beside() as session:
        is_here = session_lock.prove(session, sign_in_cookie.key(), means=means)
    if not is_here:
        # A cookie from before sign-ins had keys.
        raise NotSignedIn
    if begun.is_page:
        return redirect(begun.back, HTTPStatus.SEE_OTHER)
    return render_template("proofs/go_on.html", begun=begun, intends=proving.intends(begun))


def _refused(problem: str, field: str = "password") -> Page:
    page = proving.page(proving.read(request.form), problem, field)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY

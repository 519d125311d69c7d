"""How does somebody come in by the department's identity provider, and what does it tell us?"""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Blueprint, current_app, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import session_lock
from inbox.single_sign_on import coming_in, ending
from inbox.single_sign_on.attempts import Attempt, Purpose
from inbox.single_sign_on.coming_in import MEANS
from inbox.single_sign_on.refusals import NotSetUp, Refusal
from web import access, auditing, proving, returning, serving, sign_in_cookie, single_sign_on
from web.access import current_user
from web.proving import Begun
from web.routes import proofs
from web.routes import sign_in as signing_in

routes = Blueprint("single_sign_on", __name__)

# So much of a form goes in a cookie with the browser that leaves for its proof.
_MOST_CARRIED = 1500
# It proves by a signature that it is the provider, not by a cookie.
_provider = access.ruled_by(access.Rule("signed by the provider", lambda: None, by_cookie=False))


@routes.get("/sign-in/single")
@access.anyone
def new() -> Answer:
    """Lead to the provider, and then to `next`.

    Whoever is here already, perhaps locked, signs in there once more: else a sign-in that was
    left open there would open what is locked here. Whoever comes from another site clicks first:
    else any page signed them in behind their back.
    """
    wanted = returning.wanted(request.args)
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return redirect(url_for("sign_in.new", next=wanted))
    anew = "anew" in request.args or access.whoever() is not None
    attempt = Attempt(purpose=Purpose.SIGN_IN, wanted=wanted, anew=anew)
    try:
        return single_sign_on.go(attempt)
    except (NotSetUp, Refusal) as problem:
        return single_sign_on.refused(problem, back=url_for("sign_in.new", next=wanted))


@routes.get("/lock/single")
@access.locked_or_not
def unlock() -> Answer:
    """Lead a locked browser to the provider, and then to `next`."""
    wanted = returning.wanted(request.args)
    try:
        return single_sign_on.go(_again(Purpose.UNLOCK, wanted))
    except (NotSetUp, Refusal) as problem:
        return single_sign_on.refused(problem, back=url_for("locks.show", next=wanted))


@routes.post("/proof/single")
@access.signed_in
@access.only_reads
def prove() -> Answer:
    """Lead somebody who is asked again who they are to the provider.

    What they had begun goes along with their browser, if it is short enough for a cookie.
    """
    begun = proving.read(request.form)
    if len(json.dumps(proving.kept(begun))) > _MOST_CARRIED:
        begun = Begun(back=begun.back, lost=(proving.ALL,))
    try:
        return single_sign_on.go_by_page(_again(Purpose.PROVE, begun.back, begun))
    except (NotSetUp, Refusal) as problem:
        return single_sign_on.refused(problem, back=begun.back)


@routes.get("/sign-in/single/return")
@access.anyone
def come_back() -> Answer:
    """Take what somebody comes back with from the provider, once."""
    here = access.whoever()
    access.recognize(here)
    auditing.admitted(here)
    try:
        sealed = request.cookies.get(single_sign_on.cookie(), "")
        answer = coming_in.take(serving.runtime(), sealed, request.args)
        return single_sign_on.forget(_done(answer))
    except (NotSetUp, Refusal) as problem:
        back = "/" if here else url_for("sign_in.new")
        return single_sign_on.refused(problem, back=back)


@routes.post("/sign-in/single/sign-out")
@_provider
@access.only_reads
def end() -> tuple[Answer, HTTPStatus]:
    """Take the provider's word, a `logout_token`, that somebody signed out there.

    Source: OpenID Connect Back-Channel Logout 1.0, section 2.8.
    """
    try:
        ending.end(serving.runtime(), request.form.get("logout_token", ""))
    except Refusal:
        return jsonify(error="invalid_request"), HTTPStatus.BAD_REQUEST
    return jsonify(), HTTPStatus.OK


def _again(purpose: Purpose, wanted: str, begun: Begun | None = None) -> Attempt:
    return Attempt(
        purpose=purpose,
        wanted=wanted,
        anew=True,
        user_id=current_user().id,
        at=sign_in_cookie.digest().hex(),
        carried=proving.kept(begun) if begun else {},
    )


def _done(answer: coming_in.Answer) -> Answer:
    match answer.attempt.purpose:
        case Purpose.SIGN_IN:
            return _signed_in(answer)
        case Purpose.UNLOCK:
            return _unlocked(answer)
        case Purpose.PROVE:
            return _proven(answer)


def _signed_in(answer: coming_in.Answer) -> Answer:
    came = coming_in.come_in(serving.runtime(), answer.word)
    if not came.is_whole:
        return signing_in.next_step(came.user, answer.attempt.wanted, came.at)
    sign_in_cookie.let_in(came.user, is_proven=True, by=came.at)
    return redirect(answer.attempt.wanted, HTTPStatus.SEE_OTHER)


def _unlocked(answer: coming_in.Answer) -> Answer:
    _refuse_others(answer)
    with serving.runtime().writing() as session:
        session_lock.unlock(session, sign_in_cookie.key())
    return redirect(answer.attempt.wanted, HTTPStatus.SEE_OTHER)


def _proven(answer: coming_in.Answer) -> Answer:
    _refuse_others(answer)
    access.refuse_if_locked()
    begun = proving.kept_before(answer.attempt.carried)
    return current_app.make_response(proofs.proven(begun, MEANS))


def _refuse_others(answer: coming_in.Answer) -> None:
    at = sign_in_cookie.digest().hex()
    coming_in.prove(serving.runtime(), answer, access.whoever(), at)

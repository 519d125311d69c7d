"""How does somebody end all their sign-ins, wherever they left one open?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, session, url_for
from werkzeug.wrappers import Response as Answer

from inbox import session_lock, staffing
from web import access, auditing, serving, sign_in_cookie, single_sign_on

routes = Blueprint("sign_outs", __name__)


@routes.post("/sign-out/everywhere")
@access.anyone
@access.only_reads
def create() -> Answer:
    """Let a person out of every browser, this one too, locked or not."""
    user, key = access.whoever(), sign_in_cookie.key()
    at_provider = session_lock.at_provider(serving.session(), key) if user else None
    auditing.admitted(user)
    session.clear()
    if user:
        with auditing.writing() as writing:
            staffing.sign_out_everywhere(writing, user.id, by=user)
    if at_provider:
        return single_sign_on.leave(at_provider)
    return redirect(url_for("sign_in.new"), HTTPStatus.SEE_OTHER)

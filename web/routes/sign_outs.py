"""How does somebody end all their sign-ins, wherever they left one open?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, session, url_for
from werkzeug.wrappers import Response as Answer

from inbox import staffing
from web import access, auditing

routes = Blueprint("sign_outs", __name__)


@routes.post("/sign-out/everywhere")
@access.anyone
@access.only_reads
def create() -> Answer:
    """Let a person out of every browser, this one too, locked or not."""
    user = access.whoever()
    auditing.admitted(user)
    session.clear()
    if user:
        with auditing.writing() as writing:
            staffing.sign_out_everywhere(writing, user.id, by=user)
    return redirect(url_for("sign_in.new"), HTTPStatus.SEE_OTHER)

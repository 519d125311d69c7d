"""Light, dark, or as the system has it?"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as Answer

from web import access, frame, returning

routes = Blueprint("themes", __name__)
KEPT = timedelta(days=400)


@routes.post("/settings/theme")
@access.signed_in
@access.only_reads
def create() -> Answer:
    """Keep a person's choice on this computer."""
    chosen, answer = request.form.get("theme"), redirect(returning.address(), HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        frame.theme_cookie(),
        chosen if chosen in frame.THEMES else "",
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return answer

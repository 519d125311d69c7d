"""In which language does somebody read the desk?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as Answer

from inbox import reading_language
from web import access, returning, serving
from web.access import current_user

routes = Blueprint("languages", __name__)


@routes.post("/settings/language")
@access.signed_in
def create() -> Answer:
    """Keep a person's choice with the person."""
    reading_language.choose(serving.session(), current_user(), request.form.get("language", ""))
    return redirect(returning.address(), HTTPStatus.SEE_OTHER)

"""What does everybody read before they sign in?"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import reading_language, use_notice
from inbox.use_notice import TooLong
from web import access, frame, notice, serving
from web.access import current_user
from web.languages import translated

routes = Blueprint("use_notices", __name__, url_prefix="/use-notice")


@routes.get("")
@access.administrator
def edit() -> str:
    """Show the notice in each language, to be written anew."""
    return _page()


@routes.post("")
@access.administrator
@access.asks_again
def update() -> Answer | tuple[str, HTTPStatus]:
    """Say `words-en` and `words-es` before every sign-in from now on."""
    given = {one: request.form.get(f"words-{one}", "") for one in reading_language.NAMES}
    try:
        use_notice.set_words(serving.session(), given, by=current_user())
    except TooLong as problem:
        return _page(given, translated(problem)), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("use_notices.edit"), HTTPStatus.SEE_OTHER)


def _page(given: Mapping[str, str] | None = None, problem: str = "") -> str:
    kept = use_notice.kept(serving.session())
    own = {one: kept[one].words if one in kept else "" for one in reading_language.NAMES}
    return frame.page(
        "use_notices/edit.html",
        section="use-notice",
        kept=kept,
        written=given or own,
        now_shown=notice.shown(),
        longest=use_notice.LONGEST,
        problem=problem,
    )

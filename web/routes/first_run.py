"""What does somebody set up first, in a house where nothing is?"""

from __future__ import annotations

from flask import Blueprint

from inbox import first_run, use_notice
from web import access, frame, serving

routes = Blueprint("first_run", __name__)


@routes.get("/first-run")
@access.sets_up
def index() -> str:
    """Show the steps, with what is done ticked, by what is there."""
    session = serving.session()
    return frame.page(
        "first_run/index.html",
        section="first-run",
        steps=first_run.Step,
        needs=first_run.NEEDS,
        has_own_notice=bool(use_notice.kept(session)),
        settings=serving.runtime().settings,
    )

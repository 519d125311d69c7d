"""May somebody take back what they just did?"""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response as Answer

from inbox import acts, undoing
from web import access, returning, serving
from web.access import current_user

routes = Blueprint("undoings", __name__)


@routes.get("/acts/last")
@access.handles
def last() -> str:
    """Draw what may be taken back now; what a worker did for somebody answers no request."""
    return render_template(
        "live/_last_act.html", last_acts=acts.last(serving.session(), current_user())
    )


@routes.post("/acts/<batch>/undoing")
@access.handles
def create(batch: str) -> Answer:
    """Put back what was done in one go. 409 says who changed it since."""
    outcome = undoing.undo(serving.session(), batch, by=current_user())
    is_alone = len(outcome.done) == 1 and not outcome.refused
    if not is_alone:
        return returning.after_changes(outcome)
    return returning.after_change(outcome.done[0])

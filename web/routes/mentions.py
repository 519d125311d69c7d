"""Who can be mentioned in a note?"""

from __future__ import annotations

from flask import Blueprint, render_template, request

from inbox import calling
from web import access, serving

routes = Blueprint("mentions", __name__, url_prefix="/conversations/<number:conversation_id>")


@routes.get("/mentions")
@access.reads
def options(conversation_id: int) -> str:  # noqa: ARG001 - the same colleagues everywhere
    """List whose names match `q`, as options of a picker."""
    offers = calling.offers(serving.session(), request.args.get("q", ""))
    return render_template("mentions/_options.html", offers=offers)

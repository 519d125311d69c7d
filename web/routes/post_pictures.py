"""What does a post look like?"""

from __future__ import annotations

from flask import Blueprint, Response

from inbox import post_pictures
from inbox.pictures import SHOWN_TYPE
from web import access, serving
from web.routes.attachments import INERT

routes = Blueprint("post_pictures", __name__, url_prefix="/posts/<number:post_id>/picture")


@routes.get("")
@access.reads
def show(post_id: int) -> Response:
    """Show the picture of a post as we drew it anew. 404 where none is kept."""
    answer = Response(post_pictures.shown(serving.session(), post_id), mimetype=SHOWN_TYPE)
    answer.headers["Content-Security-Policy"] = INERT
    return answer

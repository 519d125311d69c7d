"""How does it stand, for everybody in the room to see?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response

from web import access, wall_page

routes = Blueprint("wall", __name__, url_prefix="/wall")


@routes.get("")
@access.watches
@access.stays_on_loop
def show() -> str:
    """Show the figures: no words and no name of a resident."""
    return wall_page.page()


@routes.after_request
def _come_back(answer: Response) -> Response:
    # Nobody stands by to load it again.
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        answer.headers["Refresh"] = str(wall_page.REFRESH_SECONDS)
    return answer

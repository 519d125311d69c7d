"""How is a filter put together?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from inbox import desk_views
from inbox.filters import reading
from inbox.filters.reading import BadFilter
from web import access, filter_form, serving
from web.access import current_user

routes = Blueprint("filters", __name__)


@routes.get("/filter")
@access.reads
def new() -> ResponseReturnValue:
    """Begin with what the address asks, or with what the view `of` shows."""
    if key := request.args.get("of"):
        view = desk_views.find(serving.session(), key, current_user())
        return filter_form.page(desk_views.equivalent(view))
    try:
        return filter_form.page(reading.read(request.args.items(multi=True)))
    except BadFilter as error:
        return filter_form.page(error.rest, error.problems), HTTPStatus.UNPROCESSABLE_ENTITY

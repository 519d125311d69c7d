"""How do programs search?"""

from __future__ import annotations

from http import HTTPStatus

from flask import request
from flask.typing import ResponseReturnValue

from inbox import shapes, shaping
from inbox.permissions import Permission
from inbox.search import finding
from web import auditing, serving
from web.access import current_user
from web.api import paging
from web.api.caller import answer
from web.api.operations import Operation, Parameter


@auditing.reads_private
def search() -> ResponseReturnValue:
    """Find conversations by what was said in them; `docs/search.md` tells the operators."""
    found = finding.find(
        serving.session(),
        request.args.get("q", ""),
        current_user(),
        after=paging.mark(),
        limit=paging.limit(),
    )
    return answer(shaping.search_page(found, paging.cursor(found.next)))


OPERATIONS = (
    Operation(
        method="GET",
        needs=Permission.READ,
        path="/search",
        summary="Search messages, notes, people and tags",
        handler=search,
        parameters=(
            Parameter(
                name="q",
                place="query",
                schema={"type": "string"},
                description="Words and operators, as in the search field.",
                is_required=True,
            ),
            paging.CURSOR,
            paging.LIMIT,
        ),
        gives=shapes.SearchPage,
        refusals=(HTTPStatus.UNPROCESSABLE_ENTITY,),
    ),
)

"""How do programs read what is kept ready to answer with?"""

from __future__ import annotations

from http import HTTPStatus

from flask.typing import ResponseReturnValue

from inbox import models, shapes
from inbox.canned import places, reading
from inbox.permissions import Permission
from web import serving
from web.api.caller import answer
from web.api.operations import Operation


def list_canned_responses() -> ResponseReturnValue:
    """Give every canned response in use, by folder and title, whoever may use it."""
    found = reading.all_in_use(serving.session())
    return answer(shapes.CannedResponses(items=[_shaped(one) for one in found]))


def get_canned_response(response_id: int) -> ResponseReturnValue:
    """Give one canned response, in use or archived, with its placeholders as they stand."""
    return answer(_shaped(reading.find(serving.session(), response_id)))


def _shaped(response: models.CannedResponse) -> shapes.CannedResponse:
    return shapes.CannedResponse(
        id=response.id,
        title=response.title,
        shortcut=response.shortcut,
        folder=response.folder,
        review_on=response.review_on.isoformat() if response.review_on else None,
        archived_at=response.archived_at,
        texts=[
            shapes.CannedText(language=text.language, text=text.text, approved_at=text.approved_at)
            for text in response.texts
        ],
        teams=[team.name for team in response.teams],
        account_ids=[account.id for account in response.accounts],
        used_in=sorted(places.of(response)),
        offered_until=response.offered_until.isoformat() if response.offered_until else None,
    )


OPERATIONS = (
    Operation(
        method="GET",
        needs=Permission.READ,
        path="/canned-responses",
        summary="List the canned responses in use",
        handler=list_canned_responses,
        gives=shapes.CannedResponses,
    ),
    Operation(
        method="GET",
        needs=Permission.READ,
        path="/canned-responses/{response_id}",
        summary="Read one canned response",
        handler=get_canned_response,
        gives=shapes.CannedResponse,
        refusals=(HTTPStatus.NOT_FOUND,),
    ),
)

"""What becomes of the picture of a canned response?"""

from __future__ import annotations

import io
from http import HTTPStatus

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from inbox.models import Attachment, CannedResponse
from inbox.runtime import Runtime
from tests.factories.drawing import photograph
from tests.factories.making import Make
from tests.web.conftest import Person


def _chosen(
    person: Person, response: CannedResponse, body: bytes, version: int = 1
) -> TestResponse:
    return person.post(
        f"/canned-responses/{response.id}/picture",
        picture=(io.BytesIO(body), "map.jpg"),
        picture_description="The detour",
        version=version,
    )


@pytest.fixture
def response(make: Make) -> CannedResponse:
    return make.canned_response()


def test_a_picture_makes_the_words_wait_for_approval_again(
    ana: Person, response: CannedResponse
) -> None:
    _chosen(ana, response, photograph())

    page = ana.get(f"/canned-responses/{response.id}").text
    assert "Waits for approval" in page
    assert 'alt="The detour"' in page
    shown = ana.get(f"/canned-responses/{response.id}/picture")
    assert shown.mimetype == "image/webp"
    assert "The detour (SHA-256" in ana.get(f"/canned-responses/{response.id}/history").text

    ana.post(f"/canned-responses/{response.id}/picture/removal", version=2)
    gone = ana.get(f"/canned-responses/{response.id}/picture")
    assert gone.status_code == HTTPStatus.NOT_FOUND


def test_a_reply_goes_out_with_the_picture_kept_ready(
    ana: Person, make: Make, response: CannedResponse, runtime: Runtime
) -> None:
    _chosen(ana, response, photograph())
    number = make.conversation().id

    ana.reply(number, "It is open again.", picture_ready=str(response.id))

    with runtime.reading() as session:
        kept = session.scalars(select(Attachment)).one()
    assert (kept.title, kept.media_type) == ("The detour", "image/jpeg")


def test_what_is_no_picture_or_comes_too_late_is_refused(
    ana: Person, make: Make, response: CannedResponse
) -> None:
    assert "cannot be sent" in _chosen(ana, response, b"no picture").text
    _chosen(ana, response, photograph())

    late = _chosen(ana, response, photograph())

    assert late.status_code == HTTPStatus.CONFLICT
    assert "Ana Lopez changed this" in late.text
    other = ana.reply(make.conversation().id, picture_ready="999")
    assert other.status_code == HTTPStatus.NOT_FOUND

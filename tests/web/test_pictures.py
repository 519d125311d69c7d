"""How does a picture come with a reply, and what is said of one that cannot?"""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from connectors.words import Kind, Platform
from inbox.models import Attachment, Delivery
from inbox.runtime import Runtime
from sandbox.media import BOMB, REFUSED, _png
from tests.factories.drawing import photograph
from tests.factories.making import Make
from tests.web.conftest import Person

DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def send(person: Person, number: int, body: bytes = b"", **form: Any) -> TestResponse:
    file = (io.BytesIO(body or photograph()), "road.jpg")
    usual = {"picture": file, "picture_description": "A closed road"}
    return person.reply(number, form.pop("text", "Here."), **{**usual, **form})


def kept(runtime: Runtime) -> list[Attachment]:
    with runtime.reading() as session:
        return list(session.scalars(select(Attachment)))


def deliveries(runtime: Runtime) -> int:
    with runtime.reading() as session:
        return session.scalar(select(func.count()).select_from(Delivery)) or 0


def test_a_picture_stands_in_the_thread_while_it_is_held(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    number = make.conversation().id

    send(ana, number)
    send(ana, number)

    (picture,) = kept(runtime)
    page = ana.get(f"/desk/open/{number}").text
    assert deliveries(runtime) == 1
    assert f'src="/attachments/{picture.id}" alt="A closed road"' in page
    assert ana.get(f"/attachments/{picture.id}").mimetype == "image/webp"


def test_a_picture_says_enough_by_itself(ana: Person, make: Make, runtime: Runtime) -> None:
    send(ana, make.conversation().id, text="")
    assert deliveries(runtime) == 1


def test_the_form_offers_a_file_also_without_scripts_and_only_where_one_can_go(
    ana: Person, make: Make
) -> None:
    takes = make.conversation()
    none = make.conversation(make.account("instagram_graph", Platform.INSTAGRAM))

    page, without = (ana.get(f"/desk/open/{one.id}").text for one in (takes, none))

    assert 'enctype="multipart/form-data"' in page
    assert 'type="file" name="picture"' in page
    assert "can read this out to people" in page
    assert "and no picture" in without


def test_undo_gives_the_picture_back_and_it_can_be_sent_after_all(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    number = make.conversation().id
    send(ana, number)
    back = ana.post("/deliveries/1/retraction", came_from=f"/desk/open/{number}")
    (picture,) = kept(runtime)

    page = ana.get(back.location).text
    assert f'name="picture_again" value="{picture.id}" checked' in page
    assert 'value="A closed road"' in page
    ana.reply(number, "", client_token="two", picture_again=str(picture.id))

    first, second = kept(runtime)
    assert (first.digest, second.message_id) == (second.digest, first.message_id + 1)


def test_scripts_get_the_picture_back_as_data(ana: Person, make: Make) -> None:
    send(ana, make.conversation().id, text="Too early.")
    assert ana.ask("/deliveries/1/retraction").get_json() == {
        "text": "Too early.",
        "audience": "public",
        "picture": {"id": 1, "description": "A closed road"},
    }


def test_nobody_sends_a_picture_of_another_conversation(ana: Person, make: Make) -> None:
    send(ana, make.conversation().id)
    other = make.conversation()
    answer = ana.reply(other.id, "", client_token="two", picture_again="1")
    assert answer.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (REFUSED["page"], "not a picture"),
        (DRAWING, "not a picture"),
        (_png(BOMB, BOMB, b""), "more pixels"),
        (photograph()[:-40], "not a picture"),
    ],
    ids=["HTML", "SVG", "bomb", "cut off"],
)
def test_a_hostile_file_leaves_the_words_and_says_why(
    ana: Person, make: Make, runtime: Runtime, body: bytes, why: str
) -> None:
    answer = send(ana, make.conversation().id, body)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert why in answer.text
    assert "choose the picture once more" in answer.text
    assert "Here.</textarea>" in answer.text
    assert (deliveries(runtime), kept(runtime)) == (0, [])


def test_an_empty_file_is_refused(ana: Person, make: Make) -> None:
    answer = send(ana, make.conversation().id, picture=(io.BytesIO(b""), "road.jpg"))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "empty" in answer.text


def test_too_large_a_file_is_refused_before_it_is_looked_at(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    path = f"/conversations/{make.conversation().id}/replies"
    answer = ana.browser.post(
        path,
        data=bytes(runtime.settings.media_limit + 2**21),
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "choose a smaller picture" in answer.text


def test_words_and_a_picture_that_would_be_two_messages_are_refused_in_words(
    ana: Person, make: Make
) -> None:
    number = make.conversation(kind=Kind.DIRECT_MESSAGE, post=None).id
    answer = send(ana, number, audience="private")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "two messages here" in answer.text


def test_a_note_holds_no_picture(ana: Person, make: Make, runtime: Runtime) -> None:
    answer = send(ana, make.conversation().id, send_as="note")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "note holds no picture" in answer.text
    assert kept(runtime) == []

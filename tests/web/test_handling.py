"""What happens when somebody claims, assigns, tags, resolves, reopens or notes?"""

from __future__ import annotations

from http import HTTPStatus

from inbox.models import Conversation, Status
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person


def test_the_slower_of_two_people_is_told_who_was_quicker(
    ana: Person, ben: Person, make: Make
) -> None:
    path = f"/conversations/{make.conversation().id}/assignment"

    quicker, slower = ana.post(path), ben.post(path)

    assert quicker.status_code == HTTPStatus.SEE_OTHER
    assert slower.status_code == HTTPStatus.CONFLICT
    assert "Ana Lopez took this conversation a moment ago." in slower.text


def test_without_scripts_one_is_back_on_the_page_one_came_from(ana: Person, make: Make) -> None:
    number = make.conversation().id
    page = f"/desk/facebook/{number}"

    response = ana.post(f"/conversations/{number}/assignment", came_from=page)

    assert response.location == page


def test_an_address_of_another_site_is_not_gone_back_to(ana: Person, make: Make) -> None:
    number = make.conversation().id
    headers = {"Referer": f"https://elsewhere.example/desk/x/{number}"}

    response = ana.browser.post(f"/conversations/{number}/assignment", headers=headers)

    assert response.location == f"/desk/open/{number}"


def test_with_turbo_the_changed_pieces_and_counts_come_back(ana: Person, make: Make) -> None:
    number = make.conversation().id

    response = ana.turbo(f"/conversations/{number}/assignment")

    assert response.mimetype == "text/vnd.turbo-stream.html"
    for piece in ("conversation-head", "conversation-thread", "conversation-details"):
        assert f'method="morph" target="{piece}"' in response.text
    assert '"mine": 1' in response.text
    assert "conversation-composer" not in response.text


def test_with_turbo_a_refusal_is_a_sentence_on_the_page(
    ana: Person, ben: Person, make: Make
) -> None:
    path = f"/conversations/{make.conversation().id}/assignment"
    ana.turbo(path)

    response = ben.turbo(path)

    assert response.status_code == HTTPStatus.CONFLICT
    assert 'target="toasts"' in response.text
    assert "Ana Lopez took this" in response.text


def test_a_conversation_is_given_to_a_colleague_and_back_to_everyone(
    ana: Person, ben: Person, make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()
    path = f"/conversations/{conversation.id}/assignment"

    ana.post(path, assignee=ben.user.id)
    assert _now(runtime, conversation).assignee_id == ben.user.id

    ana.post(f"{path}/removal")
    assert _now(runtime, conversation).assignee_id is None


def test_nobody_can_be_assigned_who_is_not_there(ana: Person, make: Make) -> None:
    path = f"/conversations/{make.conversation().id}/assignment"

    for nobody in ("999", "9" * 40, "Ben", ""):
        assert ana.post(path, assignee=nobody).status_code == HTTPStatus.NOT_FOUND


def test_tags_come_and_go(ana: Person, make: Make) -> None:
    number = make.conversation().id
    ana.post(f"/conversations/{number}/taggings", name="  Road   closure ")
    assert ">Road closure</bdi><button" in ana.get(f"/desk/open/{number}").text

    ana.post(f"/conversations/{number}/taggings/removal", name="Road closure")
    assert ">Road closure</bdi><button" not in ana.get(f"/desk/open/{number}").text


def test_an_empty_tag_is_refused_in_words(ana: Person, make: Make) -> None:
    response = ana.post(f"/conversations/{make.conversation().id}/taggings", name=" ")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "1 to 60 characters" in response.text


def test_while_somebody_waits_resolving_asks_why_no_reply_is_needed(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()
    path = f"/conversations/{conversation.id}/resolution"
    assert "is still waiting" in ana.get(f"/desk/open/{conversation.id}").text

    assert ana.post(path).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert _now(runtime, conversation).status is Status.OPEN

    assert ana.post(path, reason="thanks").status_code == HTTPStatus.SEE_OTHER
    assert _now(runtime, conversation).status is Status.RESOLVED
    assert "resolved this without a reply: Thanks" in ana.get(f"/desk/open/{conversation.id}").text


def test_a_resolved_conversation_can_be_reopened(ana: Person, make: Make, runtime: Runtime) -> None:
    conversation = make.conversation()
    path = f"/conversations/{conversation.id}/resolution"
    ana.post(path, reason="thanks")

    ana.post(f"{path}/removal")

    assert _now(runtime, conversation).status is Status.OPEN


def test_a_note_is_read_by_staff_and_sent_to_nobody(ana: Person, make: Make) -> None:
    number = make.conversation().id

    ana.post(f"/conversations/{number}/notes", text="Unit 12 is close.", client_token="1")

    page = ana.get(f"/desk/open/{number}").text
    assert '<article class="note"' in page
    assert "Unit 12 is close." in page
    assert "goes out at" not in page


def test_a_note_posted_twice_is_one_note(ana: Person, make: Make) -> None:
    number = make.conversation().id
    form = {"text": "Unit 12 is close.", "client_token": "1"}

    ana.post(f"/conversations/{number}/notes", **form)
    ana.post(f"/conversations/{number}/notes", **form)

    assert ana.get(f"/desk/open/{number}").text.count('<article class="note"') == 1


def test_the_wrong_method_is_told_the_right_ones(ana: Person) -> None:
    response = ana.post("/reports")

    assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert "GET" in response.headers["Allow"].split(", ")


def test_an_unknown_conversation_is_nobodys(ana: Person) -> None:
    for what in ("assignment", "resolution", "taggings", "notes"):
        response = ana.post(f"/conversations/999/{what}", name="x", text="x", client_token="x")
        assert response.status_code == HTTPStatus.NOT_FOUND


def _now(runtime: Runtime, conversation: Conversation) -> Conversation:
    with runtime.reading() as session:
        return session.get_one(Conversation, conversation.id)

"""Are words that nobody has sent yet there in whatever browser their writer opens?"""

from __future__ import annotations

from http import HTTPStatus

from inbox.models import Conversation
from tests.factories.making import Make
from tests.web.conftest import JSON, Person, SignIn

MARKUP = '</textarea><script>alert("x")</script>\u202e'


def _keep(person: Person, conversation: Conversation, text: str, **form: object) -> object:
    usual = {"audience": "public", "text": text, "edition": "first", "editions": ""}
    return person.ask(f"/conversations/{conversation.id}/drafts", **{**usual, **form})


def _opened(person: Person, conversation: Conversation) -> str:
    return person.get(f"/desk/open/{conversation.id}").text


def test_a_draft_is_there_in_another_browser_and_after_signing_in_again(
    ana: Person, make: Make, sign_in: SignIn
) -> None:
    conversation = make.conversation()
    _keep(ana, conversation, "We are on our way")

    elsewhere = sign_in(ana.user)

    page = _opened(elsewhere, conversation)
    assert ">We are on our way</textarea>" in page
    assert 'name="editions" value="first"' in page


def test_without_scripts_a_button_keeps_it_for_later(ana: Person, make: Make) -> None:
    conversation = make.conversation()
    path = f"/conversations/{conversation.id}/drafts"

    response = ana.post(path, text="We are", send_as="public", editions="")

    assert response.status_code == HTTPStatus.SEE_OTHER
    assert ">We are</textarea>" in _opened(ana, conversation)


def test_without_scripts_newer_words_are_shown_and_a_second_press_keeps_mine(
    ana: Person, make: Make
) -> None:
    conversation = make.conversation()
    path = f"/conversations/{conversation.id}/drafts"
    _keep(ana, conversation, "Newer words")

    refused = ana.post(path, text="Mine", send_as="public", editions="")

    assert refused.status_code == HTTPStatus.CONFLICT
    assert "Newer words" in refused.text
    assert ">Mine</textarea>" in refused.text
    ana.post(path, text="Mine", send_as="public", editions=" first")
    assert ">Mine</textarea>" in _opened(ana, conversation)


def test_a_sent_reply_and_an_added_note_leave_no_draft(ana: Person, make: Make) -> None:
    conversation = make.conversation()
    _keep(ana, conversation, "It opens at six.")
    _keep(ana, conversation, "Asked Public Works", audience="note", edition="second")

    ana.reply(conversation.id, editions="first")
    ana.post(
        f"/conversations/{conversation.id}/notes",
        text="Asked Public Works",
        audience="note",
        client_token="two",
        editions="second",
    )

    assert ana.get(f"/conversations/{conversation.id}/drafts").json == []


def test_a_refused_reply_keeps_its_draft(ana: Person, make: Make) -> None:
    conversation = make.conversation()
    _keep(ana, conversation, "It opens at {{time}}.")

    ana.reply(conversation.id, "It opens at {{time}}.", editions="first")

    assert len(ana.get(f"/conversations/{conversation.id}/drafts").json) == 1


def test_a_colleague_sees_whose_draft_it_is_and_how_it_begins(
    ana: Person, ben: Person, make: Make
) -> None:
    conversation = make.conversation()
    _keep(ana, conversation, f"{MARKUP} Please stay where you are. " + "More. " * 50)

    page = _opened(ben, conversation)

    assert "Ana</bdi> has begun a reply" in page
    assert MARKUP not in page
    assert page.count("More.") < len("the first words")
    assert "has begun a reply" not in _opened(ana, conversation)


def test_a_colleague_reads_the_whole_of_it_as_it_was_kept_last(
    ana: Person, ben: Person, make: Make
) -> None:
    conversation = make.conversation()
    path = f"/conversations/{conversation.id}/drafts/{ana.user.id}"
    assert ben.get(path).json == {"text": ""}

    _keep(ana, conversation, f"{MARKUP} Please stay")

    assert ben.get(path).json == {"text": f"{MARKUP} Please stay"}
    nowhere = ben.get(f"/conversations/999/drafts/{ana.user.id}")
    assert nowhere.status_code == HTTPStatus.NOT_FOUND


def test_a_row_shows_whose_draft_it_holds(ana: Person, ben: Person, make: Make) -> None:
    conversation = make.conversation()
    _keep(ana, conversation, "We are on our way")

    assert f'data-drafts="{ana.user.id}"' in ana.get("/desk/open").text
    assert "has-draft" in ana.get("/desk/open").text
    assert "has-draft" not in ben.get("/desk/open").text


def test_a_canned_response_comes_after_what_was_begun(ana: Person, make: Make) -> None:
    conversation = make.conversation()
    make.canned_response(text="It is open again.")
    _keep(ana, conversation, "Good morning.")

    page = ana.get(f"/desk/open/{conversation.id}?canned=road").text

    assert ">Good morning.\n\nIt is open again.</textarea>" in page


def test_a_tab_that_slept_is_told_what_stands_there_now(ana: Person, make: Make) -> None:
    conversation = make.conversation()
    _keep(ana, conversation, "Newer words")

    response = _keep(ana, conversation, "Old words", edition="second")

    assert response.status_code == HTTPStatus.CONFLICT
    assert response.json["newer"]["text"] == "Newer words"
    assert "another tab" in response.json["detail"]


def test_a_pasted_megabyte_is_refused_in_words(ana: Person, make: Make) -> None:
    response = _keep(ana, make.conversation(), "x" * 900_000)

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "900,000 characters" in response.json["detail"]


def test_a_session_that_ended_is_told_so(ana: Person, make: Make) -> None:
    conversation = make.conversation()
    ana.browser.delete_cookie("hearback")

    response = ana.browser.post(
        f"/conversations/{conversation.id}/drafts", data={"text": "We are"}, headers=JSON
    )

    assert response.status_code == HTTPStatus.UNAUTHORIZED


def test_without_scripts_a_canned_response_goes_behind_what_was_begun(
    ana: Person, make: Make
) -> None:
    make.canned_response(shortcut="road", text="It is open.")
    number = make.conversation().id

    path = f"/conversations/{number}/drafts?then=choosing"
    choosing = ana.post(path, text="Good morning.", send_as="public", editions="")
    page = ana.get(f"/desk/open/{number}?canned=road&language=en").text

    assert choosing.location == f"/conversations/{number}/canned-responses/choosing"
    assert "Good morning.\n\nIt is open.</textarea>" in page

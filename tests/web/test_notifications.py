"""Does a person find what they were told, and choose what they want to be told?"""

from __future__ import annotations

import re

from inbox import assignment, notes
from inbox.models import Conversation
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn


def _tell(runtime: Runtime, conversation: Conversation, to: Person, by: Person) -> None:
    with runtime.writing() as session:
        assignment.assign(session, conversation.id, to=to.user, by=by.user)


def _bell(person: Person) -> str:
    found = re.search(r'aria-label="(Notifications, [^"]*)"', person.get("/reports").text)
    assert found
    return found[1]


def test_the_bell_of_every_page_counts_and_leads_to_the_list(
    ana: Person, ben: Person, make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()

    _tell(runtime, conversation, to=ben, by=ana)

    page = ben.get("/notifications").text
    assert (_bell(ben), _bell(ana)) == ("Notifications, 1 unread", "Notifications, 0 unread")
    assert "Ana Lopez assigned a conversation to you" in page
    assert f'href="/desk/open/{conversation.id}"' in page


def test_one_is_marked_read_or_all_without_scripts(
    ana: Person, ben: Person, make: Make, runtime: Runtime
) -> None:
    for _ in range(3):
        _tell(runtime, make.conversation(), to=ben, by=ana)
    page = ben.get("/notifications").text
    (first, *_), (up_to,) = (
        re.findall(r'action="(/notifications/\d+/reading)"', page),
        re.findall(r'name="up_to" value="(\d+)"', page),
    )

    ben.post(first)
    one_less = _bell(ben)
    answer = ben.post("/notifications/reading", up_to=up_to)

    assert (one_less, _bell(ben)) == ("Notifications, 2 unread", "Notifications, 0 unread")
    assert (answer.status_code, answer.location) == (303, "/notifications")


def test_anothers_notification_and_numbers_that_are_none_are_refused_in_words(
    ana: Person, ben: Person, make: Make, runtime: Runtime
) -> None:
    _tell(runtime, make.conversation(), to=ben, by=ana)
    (address,) = re.findall(r"/notifications/\d+/reading", ben.get("/notifications").text)[:1]

    assert ana.post(address).status_code == 404
    assert ana.post("/notifications/999999999999999999999/reading").status_code == 404
    for up_to in ("", "x", "9" * 30, "-1"):
        assert ben.post("/notifications/reading", up_to=up_to).status_code == 303


def test_opening_the_conversation_reads_it(
    ana: Person, ben: Person, make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()
    _tell(runtime, conversation, to=ben, by=ana)

    ben.get(f"/desk/open/{conversation.id}")

    assert _bell(ben) == "Notifications, 0 unread"


def test_a_choice_stays_and_unknown_kinds_are_no_kinds(ana: Person) -> None:
    ana.browser.post(
        "/notifications/choices", data={"kind": ["mention", "<b>"], "by_browser": "on"}
    )

    page = ana.get("/notifications").text
    ticked = re.findall(r'name="(?:kind" value="(\w+)"|by_(\w+)") checked', page)
    assert ticked == [("mention", ""), ("", "browser")]
    assert 'data-shows-outside="true"' in page


def test_neither_what_was_said_nor_markup_in_a_name_gets_into_the_list(
    ana: Person, make: Make, sign_in: SignIn, runtime: Runtime
) -> None:
    eve = sign_in(make.user('<img src=x onerror="alert(1)"> \u202eevE'))
    conversation = make.conversation(text="A secret of a resident")
    with runtime.writing() as session:
        notes.write(session, conversation.id, "@ana a secret of ours", by=eve.user)

    page = ana.get("/notifications").text

    assert "mentioned you in a note" in page
    assert "secret" not in page
    assert "<img src=x" not in page
    assert "\u202e" not in page


def test_whoever_is_not_signed_in_is_told_nothing(make: Make, sign_in: SignIn) -> None:
    nobody = sign_in(make.user())
    with nobody.browser.session_transaction() as cookie:
        cookie.clear()

    assert nobody.get("/notifications").location.startswith("/sign-in")

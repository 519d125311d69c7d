"""Can the desk be narrowed by an address and by a form, and does it stay so?"""

from __future__ import annotations

from http import HTTPStatus

from connectors.words import Kind, Platform
from inbox import tagging
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person


def test_a_filter_in_the_address_narrows_the_list_and_says_so(ana: Person, make: Make) -> None:
    here = make.conversation()
    there = make.conversation(make.account("x", Platform.X), kind=Kind.MENTION, post=None)

    page = ana.get("/desk/filter?platform=x").text

    assert f'id="row-{there.id}"' in page
    assert f'id="row-{here.id}"' not in page
    assert f'href="/desk/filter/{there.id}?platform=x"' in page
    assert 'aria-label="Leave out: X"' in page
    assert 'data-view-count="filter?platform=x">1<' in page


def test_acting_on_a_conversation_comes_back_to_the_filter(ana: Person, make: Make) -> None:
    conversation = make.conversation()
    path = f"/desk/filter/{conversation.id}?platform=facebook"
    assert ana.get(path).status_code == HTTPStatus.OK

    answer = ana.post(f"/conversations/{conversation.id}/assignment", came_from=path)

    assert answer.location == path


def test_a_form_leads_to_the_one_address_of_its_filter(ana: Person) -> None:
    answer = ana.get("/desk/filter?status=open&platform=x&platform=facebook&tag=&waiting=1h&since=")

    assert answer.location == "/desk/filter?platform=facebook&platform=x&waiting=1h"


def test_a_view_is_narrowed_by_hand_in_the_address(ana: Person) -> None:
    answer = ana.get("/desk/mine?platform=x&tag=noise")

    following = ana.get(answer.location)
    assert following.status_code in (HTTPStatus.OK, HTTPStatus.FOUND)
    assert "assignee=me" in answer.location
    assert "tag=noise" in answer.location


def test_a_bad_filter_is_explained_above_the_form_which_keeps_the_rest(ana: Person) -> None:
    answer = ana.get("/desk/filter?platform=x&waiting=<b>soon</b>")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Waiting: “&lt;b&gt;soon&lt;/b&gt;” cannot be used" in answer.text
    assert 'name="platform" value="x" checked' in answer.text


def test_the_form_begins_with_what_a_view_shows(ana: Person) -> None:
    form = ana.get("/filter?of=mine").text

    assert 'name="assignee" value="me" checked' in form
    assert 'name="status" value="open" checked' in form


def test_a_tag_that_is_gone_is_named_above_the_list_and_in_the_form(
    ana: Person, make: Make
) -> None:
    conversation = make.conversation()

    page = ana.get("/desk/filter?tag=gone").text

    assert "The tag “gone” no longer exists." in page
    assert f'id="row-{conversation.id}"' in page
    form = ana.get("/filter?tag=gone").text
    assert 'name="tag" value="gone" checked' in form
    assert "gone (no longer exists)" in form


def test_a_chip_of_what_is_gone_says_so_and_is_left_out_by_itself(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()
    with runtime.writing() as session:
        tagging.add(session, conversation.id, "noise", by=ana.user)

    page = ana.get("/desk/filter?tag=gone&tag=noise").text

    assert "tagged noise" in page
    assert "tagged gone" not in page
    assert page.count("The tag “gone” no longer exists.</bdi>") == 1
    assert 'aria-label="Leave out: The tag “gone” no longer exists."' in page
    assert 'href="/desk/filter?tag=noise"' in page


def test_an_empty_filter_says_that_nothing_fits(ana: Person, make: Make) -> None:
    make.conversation()

    page = ana.get("/desk/filter?platform=instagram").text

    assert "Nothing fits this filter now" in page
    assert "1 open in all" in page


def test_hostile_words_in_a_filter_are_words(ana: Person, make: Make, runtime: Runtime) -> None:
    conversation = make.conversation()
    with runtime.writing() as session:
        tagging.add(session, conversation.id, "<b>&'\"#/?%", by=ana.user)

    page = ana.get("/desk/filter?tag=%3Cb%3E%26%27%22%23/?%25&text=%E2%80%AEx")
    page = ana.get(page.location) if page.location else page

    assert page.status_code == HTTPStatus.OK
    assert "<b>" not in page.text.split('class="filter-line"')[1].split("</ul>")[0]


def test_a_view_that_there_is_not_stays_unknown(ana: Person) -> None:
    for path in ("/desk/team-999", "/desk/nonsense?platform=x", "/filter?of=nonsense"):
        assert ana.get(path).status_code == HTTPStatus.NOT_FOUND

"""Is another profile of a person found, linked, shown as such and unlinked without scripts?"""

from __future__ import annotations

from http import HTTPStatus

from connectors.pages import Author
from connectors.words import Platform
from tests.factories.making import Make
from tests.web.conftest import Person

MARIA = Author(external_id="maria", name="Maria <i>Lopez</i> \u202e", handle="marial")


def test_another_profile_is_found_and_linked_and_its_conversations_are_marked_by_platform(
    ana: Person, make: Make
) -> None:
    one = make.conversation(author=MARIA)
    instagram = make.account("instagram_graph", Platform.INSTAGRAM)
    other = make.conversation(instagram, author=MARIA, text="From Instagram")
    path = f"/conversations/{one.id}/links"

    found = ana.get(f"{path}?words=mar").text
    ana.post(path, contact=other.contact_id, reason="<b>She</b> told us")

    assert f'name="contact" value="{other.contact_id}"' in found
    assert "<i>Lopez" not in found
    page = ana.get(f"/desk/open/{one.id}").text
    assert "Said to be the same person by" in page
    assert "because: <bdi>&lt;b&gt;She&lt;/b&gt; told us" in page
    shown = page.split("Said to be the same person by")[1]
    assert "tile-instagram" in shown.split("From Instagram")[0]
    assert f'href="/desk/open/{other.id}"' in shown

    ana.post(f"{path}/removal", contact=other.contact_id)
    assert "Said to be the same person by" not in ana.get(f"/desk/open/{one.id}").text


def test_a_contact_that_is_no_number_or_nobody_is_refused(ana: Person, make: Make) -> None:
    path = f"/conversations/{make.conversation().id}/links"

    for contact in ("", "9" * 30, "²", "12345678"):
        refused = ana.post(path, contact=contact, reason="x")
        assert refused.status_code == HTTPStatus.NOT_FOUND


def test_the_pane_says_how_much_a_person_wrote_and_in_which_language(
    ana: Person, make: Make
) -> None:
    conversation = make.conversation(author=MARIA, text="Is the road open for us?")

    page = ana.get(f"/desk/open/{conversation.id}").text

    assert '<dt>Messages</dt><dd class="num">1</dd>' in page
    assert "English" in page

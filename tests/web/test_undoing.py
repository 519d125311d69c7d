"""Does every page offer to take back what was just done, and to its own person only?"""

from __future__ import annotations

import re
from http import HTTPStatus

from inbox.models import Status
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person
from tests.web.test_handling import _now


def _offered(page: str) -> str:
    found = re.search(r'action="(/acts/\w+/undoing)"', page)
    return found[1] if found else ""


def test_without_scripts_the_next_page_offers_to_undo_and_leads_back(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()
    ana.post(f"/conversations/{conversation.id}/resolution", reason="thanks")
    page = ana.get("/desk/open").text

    response = ana.post(_offered(page), came_from=f"/desk/open/{conversation.id}")

    assert "<bdi>Resolved</bdi>" in page
    assert response.location == f"/desk/open/{conversation.id}"
    assert _now(runtime, conversation).status is Status.OPEN
    assert "undid what they did: resolved this" in ana.get(response.location).text


def test_with_turbo_the_answer_offers_it_and_once_undone_no_longer(ana: Person, make: Make) -> None:
    path = f"/conversations/{make.conversation().id}/assignment"
    offer = _offered(ana.turbo(path).text)

    assert _offered(ana.turbo(offer).text) == ""
    assert ana.turbo(offer).status_code == HTTPStatus.CONFLICT


def test_nobody_is_offered_and_nobody_can_undo_what_another_did(
    ana: Person, ben: Person, make: Make
) -> None:
    path = f"/conversations/{make.conversation().id}/assignment"
    offer = _offered(ana.turbo(path).text)

    assert _offered(ben.get("/desk/open").text) == ""
    assert ben.post(offer).status_code == HTTPStatus.CONFLICT


def test_a_refused_undo_names_who_changed_it(ana: Person, ben: Person, make: Make) -> None:
    path = f"/conversations/{make.conversation().id}/assignment"
    offer = _offered(ana.turbo(path).text)
    ben.post(path, assignee=ben.user.id)

    assert "Ben changed this in the meantime" in ana.turbo(offer).text

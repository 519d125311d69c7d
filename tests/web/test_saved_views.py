"""Is a filter saved, shared, changed and deleted on pages that need no scripts?"""

from __future__ import annotations

import re
from http import HTTPStatus

from inbox.models import Role
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn


def _save(person: Person, name: str = "On X", **form: object) -> str:
    usual = {"filter": "platform=x", "name": name, "sharing": "own"}
    answer = person.post("/saved-views", **{**usual, **form})
    assert answer.status_code == HTTPStatus.SEE_OTHER, answer.text
    return answer.location


def test_a_filter_is_saved_and_stands_in_the_rail(ana: Person, ben: Person) -> None:
    assert "/saved-views/new?filter=platform%3Dx" in ana.get("/desk/filter?platform=x").text

    address = _save(ana, "الضوضاء 🔥 <b>")

    desk = ana.get(address).text
    assert "الضوضاء 🔥 &lt;b&gt;" in desk
    assert f'href="{address}" aria-current="page"' in desk
    assert address not in ben.get("/desk/open").text
    assert ben.get(address).status_code == HTTPStatus.NOT_FOUND


def test_a_name_that_cannot_be_used_keeps_the_page_and_says_why(ana: Person) -> None:
    answer = ana.post("/saved-views", filter="platform=x", name="x" * 300, sharing="own")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "A view needs a name of 1 to 80 characters" in answer.text
    assert 'name="filter" value="platform=x"' in answer.text
    assert "saved-" not in ana.get("/desk/open").text


def test_a_filter_that_was_tampered_with_is_refused_in_words(ana: Person) -> None:
    answer = ana.post("/saved-views", filter="platform=myspace", name="x", sharing="own")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "“myspace” cannot be used" in answer.text


def test_a_view_is_renamed_given_another_filter_and_deleted(ana: Person) -> None:
    address = _save(ana)
    number = address.rpartition("-")[2]

    ana.post(f"/saved-views/{number}", name="On Facebook", sharing="own", version=1)
    ana.post("/saved-views", filter="platform=facebook", instead=number)

    page = ana.get(f"/saved-views/{number}").text
    assert "On Facebook" in page
    assert 'href="/filter?platform=facebook"' in page
    answer = ana.post(f"/saved-views/{number}/removal")
    assert answer.location == "/desk/open"
    assert ana.get(address).status_code == HTTPStatus.NOT_FOUND


def test_what_is_gone_is_taken_out_of_a_view_by_whoever_may_change_it(
    ana: Person,
) -> None:
    number = _save(ana, filter="platform=x&tag=gone").rpartition("-")[2]
    take_out = 'aria-label="Take it out of this view: The tag “gone” no longer exists."'

    desk, page = (ana.get(f"{start}{number}").text for start in ("/desk/saved-", "/saved-views/"))
    assert f'<a href="/saved-views/{number}" {take_out}' in desk
    assert f'form="leave-out-2" {take_out}' in page
    [left] = re.findall(r'id="leave-out-2".*?name="filter" value="([^"]*)"', page)
    ana.post("/saved-views", filter=left, instead=number)

    assert "no longer exists" not in ana.get(f"/desk/saved-{number}").text
    assert 'href="/filter?platform=x"' in ana.get(f"/saved-views/{number}").text


def test_nobody_is_offered_to_take_something_out_of_anothers_view(
    ana: Person, make: Make, sign_in: SignIn
) -> None:
    lead = sign_in(make.user("Lea Kim", role=Role.SUPERVISOR))
    number = _save(lead, filter="tag=gone", sharing="everyone").rpartition("-")[2]

    page = ana.get(f"/saved-views/{number}").text

    assert "The tag “gone” no longer exists." in page
    assert "leave-out" not in page


def test_staff_see_who_may_change_what_is_shared_with_them(
    ana: Person, make: Make, sign_in: SignIn
) -> None:
    eva = sign_in(make.user("Eva", role=Role.SUPERVISOR))
    number = _save(eva, sharing="everyone").rpartition("-")[2]

    page = ana.get(f"/saved-views/{number}").text
    refused = ana.post(f"/saved-views/{number}/removal")

    assert "or a supervisor can change it" in page
    assert "Delete this view" not in page
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert ana.post("/saved-views", filter="", name="x", sharing="everyone").status_code == (
        HTTPStatus.FORBIDDEN
    )


def test_views_are_put_into_an_order_of_ones_own_without_scripts(
    ana: Person, ben: Person, make: Make, sign_in: SignIn
) -> None:
    lead = sign_in(make.user("Lea Kim", role=Role.SUPERVISOR))
    _save(lead, "Common", sharing="everyone")
    first, _second = (_save(ana, name).rpartition("-")[2] for name in ("Alpha", "Beta"))
    assert _rail(ana) == ["Alpha", "Beta", "Common"]

    moved = ana.post(f"/saved-views/{first}/place", steps="1")
    ana.post(f"/saved-views/{first}/place", steps="1")
    ana.post(f"/saved-views/{first}/place", steps="1")

    assert _rail(ana) == ["Beta", "Common", "Alpha"]
    assert _rail(ben) == ["Common"]
    assert (
        'aria-label="Move Alpha down" aria-disabled="true" autofocus'
        in ana.get(moved.location).text
    )
    ana.post(f"/saved-views/{first}/removal")
    assert _rail(ana) == ["Beta", "Common"]
    assert ben.post(f"/saved-views/{first}/place", steps="1").status_code == HTTPStatus.NOT_FOUND


def _rail(person: Person) -> list[str]:
    rail = person.get("/desk/open").text.split("Saved views", 1)[1].split("</nav>")[0]
    return re.findall(r'<span class="name"><bdi>([^<]*)</bdi>', rail)

"""What becomes of every address of the desk that a browser can ask for?"""

from __future__ import annotations

from http import HTTPStatus

from hypothesis import strategies as st
from werkzeug.test import TestResponse

from inbox.models import Role
from tests.fuzz import asking
from tests.fuzz.addresses import Way, ways
from tests.fuzz.asking import Asked
from tests.fuzz.house import House
from tests.fuzz.trying import Size, Tally, each_of

_WORKING = (Role.SUPERVISOR, Role.ADMINISTRATOR)
_OUT = ("/sign-in", "/lock")
_ROLE_REFUSED = ("Your role does not allow this.", "Only an administrator can do this.")


def try_all(house: House, size: Size) -> Tally:
    """Ask each address by each of its methods."""
    tally = Tally("forms and pages")
    for way in ways(house):
        role = _role_of(house, way, tally)
        roles = st.sampled_from([role] * 9 + [Role.VIEWER])
        each_of(size, asking.requests(way, roles), lambda asked: _try(house, tally, asked))
    return tally


def _role_of(house: House, way: Way, tally: Tally) -> Role:
    """Ask for nothing in particular, and return the first role that was not refused."""
    path = way.path({name: "1" for _, name in way.parts})
    for role in _WORKING:
        answer = _try(house, tally, Asked(role, way.method, path))
        if answer.status_code != HTTPStatus.FORBIDDEN or not _is_of_role(answer):
            return role
    return _WORKING[0]


def _is_of_role(answer: TestResponse) -> bool:
    return any(words in answer.text for words in _ROLE_REFUSED)


def _try(house: House, tally: Tally, asked: Asked) -> TestResponse:
    answer = _answer(house, asked)
    leads_out = asked.path.startswith("/accounts/connections")
    tally.note(house, asked, answer, may_lead_out=leads_out)
    return answer


def _answer(house: House, asked: Asked) -> TestResponse:
    answer = house.browser(asked.role).open(asked.path, **asking.as_arguments(asked))
    if (answer.location or "").startswith(_OUT) and not asked.path.startswith(_OUT):
        house.let_in_anew(asked.role)
        answer = house.browser(asked.role).open(asked.path, **asking.as_arguments(asked))
    return answer

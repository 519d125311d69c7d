"""Can a supervisor promise answers in the browser, and does the desk count down to them?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest

from inbox import tagging
from inbox.models import Role, SlaPolicy
from inbox.promises import policies
from inbox.promises.wanting import Wanted
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn

HOUR = timedelta(hours=1)
FORM = {
    "name": "Everyone <b>",
    "first_response": "30m",
    "next_response": "",
    "resolution": "2 d",
    "counts": "wall",
    "warn_share": "50",
    "breach_notify": "on",
}


@pytest.fixture
def rosa(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Rosa Diaz", role=Role.SUPERVISOR)).proven()


@pytest.fixture
def hourly(rosa: Person, runtime: Runtime) -> SlaPolicy:
    with runtime.writing() as session:
        wanted = Wanted(name="Hourly", first_response=HOUR, is_staffed=False)
        return policies.add(session, wanted, by=rosa.user)


def test_targets_are_promised_changed_put_in_order_and_retired(
    rosa: Person, ana: Person, hourly: SlaPolicy, runtime: Runtime
) -> None:
    rosa.post("/targets", **FORM)
    page = ana.get("/targets").text
    assert "Of all that fits a conversation, the first in this order holds." in page
    assert page.index("Hourly") < page.index("Everyone &lt;b&gt;")
    assert "30 minutes" in page
    assert "2 days" in page

    with runtime.reading() as session:
        newest = policies.in_force(session)[-1]
    rosa.post(f"/targets/{newest.id}/order")
    page = ana.get("/targets").text
    assert page.index("Everyone &lt;b&gt;") < page.index("Hourly")

    # Who had the list open before sees that it is another one now.
    assert rosa.post(f"/targets/{hourly.id}/retirement").status_code == HTTPStatus.NOT_FOUND
    with runtime.reading() as session:
        first, second = policies.in_force(session)
    rosa.post(f"/targets/{first.id}", **{**FORM, "name": "Later", "first_response": "4h"})
    rosa.post(f"/targets/{second.id}/retirement")
    page = ana.get("/targets").text
    assert "4 hours" in page
    assert "Hourly" not in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": " "}, "a name of 1 to"),
        ({"first_response": "soon"}, "“soon” cannot be read"),
        ({"first_response": "0m"}, "“0m” cannot be read"),
        ({"first_response": "91d"}, "at most 90 days"),
        ({"first_response": "", "resolution": ""}, "at least one target"),
        ({"warn_share": "100"}, "1 to 99 percent"),
    ],
)
def test_what_nobody_can_keep_is_refused_in_words(
    rosa: Person, wrong: dict[str, str], says: str
) -> None:
    answer = rosa.post("/targets", **{**FORM, **wrong})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert says in answer.text
    assert "Nothing is promised yet" in answer.text


def test_a_refused_form_stands_there_as_it_was_sent(rosa: Person, hourly: SlaPolicy) -> None:
    wrong = {**FORM, "first_response": "soon", "platform": "x", "warning_raise": "on"}

    new = rosa.post("/targets", **wrong).text
    changed = rosa.post(f"/targets/{hourly.id}", **wrong).text

    for page, number, other in ((new, 0, hourly.id), (changed, hourly.id, 0)):
        form = _form(page, number)
        assert 'value="Everyone &lt;b&gt;"' in form
        assert 'value="soon"' in form
        assert 'value="2 d"' in form
        assert 'value="x" checked' in form
        assert 'name="warning_raise" checked' in form
        assert 'value="wall" checked' in form
        assert 'name="pauses" checked' not in form
        assert 'value="soon"' not in _form(page, other)


def _form(page: str, number: int) -> str:
    """Return the form of a policy from its name on; 0 is the one for a new policy."""
    return page.split(f'id="target-name-{number}"')[1].split("</form>", maxsplit=1)[0]


def test_staff_read_targets_and_cannot_change_them(ana: Person, hourly: SlaPolicy) -> None:
    page = ana.get("/targets").text
    assert "Hourly" in page
    assert "/retirement" not in page

    for path in ("", f"/{hourly.id}", f"/{hourly.id}/retirement", f"/{hourly.id}/order"):
        assert ana.post(f"/targets{path}", **FORM).status_code == HTTPStatus.FORBIDDEN


def test_a_policy_says_which_of_its_tags_are_gone(rosa: Person, runtime: Runtime) -> None:
    with runtime.writing() as session:
        parade = tagging.named(session, "Parade")
    rosa.post("/targets", **FORM, tag=[parade.id])
    assert "Parade" in rosa.get("/targets").text

    with runtime.writing() as session:
        session.delete(session.get_one(type(parade), parade.id))
    page = rosa.get("/targets").text
    assert "Names a tag that is gone" in page
    assert "none: every tag it names is gone" in page


def test_a_row_and_the_open_conversation_say_when_it_is_due(
    ana: Person, hourly: SlaPolicy, make: Make, clock: SetClock
) -> None:
    clock.at = datetime.now(UTC)
    made = make.conversation()

    page = ana.get(f"/desk/open/{made.id}").text

    due = f'data-due="{(clock.at + HOUR).isoformat(timespec="milliseconds")[:-6]}Z"'
    assert page.count(due) == 2
    assert (
        'data-counts="minutes" data-due-left="due {time}" data-due-over="{time} over">due 59m<'
        in page
    )
    assert ">First answer due in 59m<" in page


def test_what_is_overdue_says_so_in_words(
    ana: Person, hourly: SlaPolicy, make: Make, clock: SetClock
) -> None:
    clock.at = datetime.now(UTC) - 2 * HOUR
    account = make.account(known_for=2 * HOUR)
    clock.advance(minutes=1)
    made = make.conversation(account)

    page = ana.get(f"/desk/open/{made.id}").text

    assert "sla-due sla-over" in page
    assert ">First answer overdue by 59m<" in page


def test_what_is_overdue_has_a_view_of_its_own_with_a_count_on_every_page(
    ana: Person, hourly: SlaPolicy, make: Make, clock: SetClock
) -> None:
    clock.at = datetime.now(UTC) - 2 * HOUR
    account = make.account()
    late = make.conversation(account)
    clock.at = datetime.now(UTC)
    soon = make.conversation(account)

    page = ana.get("/desk/overdue").text

    assert f'id="row-{late.id}"' in page
    assert f'id="row-{soon.id}"' not in page
    bar = '<b data-view-count="overdue">1</b> <span class="hide-mobile">overdue'
    assert bar in ana.get("/targets").text

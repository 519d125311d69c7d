"""Are the steps at a risk to life done in the conversation, and written on a page of their own?"""

from __future__ import annotations

from http import HTTPStatus

import pytest

from inbox import priority
from inbox.models import Conversation, Priority, ProtocolStep, Role, Status
from inbox.protocol import keeping
from inbox.protocol.keeping import Wanted
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn
from tests.web.test_handling import _now


@pytest.fixture
def marcus(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Marcus Cole", role=Role.SUPERVISOR))


@pytest.fixture
def step(runtime: Runtime, make: Make, marcus: Person) -> ProtocolStep:
    response = make.canned_response("You matter.", shortcut="help", title="Crisis <b>")
    wanted = Wanted(
        words="Call <b>dispatch", hint="970-555-0100", asks_for="CAD", response_id=response.id
    )
    with runtime.writing() as session:
        return keeping.add(session, wanted, by=marcus.user)


@pytest.fixture
def at_risk(make: Make, runtime: Runtime, ana: Person) -> Conversation:
    made = make.conversation()
    with runtime.writing() as session:
        return priority.change(session, made.id, to=Priority.URGENT, by=ana.user)


def test_a_step_stands_in_the_thread_and_its_reply_is_a_press_away(
    ana: Person, step: ProtocolStep, at_risk: Conversation
) -> None:
    page = ana.get(f"/desk/open/{at_risk.id}").text

    assert "Call &lt;b&gt;dispatch" in page
    assert "970-555-0100" in page
    assert f"/desk/open/{at_risk.id}?canned=help" in page
    assert "One step at a risk to life is left." in page
    assert 'name="then" value="resolve"' not in page
    loaded = ana.get(f"/desk/open/{at_risk.id}?canned=help").text
    assert "You matter." in loaded
    assert f'id="step-{step.id}"' in loaded


def test_it_is_done_with_what_it_asks_for_and_then_it_can_be_resolved(
    ana: Person, step: ProtocolStep, at_risk: Conversation, runtime: Runtime
) -> None:
    path = f"/conversations/{at_risk.id}"
    assert ana.post(f"{path}/steps/{step.id}").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert ana.post(f"{path}/resolution", reason="thanks").status_code == HTTPStatus.CONFLICT

    ana.post(f"{path}/steps/{step.id}", answer="24-1182")

    page = ana.get(f"/desk/open/{at_risk.id}").text
    assert "every step is done" in page
    assert "did this: Call &lt;b&gt;dispatch (24-1182)" in page
    ana.post(f"{path}/resolution", reason="thanks")
    assert _now(runtime, at_risk).status is Status.RESOLVED


def test_it_is_taken_back(ana: Person, step: ProtocolStep, at_risk: Conversation) -> None:
    path = f"/conversations/{at_risk.id}/steps/{step.id}"
    ana.post(path, answer="24-1182")
    ana.post(f"{path}/removal")

    assert "took back that this was done" in ana.get(f"/desk/open/{at_risk.id}").text
    assert "0 of 1" in ana.get(f"/desk/open/{at_risk.id}").text


@pytest.mark.usefixtures("step")
def test_a_supervisor_passes_over_the_rest(
    ana: Person, marcus: Person, at_risk: Conversation, runtime: Runtime
) -> None:
    path = f"/conversations/{at_risk.id}"
    refused = ana.post(f"{path}/steps/override", reason="I think so")
    assert refused.status_code == HTTPStatus.FORBIDDEN

    marcus.post(f"{path}/steps/override", reason="Officers were there")

    assert "before all steps were done: " in ana.get(f"/desk/open/{at_risk.id}").text
    ana.post(f"{path}/resolution", reason="thanks")
    assert _now(runtime, at_risk).status is Status.RESOLVED


def test_whoever_leads_writes_changes_orders_and_takes_out(ana: Person, marcus: Person) -> None:
    for words in ("Call dispatch", "Stay"):
        marcus.post("/protocol", words=words, hint="", asks_for="", response="")
    refused = ana.post("/protocol", words="Mine")
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert marcus.post("/protocol", words=" ").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = marcus.get("/protocol").text
    assert page.index("Call dispatch") < page.index("Stay")

    first, second = 1, 2
    marcus.post(f"/protocol/{second}/up")
    marcus.post(f"/protocol/{first}", words="Call 970-555-0100")
    page = ana.get("/protocol").text
    assert page.index("Stay") < page.index("Call 970-555-0100")
    assert "A supervisor or an administrator changes these." in page

    marcus.post(f"/protocol/{second}/retirement")
    assert "Stay" not in ana.get("/protocol").text
    gone = marcus.post(f"/protocol/{second}/retirement")
    assert gone.status_code == HTTPStatus.NOT_FOUND

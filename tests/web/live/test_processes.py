"""Does the desk stay live over several processes, as gunicorn serves it?"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest
import requests

from inbox import conversations, notes
from inbox.models import Conversation, User
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.live.conftest import PATIENCE_SECONDS, LiveDesk
from tests.web.live.serving import Served, served


class ServedDesk(LiveDesk):
    """A desk that gunicorn serves from two processes."""

    def __init__(self, runtime: Runtime, by: Served) -> None:
        super().__init__(by.address, runtime)
        self.by = by


@pytest.fixture
def processes(house: Runtime) -> Iterator[ServedDesk]:
    with served(house, workers=2) as by:
        desk = ServedDesk(house, by)
        yield desk
        for tab in desk.tabs:
            tab.close()


def test_every_process_relays_to_its_own_browsers(
    processes: ServedDesk, build: Make, ana: User
) -> None:
    made = build.conversation()
    tabs = [processes.tab(ana) for _ in range(6)]
    for tab in tabs:
        tab.listen(conversation=made.id, version=made.version)

    with processes.runtime.writing() as session:
        notes.write(session, made.id, "Dispatch has it.", by=session.merge(ana))

    for tab in tabs:
        assert "Dispatch has it." in str(tab.news("conversation"))


def test_a_change_that_waits_for_another_holds_up_nobody_else(
    house: Runtime, build: Make, ana: User
) -> None:
    made = build.conversation()
    with served(house) as by, ThreadPoolExecutor(1) as hands:
        cookie = {"Cookie": LiveDesk(by.address, house).sign_in(ana)}
        claim = f"{by.address}/conversations/{made.id}/assignment"
        with house.writing() as session:
            conversations.locked(session, made.id)
            claimed = hands.submit(requests.post, claim, headers=cookie, allow_redirects=False)
            page = requests.get(f"{by.address}/desk/open", headers=cookie, timeout=PATIENCE_SECONDS)
            assert page.status_code == HTTPStatus.OK
            assert not claimed.done()
        assert claimed.result().status_code == HTTPStatus.SEE_OTHER
    with house.reading() as session:
        assert session.get_one(Conversation, made.id).assignee_id == ana.id

"""Does the desk stay live over several processes, as gunicorn serves it?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from inbox import notes
from inbox.models import User
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.live.conftest import LiveDesk
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

from __future__ import annotations

from connectors.words import Audience, Kind, Platform
from tests.factories.making import Make
from tests.web.conftest import Person


def test_a_message_that_waits_for_its_platform_says_until_when_and_why(
    ana: Person, make: Make
) -> None:
    thread = make.conversation(
        make.account(connector="x", platform=Platform.X), kind=Kind.DIRECT_MESSAGE
    )
    replies = [make.reply(thread, ana.user, audience=Audience.PRIVATE) for _ in range(16)]

    page = ana.get(f"/desk/open/{thread.id}").text

    assert page.count("Goes out about") == 1
    assert "X allows 15 messages in 15 minutes." in page
    assert page.count("data-held-until") == len(replies) - 1

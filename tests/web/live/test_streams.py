"""Does a broadcast flow to those who follow it, in batches?"""

from __future__ import annotations

import pytest

from connectors.words import Kind
from inbox import assignment
from inbox.models import Account, Post, User
from tests.factories.incoming import incoming
from tests.factories.making import Make
from tests.web.live.conftest import LiveDesk


@pytest.fixture
def page(build: Make) -> Account:
    return build.account()


@pytest.fixture
def live(build: Make, page: Account) -> Post:
    return build.broadcast(page)


def test_a_hundred_comments_come_as_one_batch_with_the_figures(
    desk: LiveDesk, build: Make, page: Account, live: Post, ana: User
) -> None:
    tab = desk.settled_tab(ana, "", live=live.id)

    now = desk.runtime.clock.now()
    said = [incoming(kind=Kind.LIVE_COMMENT, text="Is it safe?", sent_at=now) for _ in range(100)]
    build.received(page, said)

    news = tab.news("stream")
    assert (news["post"], len(news["lines"])) == (live.id, 100)
    assert all(line["question"] and line["waiting"] for line in news["lines"])
    assert "100</span> unanswered" in news["figures"]
    assert [name for name, _ in tab.heard].count("stream") == 1
    assert "rows" not in [name for name, _ in tab.heard]


def test_a_claim_is_shown_on_its_line(
    desk: LiveDesk, build: Make, page: Account, live: Post, ana: User, ben: User
) -> None:
    asked = build.conversation(page, kind=Kind.LIVE_COMMENT)
    tab = desk.settled_tab(ana, "", live=live.id)

    with desk.runtime.writing() as session:
        assignment.claim(session, asked.id, by=session.merge(ben))

    (line,) = tab.news("stream")["lines"]
    assert "Claimed by Ben Ortiz" in line["html"]


def test_who_comes_back_is_told_what_was_said_meanwhile(
    desk: LiveDesk, build: Make, page: Account, live: Post, ana: User
) -> None:
    build.conversation(page, kind=Kind.LIVE_COMMENT, text="Before")
    tab = desk.tab(ana)
    known = tab.watch("", live=live.id)["stream"]["lines"]
    build.conversation(page, kind=Kind.LIVE_COMMENT, text="Meanwhile")

    told = tab.watch("", live=live.id, line=known[0]["id"])["stream"]["lines"]

    assert ["Meanwhile" in line["html"] for line in told] == [True]
    assert tab.watch("", live=999)["stream"] is None

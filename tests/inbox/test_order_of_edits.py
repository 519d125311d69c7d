"""Do the words that stand come from the latest moment, whatever was stored last?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from connectors.pages import Incoming, Notice, Page
from connectors.webhooks import Source
from connectors.words import Happening
from inbox import accounts, holding, intake, polling, taking_in, turns, webhooks
from inbox.models import Account, Cursor, Event, Lane, Message, MessageVersion, Webhook
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.connectors.graph import department
from tests.factories.incoming import incoming
from tests.factories.making import Make
from tests.sandbox.running import Running

SECOND = timedelta(seconds=1)


class Told:
    """One message, and what pages and pushes tell of it."""

    def __init__(self, make: Make) -> None:
        self.make, self.account, self.item = make, make.account(), incoming(text="4th Street")

    def page(self, as_of: datetime, **shown: object) -> None:
        self._receive([incoming(**self._facts(shown))], as_of)

    def notice(self, as_of: datetime, happening: Happening) -> None:
        notice = Notice(external_id=self.item.external_id, happening=happening)
        self._receive([], as_of, [notice])

    def again(self, as_of: datetime, **shown: object) -> None:
        with self.make.runtime.writing() as session:
            account = accounts.locked(session, self.account.id)
            intake.revisit(session, account, [incoming(**self._facts(shown))], [], [], as_of)

    def message(self) -> Message:
        with self.make.runtime.reading() as session:
            return session.scalars(
                select(Message).where(Message.external_id == self.item.external_id)
            ).one()

    def _facts(self, shown: dict[str, object]) -> dict[str, object]:
        return {"external_id": self.item.external_id, "text": self.item.text, **shown}

    def _receive(
        self, items: Sequence[Incoming], as_of: datetime, notices: Sequence[Notice] = ()
    ) -> None:
        with self.make.runtime.writing() as session:
            account = accounts.locked(session, self.account.id)
            page = Page(items=tuple(items), notices=tuple(notices))
            intake.receive(session, account, page, as_of)


@pytest.fixture
def told(make: Make) -> Told:
    return Told(make)


def test_a_page_asked_for_before_an_edit_was_told_does_not_bring_the_old_words_back(
    told: Told, runtime: Runtime, clock: SetClock
) -> None:
    told.page(clock.at)
    told.page(clock.at + 2 * SECOND, text="5th Street")

    told.page(clock.at + SECOND, text="4th Street")
    told.again(clock.at + SECOND, text="4th Street")

    assert told.message().text == "5th Street"
    with runtime.reading() as session:
        assert session.scalars(select(MessageVersion.text)).all() == ["4th Street"]
        edits = select(func.count()).where(Event.name == "message.edited")
        assert session.scalar(edits) == 1


def test_words_seen_again_later_stand_against_a_push_that_comes_late(
    told: Told, clock: SetClock
) -> None:
    told.page(clock.at)
    told.page(clock.at + 9 * SECOND)

    told.page(clock.at + 5 * SECOND, text="5th Street")

    assert told.message().text == "4th Street"


def test_the_platforms_own_number_of_an_edit_counts_for_more_than_the_moment(
    told: Told, clock: SetClock
) -> None:
    told.page(clock.at, edition=1)
    told.page(clock.at, edition=3, text="6th Street")

    told.page(clock.at + SECOND, edition=2, text="5th Street")

    assert (told.message().text, told.message().edition) == ("6th Street", 3)


def test_a_page_asked_for_before_a_hiding_was_told_does_not_show_it_again(
    told: Told, runtime: Runtime, clock: SetClock
) -> None:
    told.page(clock.at, is_hidden=False, likes=1)
    told.notice(clock.at + 2 * SECOND, Happening.HIDDEN)

    told.page(clock.at + SECOND, is_hidden=False, likes=0)

    assert (told.message().hidden_at is not None, told.message().likes) == (True, 1)
    with runtime.reading() as session:
        shown = select(func.count()).where(Event.name == "message.unhidden")
        assert session.scalar(shown) == 0


def test_a_removal_stands_whatever_moment_it_is_told_of(told: Told, clock: SetClock) -> None:
    told.page(clock.at + 2 * SECOND, is_hidden=False)

    told.notice(clock.at, Happening.REMOVED)

    assert told.message().removed_at


_WORDS = st.sampled_from(["one", "two", "three"])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wordings=st.lists(_WORDS, min_size=1, max_size=6), order=st.randoms(use_true_random=False))
def test_in_whatever_order_tellings_are_stored_the_latest_stands(
    make: Make, clock: SetClock, wordings: list[str], order: Random
) -> None:
    told, tellings = Told(make), list(enumerate(wordings))
    order.shuffle(tellings)

    for moment, words in tellings:
        told.page(clock.at + moment * SECOND, text=words)

    assert told.message().text == wordings[-1]


def test_a_poll_that_was_under_way_when_a_push_told_an_edit_changes_nothing_back(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    assert isinstance(house.clock, SetClock)
    post = sandbox.publish(platform="facebook", text="Juniper Street is closed.")
    said = sandbox.say(platform="facebook", kind="comment", author="Ana", text="At 4th?", post=post)
    polling.poll(house, page.id)
    turn = turns.Turn(house, page.id, Lane.POLL, "slow", department.facebook(sandbox))
    with house.writing() as session:
        assert holding.claim(session, page.id, Lane.POLL, "slow")
        cursor_id = session.scalars(select(Cursor.id).where(Cursor.stream == "comments")).one()
    place = turns.Place(cursor_id, "comments", since=None)
    under_way = turn.fetch(place)
    house.clock.advance(seconds=2)
    _push(
        house, page, {"verb": "edited", "comment_id": said, "post_id": post, "message": "At 5th?"}
    )

    turn.store(place, under_way)

    with house.reading() as session:
        assert session.scalars(select(Message.text)).all() == ["At 5th?"]
        assert session.scalars(select(MessageVersion.text)).all() == ["At 4th?"]


def _push(house: Runtime, page: Account, value: dict[str, str]) -> None:
    now = int(house.clock.now().timestamp())
    change = {"field": "feed", "value": {"item": "comment", "created_time": now, **value}}
    entry = {"id": page.external_id, "time": now, "changes": [change]}
    body = json.dumps({"object": "page", "entry": [entry]}).encode()
    with house.writing() as session:
        webhooks.keep(session, Source.META, body)
    with house.reading() as session:
        (pushed,) = session.scalars(select(Webhook.id))
    taking_in.take_in(house, pushed)

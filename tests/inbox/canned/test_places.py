"""Are ready words used only where they may be, and offered only as long as they hold?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from connectors.words import Audience, Kind
from inbox import threads
from inbox.canned import misplaced, offering, places
from inbox.canned.offering import Offer
from inbox.canned.places import Place
from inbox.canned.using import Inserted
from inbox.models import CannedResponse, Conversation, User
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import Make

if TYPE_CHECKING:
    from tests.databases import Database


@pytest.fixture
def runtime(committed_database: Database, tmp_path: Path, clock: SetClock) -> Iterator[Runtime]:
    """The desk of a department in Colorado."""
    engine = committed_database.engine
    runtime = houses.runtime(engine, tmp_path, clock, HEARBACK_TIME_ZONE="America/Denver")
    yield runtime
    runtime.redis.close()


@pytest.fixture
def ana(make: Make) -> User:
    return make.user("Ana Lopez")


def _offered(
    runtime: Runtime, conversation: Conversation, by: User, place: Place | None = None
) -> dict[str, Offer]:
    with runtime.reading() as session:
        opened = threads.open(session, conversation.id).conversation
        found = offering.offers(session, opened, by, "", place).found
    return {one.response.shortcut: one for one in found}


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (Place.PUBLIC, "not for public replies"),
        (Place.LIVE, "not for live comments"),
        (Place.PRIVATE, ""),
        (None, ""),
    ],
)
def test_words_for_private_messages_are_shown_and_not_given_elsewhere(
    make: Make, runtime: Runtime, ana: User, place: Place | None, why: str
) -> None:
    make.canned_response(shortcut="case", is_for_public=False, is_for_live=False)

    offer = _offered(runtime, make.conversation(), ana, place)["case"]

    assert str(offer.why_not) == why
    assert bool(offer.versions) is not bool(why)


def test_what_cannot_be_used_here_stands_last(make: Make, runtime: Runtime, ana: User) -> None:
    make.canned_response(title="A", shortcut="case", is_for_public=False)
    make.canned_response(title="B", shortcut="road")

    assert list(_offered(runtime, make.conversation(), ana, Place.PUBLIC)) == ["road", "case"]
    assert list(_offered(runtime, make.conversation(), ana, Place.PRIVATE)) == ["case", "road"]


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        # Denver is seven hours behind: there the first of December begins at seven.
        (datetime(2026, 12, 1, 6, 59, tzinfo=UTC), ""),
        (datetime(2026, 12, 1, 7, 0, tzinfo=UTC), "not offered after Nov 30"),
    ],
)
def test_it_is_offered_to_the_end_of_its_last_day_where_the_department_is(
    make: Make, runtime: Runtime, clock: SetClock, ana: User, moment: datetime, why: str
) -> None:
    make.canned_response(shortcut="road", offered_until=date(2026, 11, 30))
    conversation = make.conversation()
    clock.at = moment

    offer = _offered(runtime, conversation, ana)["road"]

    assert str(offer.why_not) == why
    assert bool(offer.versions) is not bool(why)


@pytest.mark.parametrize(
    ("kind", "audience", "place"),
    [
        (Kind.COMMENT, Audience.PUBLIC, Place.PUBLIC),
        (Kind.COMMENT, Audience.PRIVATE, Place.PRIVATE),
        (Kind.LIVE_COMMENT, Audience.PUBLIC, Place.LIVE),
        (Kind.LIVE_COMMENT, Audience.PRIVATE, Place.PRIVATE),
    ],
)
def test_a_kind_of_answer_follows_from_who_reads_it(
    kind: Kind, audience: Audience, place: Place
) -> None:
    assert places.of_answer(Conversation(kind=kind), audience) is place


def _private(make: Make) -> CannedResponse:
    return make.canned_response(
        "Case {{ ask.number }} is with us.", title="Your case", is_for_public=False
    )


def test_words_for_private_messages_are_not_published(make: Make, ana: User) -> None:
    response, conversation = _private(make), make.conversation()

    with pytest.raises(misplaced.NotForThis, match=r"Your case.*Private messages, Live comments"):
        make.reply(
            conversation,
            ana,
            text="Hello. Case 7 is with us. Bye.",
            inserted=(Inserted(response.id, "en"),),
        )


def test_other_words_than_those_are(make: Make, ana: User) -> None:
    response, conversation = _private(make), make.conversation()

    sent = make.reply(
        conversation, ana, text="Write to us.", inserted=(Inserted(response.id, "en"),)
    )

    assert sent.id

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy

from connectors.attachments import Attachment, AttachmentKind
from connectors.pages import Author, Page, PostSeen
from connectors.words import Kind, Platform
from inbox import accounts, assignment, intake, notes, status, tagging
from inbox.models import Account, Conversation, User
from inbox.runtime import Runtime
from inbox.search import asking, expressions, finding
from inbox.search.finding import Answer, BadPlace
from inbox.search.gathering import SHORT_STEP
from inbox.search.matching import LATELY
from tests.clocks import SetClock
from tests.factories.incoming import incoming
from tests.factories.making import Make

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MANY = LATELY + 100
"""So many PostgreSQL looks for where they were said last before it looks for all of them."""


class Desk:
    """A department in which people said things, and somebody who searches."""

    def __init__(self, runtime: Runtime, make: Make) -> None:
        self.runtime, self.make = runtime, make
        self.ana = make.user(name="Ana Lopez")
        self.page = make.account()
        self._minute = 0

    def said(self, text: str, account: Account | None = None, **given: Any) -> Conversation:
        self._minute += 1
        usual = {"sent_at": MORNING + timedelta(minutes=self._minute)}
        return self.make.conversation(account or self.page, text=text, **{**usual, **given})

    def answer(self, typed: str, by: User | None = None, **given: Any) -> Answer:
        with self.runtime.reading() as session:
            return finding.find(session, typed, by or self.ana, **given)

    def texts(self, typed: str, **given: Any) -> list[str]:
        found = self.answer(typed, **given).rows
        return [said.text for row in found if (said := row.note or row.message)]

    def marked(self, typed: str) -> list[str]:
        return [
            piece.text
            for row in self.answer(typed).rows
            for piece in row.snippet
            if piece.is_marked
        ]


@pytest.fixture
def desk(runtime: Runtime, make: Make) -> Desk:
    return Desk(runtime, make)


def test_the_newest_words_come_first_and_a_conversation_comes_once(desk: Desk) -> None:
    desk.said("Parking on Juniper Street")
    later = desk.said("No parking here", external_id="c1")
    desk.said("Parking again", external_id="c2", thread_id="c1")
    desk.said("Something else")

    rows = desk.answer("parking").rows

    assert desk.texts("parking") == ["Parking again", "Parking on Juniper Street"]
    assert rows[0].conversation.id == later.id


FOLDED = (
    ("Está la calle cerrada", "esta calle", "Está"),
    ("LA CALLE NUEVA", "núeva", "NUEVA"),
    ("Eine lange Straße", "STRASSE", "Straße"),
    ("Zażółć gęślą", "zazolc", "Zażółć"),
    ("The roadblock is gone", "road", "roadblock"),
    ("Help 🚨 now", "🚨", "🚨"),
    ("警察はどこですか", "警察", "警察"),
    ("السَّلامُ عليكم", "السلام", "السَّلامُ"),
    ("Call 911, please", "911", "911"),
    ("See https://example.org/a-b", "example.org", "example.org"),
    ("a\x00nul and a \ud800half", "nul", "nul"),
    ("cafe\u0301 noir", "café", "cafe\u0301"),
)


def test_case_and_accents_do_not_matter_and_what_was_found_is_marked(desk: Desk) -> None:
    for said, _, _ in FOLDED:
        desk.said(said)

    for said, typed, found in FOLDED:
        assert desk.texts(typed) == [said], typed
        assert desk.marked(typed)[0] == found, typed


PHRASES = {
    "open street": ["Open the street", "Is the street open"],
    '"open the street"': ["Open the street"],
    "street -open": ["The street is closed"],
    "-street": ["Quite another matter"],
    'street -"the street"': [],
    "stre": ["Is the street open", "Open the street", "The street is closed"],
    "stre ": [],
    '"stre"': [],
    "st": [],
}


def test_words_phrases_beginnings_and_what_must_not_be_there(desk: Desk) -> None:
    for text in (
        "Quite another matter",
        "The street is closed",
        "Open the street",
        "Is the street open",
    ):
        desk.said(text)

    for typed, found in PHRASES.items():
        assert sorted(desk.texts(typed)) == sorted(found), typed


def test_a_word_that_must_not_be_there_is_looked_for_nowhere() -> None:
    expression = expressions.of_words(asking.read("street -street closed ").words)

    assert expression.is_impossible
    assert not expressions.of_words(asking.read("street -closed ").words).is_impossible


def test_what_stands_exactly_as_typed_comes_first(desk: Desk) -> None:
    desk.said("There is a gas leak on Main")
    desk.said("A leak, and it smells of gas")

    rows = desk.answer("gas leak").rows

    assert [row.is_exact for row in rows] == [True, False]
    assert desk.texts("gas leak")[0] == "There is a gas leak on Main"


TYPED = (
    "",
    "   ",
    '"',
    "-",
    "from:",
    '" OR 1=1 --',
    "NEAR(a b) AND (",
    "terms:* ^a {b} 'c' \\",
    "a & !b | <-> :*",
    "\x00\ud800",
    "\u202e\u200f",
    "x" * 10_000,
    "word " * 2_000,
    "from:nobody in:nowhere tag:none has:what is:what before:never",
    "-from:nobody -in:nowhere -tag:none",
    "after:9999 before:0001",
    "\ue000in",
)


def test_nothing_that_can_be_typed_is_an_error(desk: Desk) -> None:
    desk.said("A word")

    for typed in TYPED:
        assert desk.answer(typed).question.typed == typed


def test_operators_narrow_by_who_where_when_and_what_came_with_it(desk: Desk, make: Make) -> None:
    picture = Attachment(kind=AttachmentKind.PICTURE)
    x = make.account("x", Platform.X, name="Mesa Verde PD", handle="mvpd")
    ruth = Author(external_id="r1", name="Ruth Núñez", handle="ruthie_n")
    desk.said("lost dog", author=ruth)
    desk.said("lost keys", author=ruth, attachments=(picture,))
    desk.said("lost wallet", x, kind=Kind.MENTION, post=None)
    desk.said("lost phone, see https://example.org", kind=Kind.DIRECT_MESSAGE, post=None)
    desk.said("lost early", sent_at=MORNING - timedelta(days=40))

    assert desk.texts("lost from:nunez") == ["lost keys", "lost dog"]
    assert desk.texts('from:"ruth núñez" -keys') == ["lost dog"]
    assert desk.texts("from:ruthie_n has:picture") == ["lost keys"]
    assert desk.texts("lost in:x") == ["lost wallet"]
    assert desk.texts("lost in:mvpd") == ["lost wallet"]
    assert desk.texts("lost in:mentions") == ["lost wallet"]
    assert desk.texts("lost is:private has:link") == ["lost phone, see https://example.org"]
    assert desk.texts("lost before:2026-11") == ["lost early"]
    assert desk.texts("after:2026-11-24") == []
    assert len(desk.texts("on:2026-11-23")) == 4


def test_days_are_those_of_the_department(desk: Desk, runtime: Runtime, clock: SetClock) -> None:
    zone = ZoneInfo("Pacific/Auckland")
    runtime.settings = replace(runtime.settings, time_zone=zone)
    midnight = datetime(2026, 11, 20, tzinfo=zone).astimezone(UTC)
    desk.said("road before", sent_at=midnight - timedelta(seconds=1))
    desk.said("road after", sent_at=midnight)
    clock.at = midnight

    assert desk.texts("road on:2026-11-20") == desk.texts("road on:today") == ["road after"]
    assert desk.texts("road before:2026-11-20") == desk.texts("road on:yesterday")
    assert desk.texts("road on:yesterday") == ["road before"]


def test_what_is_not_in_a_state_holds_of_what_nobody_has_too(desk: Desk, runtime: Runtime) -> None:
    one, _ = desk.said("road one"), desk.said("road two")
    with runtime.writing() as session:
        assignment.claim(session, one.id, by=session.merge(desk.ana))

    assert desk.texts("road -is:mine") == ["road two"]
    assert desk.texts("road -assignee:lopez") == ["road two"]


def test_what_fits_a_state_is_found_however_far_back_it_was_said(
    desk: Desk, make: Make, runtime: Runtime
) -> None:
    mine = [desk.said(f"road {number}") for number in range(3)]
    later = MORNING + timedelta(hours=1)
    make.received(desk.page, [incoming(text="road", sent_at=later) for _ in range(SHORT_STEP + 1)])
    with runtime.writing() as session:
        for one in mine:
            assignment.claim(session, one.id, by=session.merge(desk.ana))

    assert desk.texts("road is:mine") == ["road 2", "road 1", "road 0"]


def test_what_everybody_says_is_found_newest_first_and_what_nobody_says_any_more_too(
    desk: Desk, make: Make, runtime: Runtime
) -> None:
    spoken = [f"fire {number}" for number in range(MANY)] + [f"road {n}" for n in range(MANY)]
    minutes = (MORNING + timedelta(minutes=number) for number in range(len(spoken)))
    make.received(
        desk.page,
        [incoming(text=text, sent_at=at) for text, at in zip(spoken, minutes, strict=True)],
    )
    with runtime.writing() as session:
        session.execute(sqlalchemy.text("ANALYZE"))

    newest_of_each = {word: desk.texts(f"{word} ", limit=2) for word in ("road", "fire")}

    last, one_before = MANY - 1, MANY - 2
    assert newest_of_each == {
        word: [f"{word} {last}", f"{word} {one_before}"] for word in ("road", "fire")
    }


def test_operators_know_what_changes_as_it_stands_now(desk: Desk, runtime: Runtime) -> None:
    one, two = desk.said("road one"), desk.said("road two")
    with runtime.writing() as session:
        tagging.add(session, one.id, "Road works", by=desk.ana)
        assignment.claim(session, two.id, by=desk.ana)
        status.resolve(session, one.id, by=desk.ana, reason="other")
        notes.write(session, two.id, "Ask the road office", by=desk.ana)

    assert desk.texts("road is:resolved") == ["road one"]
    assert desk.texts("in:open road is:message") == ["road two"]
    assert desk.texts('tag:"road works"') == ["road one"]
    assert desk.texts("one -tag:road-works") == []
    assert desk.texts("assignee:me two") == ["road two"]
    assert desk.texts("to:lopez office") == ["Ask the road office"]
    assert desk.texts("is:unanswered is:note") == ["Ask the road office"]
    assert desk.texts("two has:note") == ["road two"]
    assert [tag.name for tag in desk.answer("works").tags] == ["Road works"]


def test_what_is_not_understood_is_looked_for_as_words_and_said(desk: Desk) -> None:
    desk.said("colour:blue car")

    answer = desk.answer("colour:blue from:zoe")

    assert answer.remarks == (
        "There is no operator colour:, so it was looked for as a word.",
        "Nobody is called zoe.",
    )
    assert desk.texts("colour:blue") == ["colour:blue car"]


def test_people_are_found_by_name_and_handle_under_their_newest_name(desk: Desk) -> None:
    desk.said("hello", author=Author(external_id="p1", name="Hector Ruiz", handle="hruiz"))
    assert [one.contact.name for one in desk.answer("hector").people] == ["Hector Ruiz"]

    desk.said("again", author=Author(external_id="p1", name="Héctor Díaz", handle="hruiz"))

    assert [one.contact.name for one in desk.answer("hector diaz").people] == ["Héctor Díaz"]
    assert [one.contact.name for one in desk.answer("hrui").people] == ["Héctor Díaz"]
    assert desk.answer("hector ruiz").people == []


def test_an_edited_message_is_found_by_its_present_words_alone(
    desk: Desk, runtime: Runtime
) -> None:
    item = incoming(text="the old words", sent_at=MORNING)
    desk.make.received(desk.page, [item])

    edited = incoming(external_id=item.external_id, text="the new words", sent_at=MORNING)
    with runtime.writing() as session:
        locked = accounts.locked(session, desk.page.id)
        intake.receive(session, locked, Page(items=(edited,)))

    assert desk.texts("old") == []
    assert desk.texts("new") == ["the new words"]


def _turned(desk: Desk, typed: str, limit: int) -> list[int]:
    """Turn all pages, and return the conversations in the order in which they stood there."""
    shown: list[int] = []
    after = None
    for _ in range(10):
        page = desk.answer(typed, after=after, limit=limit)
        shown += [row.conversation.id for row in page.rows]
        after = page.next
        if after is None:
            return shown
    raise AssertionError(shown)


def test_pages_of_what_somebody_has_show_each_conversation_once_by_its_newest_words(
    desk: Desk, runtime: Runtime
) -> None:
    made = [desk.said("first", external_id=f"r{number}").id for number in range(9)]
    for number in (4, 0, 8):
        desk.said("again", external_id=f"s{number}", thread_id=f"r{number}")
    with runtime.writing() as session:
        for one in made[:8]:
            assignment.claim(session, one, by=desk.ana)

    assert _turned(desk, "assignee:me", limit=3) == [made[at] for at in (0, 4, 7, 6, 5, 3, 2, 1)]


def test_pages_go_on_where_the_last_one_ended_and_show_nothing_twice(desk: Desk) -> None:
    for number in range(9):
        desk.said("first words", external_id=f"r{number}")
    for number in range(9):
        desk.said("words again", external_id=f"s{number}", thread_id=f"r{number}")

    shown = _turned(desk, "words", limit=4)

    assert len(shown) == len(set(shown)) == 9
    with pytest.raises(BadPlace):
        desk.answer("words", after="somewhere")


def test_replies_are_found_with_who_wrote_them(desk: Desk) -> None:
    conversation = desk.said("When does it open?")
    desk.make.reply(conversation, desk.ana, text="At six in the morning.")

    row = desk.answer("from:me is:outgoing morn").rows[0]

    assert row.message
    assert row.message.author_user
    assert row.message.author_user.name == "Ana Lopez"


def under(text: str, number: int = 7) -> PostSeen:
    return PostSeen(external_id=f"post-{number}", text=text, published_at=MORNING)


def posts(desk: Desk, typed: str, **given: Any) -> list[tuple[str | None, str | None]]:
    rows = desk.answer(typed, **given).rows
    return [(row.message and row.message.text, row.post and row.post.text) for row in rows]


def test_what_stands_under_a_post_that_holds_the_words_comes_after_what_was_said(
    desk: Desk,
) -> None:
    road = under("The ROAD to the station is flooded.")
    desk.said("I took the road", post=under("Good morning", 8))
    desk.said("Until when?", post=road)
    desk.said("Which road?", post=road)
    desk.said("Thank you", post=road)

    assert posts(desk, "roàd") == [
        ("Which road?", None),
        ("I took the road", None),
        (None, road.text),
        (None, road.text),
    ]
    assert desk.marked("road flood") == ["ROAD", "flooded"] * 3


def test_a_post_is_found_by_what_it_says_now(desk: Desk) -> None:
    desk.said("Hello", post=under("The road is closed."))

    desk.said("Hello again", post=under("The bridge is closed."))

    assert posts(desk, "road") == []
    assert len(posts(desk, "bridge")) == 2


def test_what_stands_under_a_post_is_paged_behind_what_was_said(desk: Desk) -> None:
    road = under("The road is flooded.")
    for number in range(4):
        desk.said(f"Hello {number}", post=road)
    desk.said("The road", post=under("", 8))

    numbers, after = [], None
    while True:
        page = desk.answer("road", limit=2, after=after)
        numbers += [row.conversation.id for row in page.rows]
        after = page.next
        if after is None:
            break

    assert numbers == [5, 4, 3, 2, 1]


NARROWED = [
    ("road in:facebook", 1),
    ("road in:x", 0),
    ("road is:open", 1),
    ("road is:resolved", 0),
    ("road -flooded", 0),
    ("road -parking", 1),
    ("road from:nobody", 0),
    ("road has:picture", 0),
    ("road on:2026-11-23", 1),
    ("road before:2026-11-23", 0),
    ("-parking", 0),
    ('"flooded road"', 0),
]


@pytest.mark.parametrize(("typed", "count"), NARROWED)
def test_operators_narrow_what_stands_under_posts(desk: Desk, typed: str, count: int) -> None:
    desk.said("Hello", post=under("The road is flooded."))

    found = [post for _, post in posts(desk, typed) if post]

    assert len(found) == count

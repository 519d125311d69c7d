"""Is a broadcast shown as a log, in order, with what waits in it?"""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus

import pytest

from connectors.words import Kind
from inbox import broadcasts, live_log
from inbox.models import Account, Post
from inbox.runtime import Runtime
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn

WORDS = ("Praying for everyone", "When does Highland reopen?", "is tap water safe", "👏👏")


@pytest.fixture
def ana(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user(name="Ana Lopez"))


@pytest.fixture
def page(make: Make) -> Account:
    return make.account()


@pytest.fixture
def live(make: Make, page: Account, runtime: Runtime) -> Post:
    """A broadcast with a few comments, the newest first as a platform hands them out."""
    now = runtime.clock.now()
    post = make.broadcast(page)
    said = [
        incoming(kind=Kind.LIVE_COMMENT, text=text, sent_at=now + timedelta(seconds=number))
        for number, text in enumerate(WORDS)
    ]
    make.received(page, said[2:])
    make.received(page, said[:2])
    make.received(page, [native_answer(said[1], sent_at=now + timedelta(seconds=9))])
    return post


def shown(page: str) -> list[str]:
    """Return the lines of a page in their order."""
    return re.findall(r'<span dir="auto">(.*?)</span></a>\n', page)


def test_the_log_stands_in_the_order_of_the_platform(ana: Person, live: Post) -> None:
    page = ana.get(f"/live/{live.id}").text

    assert shown(page) == list(WORDS)
    assert "On the air for" in page
    assert "Answered" in page
    assert '<span class="num">3</span> unanswered' in page


def test_within_a_second_the_ids_tell_the_order(
    ana: Person, make: Make, page: Account, runtime: Runtime
) -> None:
    post, now = make.broadcast(page), runtime.clock.now()
    names = ("post_9", "post_10", "post_11")
    for name in reversed(names):
        make.received(
            page, [incoming(kind=Kind.LIVE_COMMENT, external_id=name, text=name, sent_at=now)]
        )

    assert shown(ana.get(f"/live/{post.id}").text) == list(names)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("questions", list(WORDS[1:3])),
        ("unanswered", [WORDS[0], *WORDS[2:]]),
        ("other", list(WORDS)),
    ],
)
def test_a_filter_shows_a_part(ana: Person, live: Post, wanted: str, words: list[str]) -> None:
    assert shown(ana.get(f"/live/{live.id}?filter={wanted}").text) == words


def test_earlier_lines_are_a_page_away(ana: Person, live: Post, runtime: Runtime) -> None:
    with runtime.reading() as session:
        newest = live_log.lines(session, live.id, limit=2)
        earlier = live_log.lines(session, live.id, before=newest[0].message.id)

    assert [line.message.text for line in (*earlier, *newest)] == list(WORDS)
    before = newest[0].message.id
    assert shown(ana.get(f"/live/{live.id}?before={before}").text) == list(WORDS[:2])


def test_the_desk_leads_to_what_is_on_the_air_until_it_ends(
    ana: Person, live: Post, runtime: Runtime
) -> None:
    link = f'href="/live/{live.id}"'
    assert link in ana.get("/desk/open").text
    assert ana.get("/live").location == f"/live/{live.id}"

    with runtime.writing() as session:
        session.merge(live).live_ended_at = runtime.clock.now()
    assert link not in ana.get("/desk/open").text
    assert ana.get("/live").location == "/"
    assert "Was on the air" in ana.get(f"/live/{live.id}").text
    with runtime.reading() as session:
        assert broadcasts.on_air(session) == []


def test_an_ordinary_post_is_no_broadcast(ana: Person, make: Make) -> None:
    conversation = make.conversation()

    assert ana.get(f"/live/{conversation.post_id}").status_code == HTTPStatus.NOT_FOUND
    assert ana.get("/live/999").status_code == HTTPStatus.NOT_FOUND

"""Is a broadcast shown as a log, in order, with what waits in it?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import delete, select

from connectors.pages import LiveVideo, PostSeen
from connectors.words import Kind, Platform
from inbox import accounts, broadcasts, live_log
from inbox.models import Account, Cursor, Lane, Post, Role
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


def test_each_line_leads_whoever_may_to_the_form_that_hides_it(
    make: Make, sign_in: SignIn, live: Post, runtime: Runtime
) -> None:
    senior = sign_in(make.user("June Tanaka", role=Role.SENIOR))
    with runtime.reading() as session:
        line = live_log.lines(session, live.id)[0]
    path = f"/desk/open/{line.conversation.id}?hide={line.message.id}"
    assert f'href="{path}"' in senior.get(f"/live/{live.id}").text

    form = senior.get(path).text

    assert f'id="act-hide-{line.message.id}" open' in form
    assert 'name="category" required autofocus' in form
    assert 'role="alert">' not in form
    assert f'id="act-hide-{line.message.id}" open' not in senior.get(path.partition("?")[0]).text


def test_a_hidden_line_leads_to_showing_it_again_and_one_that_is_gone_nowhere(
    ana: Person, live: Post, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        hidden, gone, *_ = live_log.lines(session, live.id)
        hidden.message.hidden_at = gone.message.removed_at = runtime.clock.now()

    page = ana.get(f"/live/{live.id}").text

    assert page.count("Show again the comment by") == 1
    assert page.count("Hide the comment by") == len(WORDS) - 2
    assert f"?hide={gone.message.id}" not in page


def test_a_platform_without_hiding_offers_none(ana: Person, make: Make) -> None:
    account = make.account("instagram_private", Platform.INSTAGRAM)
    post = make.broadcast(account)
    make.received(account, [incoming(kind=Kind.LIVE_COMMENT, text="Louder please")])

    page = ana.get(f"/live/{post.id}").text

    assert "Louder please" in page
    assert "Hide the comment by" not in page


def test_a_still_of_the_broadcast_is_shown_once_it_is_kept(
    ana: Person, live: Post, runtime: Runtime
) -> None:
    path = f"/posts/{live.id}/picture"
    assert path not in ana.get(f"/live/{live.id}").text

    with runtime.writing() as session:
        session.merge(live).picture_digest = b"0" * 32

    assert f'src="{path}"' in ana.get(f"/live/{live.id}").text


def test_a_broadcast_that_tells_of_a_still_has_it_fetched_once(
    make: Make, page: Account, runtime: Runtime
) -> None:
    seen = PostSeen(external_id="post-1", picture="https://scontent.xx.fbcdn.net/still.png")
    live = LiveVideo(external_id="live-1", post=seen, started_at=runtime.clock.now())
    for address in ("still.png", "other.png"):
        told = replace(live, post=replace(seen, picture=f"https://scontent.xx.fbcdn.net/{address}"))
        with runtime.writing() as session:
            session.execute(delete(Cursor).where(Cursor.lane == Lane.LIVE))
            broadcasts.opened(session, accounts.locked(session, page.id), [told])

    with runtime.reading() as session:
        post = session.scalars(select(Post)).one()
    assert post.picture_url.endswith("still.png")
    assert post.picture_due_at == runtime.clock.now()


def test_what_it_comes_to_stands_above_the_log_too(ana: Person, live: Post) -> None:
    page = ana.get(f"/live/{live.id}").text

    assert '<summary id="live-brief-line">Answered 1 of 4 comments</summary>' in page
    assert page.count("Comments a minute") > page.count('id="live-summary"')


def test_the_foot_names_whom_a_reply_answers_and_the_comment_itself(
    ana: Person, live: Post, runtime: Runtime
) -> None:
    with runtime.reading() as session:
        asked = next(
            one for one in live_log.lines(session, live.id) if one.message.text == WORDS[2]
        )
    path = f"/desk/open/{asked.conversation.id}?answers={asked.message.id}"

    assert f'href="{path}" data-turbo-frame="reading"' in ana.get(f"/live/{live.id}").text

    opened = ana.get(path).text
    assert f'name="answers" value="{asked.message.id}"' in opened
    assert "Answer the newest instead" not in opened


def test_the_foot_says_why_nothing_can_be_answered(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    account = make.account(connector="instagram_private", platform=Platform.INSTAGRAM)
    post = make.broadcast(account)
    said = incoming(kind=Kind.LIVE_COMMENT, sent_at=runtime.clock.now())
    make.received(account, [said])

    page = ana.get(f"/live/{post.id}").text

    assert "offers no private reply to this here" in page
    assert 'aria-keyshortcuts="R"' not in page

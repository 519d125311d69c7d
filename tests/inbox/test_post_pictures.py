"""Is the picture of a post fetched and kept once, and shown to whoever reaches the post?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from connectors.pages import PostSeen
from inbox import media, post_pictures
from inbox.models import Account, Conversation, Post
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming
from tests.factories.making import Make
from tests.sandbox.running import Running
from tests.web.conftest import Person
from web.app import create_app


def _address(name: str) -> str:
    return f"https://scontent.xx.fbcdn.net/practice/{name}.png"


def _seen(house: Runtime, build: Make, account: Account, picture: str, number: int = 1) -> Post:
    told = PostSeen(external_id="post-9", text="Alder Street is closed.", picture=picture)
    build.received(account, [incoming(external_id=f"under-{number}", post=told)])
    with house.reading() as session:
        return session.scalars(select(Post).where(Post.external_id == "post-9")).one()


def _fetched(house: Runtime, build: Make, name: str) -> Post:
    post = _seen(house, build, build.account(), _address(name))
    with house.writing() as session:
        assert post_pictures.nudge_due(session) == [post.id]
        assert post_pictures.nudge_due(session) == []
    post_pictures.fetch(house, post.id)
    post_pictures.fetch(house, post.id)
    with house.reading() as session:
        return session.get_one(Post, post.id)


def test_it_is_kept_drawn_anew_and_stands_at_the_head_of_conversation_and_list(
    house: Runtime, build: Make
) -> None:
    post = _fetched(house, build, "road")
    ana = Person(create_app(house), build.user())
    with house.reading() as session:
        number = session.scalars(
            select(Conversation.id).where(Conversation.post_id == post.id)
        ).one()

    assert post.picture_digest
    assert post.picture_due_at is None
    picture = ana.get(f"/posts/{post.id}/picture")
    assert (picture.status_code, picture.mimetype) == (200, "image/webp")
    assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    for address in (f"/desk/open/{number}", f"/desk/filter?status=any&post={post.id}"):
        assert f'<img src="/posts/{post.id}/picture"' in ana.get(address).text


def test_open_conversations_under_it_are_drawn_anew(house: Runtime, build: Make) -> None:
    post = _seen(house, build, build.account(), _address("road"))
    with house.reading() as session:
        before = session.scalars(select(Conversation)).one()
    post_pictures.fetch(house, post.id)
    with house.reading() as session:
        assert session.get_one(Conversation, before.id).version == before.version + 1


@pytest.mark.parametrize(
    ("name", "why"),
    [("page", "not a picture"), ("bomb", "more pixels"), ("away", "not a plain https address")],
)
def test_what_must_not_be_shown_is_refused(
    house: Runtime, build: Make, name: str, why: str
) -> None:
    post = _fetched(house, build, name)
    ana = Person(create_app(house), build.user())

    assert (post.picture_digest, post.picture_due_at) == (None, None)
    assert why in (post.picture_reason or "")
    assert ana.get(f"/posts/{post.id}/picture").status_code == 404
    assert ana.get("/posts/999/picture").status_code == 404


def test_an_address_that_is_signed_anew_on_every_poll_is_fetched_once(
    house: Runtime, build: Make
) -> None:
    account = build.account()
    _seen(house, build, account, "", 1)
    first = _seen(house, build, account, _address("road"), 2)
    assert first.picture_due_at
    again = _seen(house, build, account, _address("road") + "?signed=anew", 3)
    assert (again.picture_url, again.picture_due_at) == (_address("road"), first.picture_due_at)


def test_a_host_that_does_not_answer_is_asked_again_later_and_given_up_in_the_end(
    house: Runtime, build: Make, sandbox: Running
) -> None:
    post = _seen(house, build, build.account(), _address("road"))
    sandbox.faults(kind="rate_limit", platform="media", count=None)
    clock = house.clock
    assert isinstance(clock, SetClock)
    for attempt in range(media.ATTEMPTS):
        with house.reading() as session:
            found = session.get_one(Post, post.id)
        assert (found.picture_attempts, found.picture_digest) == (attempt, None)
        assert found.picture_due_at
        clock.at = max(clock.at, found.picture_due_at)
        post_pictures.fetch(house, post.id)
    sandbox.clear_faults()
    with house.reading() as session:
        found = session.get_one(Post, post.id)
    assert (found.picture_due_at, found.picture_digest) == (None, None)
    assert "could not give it" in (found.picture_reason or "")

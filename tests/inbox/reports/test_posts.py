"""Which posts is a report offered by?"""

from __future__ import annotations

from datetime import timedelta

from connectors.pages import Author, PostSeen
from connectors.words import Kind
from inbox.filters.reading import Filter
from inbox.models import Account
from inbox.reports import posts
from inbox.reports.asking import FEW_DAYS, Asked
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.asking import today
from tests.factories.incoming import incoming
from tests.factories.making import Make


def _wrote(make: Make, account: Account, number: int, *, days_ago: int, text: str = "") -> None:
    """Somebody writes under a post that was published a day before."""
    at = make.runtime.clock.now() - timedelta(days=days_ago)
    post = PostSeen(external_id=f"post-{number}", text=text, published_at=at - timedelta(days=1))
    make.received(account, [incoming(sent_at=at, post=post)])


def _names(runtime: Runtime, asked: Asked) -> list[str]:
    with runtime.reading() as session:
        return [str(one.name) for one in posts.offered(session, asked)]


def test_posts_under_which_somebody_began_to_wait_are_offered_the_newest_first(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account(known_for=timedelta(days=30))
    for number, days_ago in ((1, 4), (2, 0), (3, 20), (4, 2)):
        _wrote(make, account, number, days_ago=days_ago, text=f"Post {number}")

    assert _names(runtime, today(clock, days=7)) == ["Post 2", "Post 4", "Post 1"]
    many = today(clock, days=FEW_DAYS + 1)
    assert _names(runtime, many) == ["Post 2", "Post 4", "Post 1", "Post 3"]


def test_what_else_is_chosen_holds_for_them_and_the_chosen_post_does_not(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account, other = make.account(), make.account()
    _wrote(make, account, 1, days_ago=0, text="Ours")
    _wrote(make, account, 2, days_ago=0, text="Ours too")
    _wrote(make, other, 3, days_ago=0, text="Theirs")

    chosen = Filter((("account", (str(account.id),)), ("post", ("1",))))

    assert _names(runtime, today(clock, filter=chosen)) == ["Ours too", "Ours"]


def test_one_without_words_is_called_by_its_number_and_private_words_have_none(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    _wrote(make, account, 1, days_ago=0)
    lee = Author(external_id="lee", name="Lee Begay")
    private = {"kind": Kind.DIRECT_MESSAGE, "author": lee, "contact": lee, "post": None}
    make.received(account, [incoming(sent_at=clock.at, **private)])

    with runtime.reading() as session:
        (offered,) = posts.offered(session, today(clock))

    assert offered.name == f"post {offered.id}"


def test_no_more_are_offered_than_somebody_looks_through(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    items = [
        incoming(sent_at=clock.at, post=PostSeen(external_id=f"post-{number}", text="A post"))
        for number in range(posts.MOST + 1)
    ]
    make.received(account, items)

    assert len(_names(runtime, today(clock))) == posts.MOST

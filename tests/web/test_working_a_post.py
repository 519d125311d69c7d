"""Are all conversations under one post worked through together?"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from connectors.pages import PostSeen
from inbox import priority, status
from inbox.models import Priority
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.web.conftest import Person


def _rows(page: str) -> list[int]:
    return [int(part.split('"')[0]) for part in page.split('id="row-')[1:]]


def test_whoever_waits_under_a_post_comes_before_who_is_done_with(
    ana: Person, make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    done = make.conversation(account, sent_at=clock.at - timedelta(hours=3))
    late = make.conversation(account)
    early = make.conversation(account, sent_at=clock.at - timedelta(hours=1))
    make.conversation(account, post=PostSeen(external_id="post-2", text="Another"))
    with runtime.writing() as session:
        priority.change(session, done.id, to=Priority.URGENT, by=ana.user)
        status.resolve(session, done.id, by=ana.user, reason="thanks")

    opened = ana.get(f"/desk/open/{late.id}").text
    assert f'href="/desk/post/{late.post_id}"' in opened
    address = ana.get(f"/desk/post/{late.post_id}").location
    page = ana.get(address).text

    assert address == f"/desk/filter?status=any&post={late.post_id}"
    assert _rows(page) == [early.id, late.id, done.id]
    assert "Juniper Street is closed today." in page.split('class="worked"')[1]
    waiting = f'data-view-count="filter?status=any&amp;waiting=yes&amp;post={late.post_id}">2</b>'
    assert waiting in page
    assert ">3</b> in this list" in page


def test_a_post_that_is_not_there_is_named(ana: Person, make: Make) -> None:
    make.conversation()

    page = ana.get(ana.get("/desk/post/999").location)

    assert page.status_code == HTTPStatus.OK
    assert "Post 999 no longer exists." in page.text
    assert 'class="worked"' not in page.text

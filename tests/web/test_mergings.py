"""Is merging and splitting done by plain forms, and does a merged one lead to its goal?"""

from __future__ import annotations

from http import HTTPStatus

from sqlalchemy import select

from connectors.pages import Author
from connectors.words import Kind
from inbox.models import Conversation, Message
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming
from tests.factories.making import Make
from tests.web.conftest import Person

MARIA = Author(external_id="maria", name="Maria Lopez")


def _two(make: Make, clock: SetClock) -> tuple[Conversation, Conversation]:
    account = make.account()
    early = make.conversation(account, author=MARIA, sent_at=clock.at, text="Is it open?")
    clock.advance(minutes=1)
    return early, make.conversation(account, author=MARIA, sent_at=clock.at, text="And now?")


def test_an_earlier_conversation_is_merged_into_the_one_that_is_open_and_leads_to_it(
    ana: Person, make: Make, clock: SetClock
) -> None:
    early, late = _two(make, clock)
    assert f'name="source" value="{early.id}"' in ana.get(f"/desk/open/{late.id}").text

    ana.post(f"/conversations/{late.id}/mergings", source=early.id)

    visited = ana.get(f"/desk/open/{early.id}")
    assert (visited.status_code, visited.location) == (HTTPStatus.FOUND, f"/desk/open/{late.id}")
    page = ana.get(f"/desk/open/{late.id}").text
    assert "Is it open?" in page.split('id="conversation-thread"')[1]
    assert "From another thread" in page
    assert f'id="row-{early.id}"' not in ana.get("/desk/open").text
    assert f'id="row-{early.id}"' not in ana.get("/desk/resolved").text
    assert f'id="row-{early.id}"' not in ana.get("/desk/filter?status=any").text


def test_a_reply_is_written_to_the_message_that_was_chosen(
    ana: Person, make: Make, clock: SetClock, runtime: Runtime
) -> None:
    early, late = _two(make, clock)
    ana.post(f"/conversations/{late.id}/mergings", source=early.id)
    chosen = make.messages(late)[0]
    assert f"answers={chosen.id}" in ana.get(f"/desk/open/{late.id}").text

    page = ana.get(f"/desk/open/{late.id}?answers={chosen.id}").text
    ana.reply(late.id, answers=chosen.id)

    assert f'name="answers" value="{chosen.id}"' in page
    assert "Answers: <bdi>Is it open?" in page
    with runtime.reading() as session:
        reply = session.scalars(select(Message).where(Message.author_user_id.is_not(None))).one()
    assert (reply.home_id, reply.reply_to) == (early.id, chosen.external_id)


def test_the_other_who_still_has_it_open_is_told_and_their_words_stay(
    ana: Person, ben: Person, make: Make, clock: SetClock
) -> None:
    early, late = _two(make, clock)
    ana.post(f"/conversations/{late.id}/mergings", source=early.id)

    told = ben.turbo(f"/conversations/{early.id}/assignment")

    assert told.status_code == HTTPStatus.CONFLICT
    assert "Ana merged this into another conversation" in told.text


def test_a_message_and_what_follows_is_split_off_and_opened(
    ana: Person, make: Make, clock: SetClock
) -> None:
    account = make.account()
    given = {"kind": Kind.DIRECT_MESSAGE, "author": MARIA, "contact": MARIA, "post": None}
    conversation = make.conversation(account, thread_id="dm", sent_at=clock.at, **given)
    clock.advance(minutes=1)
    make.received(
        account, [incoming(thread_id="dm", sent_at=clock.at, text="Another thing", **given)]
    )
    [first, second] = make.messages(conversation)
    page = ana.get(f"/desk/open/{conversation.id}").text
    assert f'action="/messages/{second.id}/split"' in page
    assert f'action="/messages/{first.id}/split"' not in page

    opened = ana.post(f"/messages/{second.id}/split")

    assert opened.status_code == HTTPStatus.SEE_OTHER
    new = ana.get(opened.location).text
    assert "Another thing" in new.split('id="conversation-thread"')[1]
    assert "made this of 1 message of another conversation" in new
    assert f'name="source" value="{conversation.id}"' in new


def test_a_source_that_is_no_number_is_refused(ana: Person, make: Make) -> None:
    path = f"/conversations/{make.conversation().id}/mergings"

    for source in ("", "²", "9" * 40, "7777777"):
        assert ana.post(path, source=source).status_code == HTTPStatus.NOT_FOUND

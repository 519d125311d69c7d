"""Which conversations are listed, and what does an open one show?"""

from __future__ import annotations

from http import HTTPStatus

import pytest

from connectors.attachments import Attachment, AttachmentKind
from connectors.pages import Author, PostSeen
from connectors.words import Kind, Platform
from inbox.models import Conversation
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make
from tests.web.conftest import Person

VIEWS = (
    "urgent",
    "open",
    "mine",
    "unassigned",
    "snoozed",
    "resolved",
    "facebook",
    "instagram",
    "x",
)


def test_the_front_door_leads_to_all_that_is_open(ana: Person) -> None:
    assert ana.get("/").location == "/desk/open"
    # As people type it.
    assert ana.get("/desk").location == ana.get("/desk/").location == "/desk/open"


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_when_it_is_empty(ana: Person, view: str) -> None:
    response = ana.get(f"/desk/{view}")

    assert response.status_code == HTTPStatus.OK
    assert 'class="empty"' in response.text


def test_each_view_lists_its_own_and_the_rail_counts_them(ana: Person, make: Make) -> None:
    mine, free = make.conversation(), make.conversation()
    ana.post(f"/conversations/{mine.id}/assignment")

    listed = {view: _rows(ana.get(f"/desk/{view}").text, (mine, free)) for view in VIEWS}

    assert listed["open"] == listed["facebook"] == {mine.id, free.id}
    assert listed["mine"] == {mine.id}
    assert listed["unassigned"] == {free.id}
    assert listed["resolved"] == listed["x"] == listed["instagram"] == set()
    rail = ana.get("/desk/open").text
    assert '<span class="n" data-view-count="mine">1</span>' in rail
    assert '<span class="n" data-view-count="open">2</span>' in rail
    assert 'data-view-count="resolved"' not in rail


def _rows(page: str, among: tuple[Conversation, ...]) -> set[int]:
    return {one.id for one in among if f'id="row-{one.id}"' in page}


def test_a_long_view_goes_on_over_the_page(ana: Person, make: Make) -> None:
    account = make.account()
    make.received(account, [incoming() for _ in range(51)])

    first = ana.get("/desk/open").text
    following = first.split('href="/desk/open?after=')[1].split('"')[0]
    second = ana.get(f"/desk/open?after={following}").text

    assert first.count('class="row ') == 50
    assert second.count('class="row ') == 1
    assert "First page" in second


def test_a_page_mark_nobody_gave_out_is_refused_in_words(ana: Person) -> None:
    response = ana.get("/desk/open?after=nonsense")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Start from the first page" in response.text


def test_an_open_comment_shows_its_post_its_thread_and_who_waits(ana: Person, make: Make) -> None:
    account = make.account()
    post = PostSeen(external_id="p", text="Road closed", permalink="https://example.org/p")
    asked = incoming(text="Since when?", author=Author(external_id="d", name="Denise"), post=post)
    conversation = make.conversation(
        account,
        text=asked.text,
        author=asked.author,
        post=post,
        external_id=asked.external_id,
        thread_id=asked.thread_id,
    )
    make.received(account, [native_answer(asked, text="Since noon.")])

    page = ana.get(f"/desk/open/{conversation.id}").text

    for words in ("Road closed", "Since when?", "Since noon.", "Denise", "anyone can read this"):
        assert words in page
    assert "answered on Facebook itself" in page
    assert 'href="https://example.org/p"' in page


def test_a_message_without_text_name_or_post_is_shown_all_the_same(ana: Person, make: Make) -> None:
    conversation = make.conversation(text="", author=None, post=PostSeen(external_id="never seen"))

    page = ana.get(f"/desk/open/{conversation.id}").text

    assert "Name not given" in page
    assert "Nothing written" in page
    assert "Its text has not been fetched" in page


def test_a_picture_without_words_is_named_for_those_who_cannot_see_it(
    ana: Person, make: Make
) -> None:
    hostile = Attachment(kind=AttachmentKind.PICTURE, title="<img src=x onerror=alert(1)>")
    bare = Attachment(kind=AttachmentKind.STICKER)
    conversation = make.conversation(text="", attachments=(hostile, bare))

    page = ana.get(f"/desk/open/{conversation.id}").text

    assert "Picture from <bdi>Resident" in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "Sticker from" in page
    assert "no description" in page
    assert "Nothing written" not in page


def test_opening_a_conversation_notes_that_it_was_seen(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()

    ana.get(f"/desk/open/{conversation.id}")

    assert not _reloaded(runtime, conversation).is_unread


def test_a_browser_that_fetches_ahead_has_seen_nothing(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()

    ana.get(f"/desk/open/{conversation.id}", **{"Sec-Purpose": "prefetch"})

    assert _reloaded(runtime, conversation).is_unread


def _reloaded(runtime: Runtime, conversation: Conversation) -> Conversation:
    with runtime.reading() as session:
        return session.get_one(Conversation, conversation.id)


def test_only_the_conversation_is_drawn_when_only_it_changes(ana: Person, make: Make) -> None:
    conversation = make.conversation()

    page = ana.get(f"/desk/open/{conversation.id}", **{"Turbo-Frame": "reading"}).text

    assert f'data-conversation="{conversation.id}"' in page
    assert 'id="rows"' not in page


@pytest.mark.parametrize("path", ["/desk/nowhere", "/desk/open/999", f"/desk/open/{10**30}"])
def test_what_is_not_there_is_said_in_words(ana: Person, path: str) -> None:
    response = ana.get(path)

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "There is nothing here" in response.text
    assert "Back to the desk" in response.text


def test_the_composer_offers_what_the_platform_allows_and_says_why_the_rest_is_missing(
    ana: Person, make: Make
) -> None:
    account = make.account("instagram_private", Platform.INSTAGRAM)
    conversation = make.conversation(account)

    page = ana.get(f"/desk/open/{conversation.id}").text

    assert 'name="audience" value="public"' in page
    assert 'name="audience" value="private"' not in page
    assert "Instagram offers no private reply to this here." in page
    assert "0 / 2,200" in page


def test_a_private_conversation_offers_no_public_reply_at_all(ana: Person, make: Make) -> None:
    conversation = make.conversation(kind=Kind.DIRECT_MESSAGE, post=None)

    page = ana.get(f"/desk/open/{conversation.id}").text

    assert "Post publicly" not in page
    assert 'data-mode="private"' in page


def test_a_closed_window_leaves_only_the_note(ana: Person, make: Make, clock: SetClock) -> None:
    conversation = make.conversation(kind=Kind.DIRECT_MESSAGE, post=None)
    clock.advance(days=8)

    page = ana.get(f"/desk/open/{conversation.id}").text

    assert "Facebook closed this conversation for answers" in page
    assert 'data-mode="note"' in page


def test_what_was_said_is_marked_with_its_language_where_the_words_tell(
    ana: Person, make: Make
) -> None:
    account = make.account()
    spanish = make.conversation(account, text="¿Cuándo abren la calle?", external_id="c1")
    make.conversation(account, text="👍", external_id="c2", thread_id="c1")

    page = ana.get(f"/desk/open/{spanish.id}").text

    assert '<div class="msg-body" dir="auto" lang="es">¿Cuándo' in page
    assert '<div class="msg-body" dir="auto">👍' in page

"""How is something said, counted, taken back and decided about?"""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from sqlalchemy import func, select, update

from connectors.words import Kind, Platform
from inbox import accounts
from inbox.models import Delivery, DeliveryState
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn


def test_a_reply_is_held_shown_as_not_sent_and_can_be_undone_without_scripts(
    ana: Person, make: Make
) -> None:
    number = make.conversation().id

    ana.reply(number)

    page = ana.get(f"/desk/open/{number}").text
    assert "Not sent yet" in page
    assert 'data-sending="Posting publicly"' in page
    assert f'data-author="{ana.user.id}"' in page
    assert 'action="/deliveries/1/retraction"' in page


def test_the_same_form_sent_twice_is_one_reply(ana: Person, make: Make, runtime: Runtime) -> None:
    number = make.conversation().id

    ana.reply(number)
    ana.reply(number)

    assert _deliveries(runtime) == 1


def test_the_button_says_who_reads_it_where_there_are_no_tabs(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    number = make.conversation().id

    ana.reply(number, audience="public", send_as="note")

    assert _deliveries(runtime) == 0
    assert '<article class="note"' in ana.get(f"/desk/open/{number}").text


def test_words_for_nobody_in_particular_stay_with_their_author(ana: Person, make: Make) -> None:
    response = ana.reply(make.conversation().id, "Come to the desk.", audience="")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Choose who is to read this" in response.text
    assert "Come to the desk.</textarea>" in response.text


def test_a_reply_too_long_stays_with_its_author_and_says_by_how_much(
    ana: Person, make: Make
) -> None:
    conversation = make.conversation(make.account("x", Platform.X), kind=Kind.MENTION, post=None)

    response = ana.reply(conversation.id, "警" * 141)

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Shorten it by 2." in response.text
    assert "警</textarea>" in response.text
    assert 'aria-invalid="true"' in response.text


def test_a_refused_form_can_be_mended_and_sent(ana: Person, make: Make, runtime: Runtime) -> None:
    number = make.conversation().id
    ana.reply(number, "")

    ana.reply(number, "Now with words.")

    assert _deliveries(runtime) == 1


def test_a_stopped_account_keeps_the_conversation_and_says_why_nothing_can_be_sent(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()
    with runtime.writing() as session:
        accounts.stop(session, conversation.account_id, "Facebook ended its access.")

    page = ana.get(f"/desk/open/{conversation.id}").text
    response = ana.reply(conversation.id)

    assert "is not receiving" in page
    assert "must be connected again before anything can be sent" in page
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize(
    ("account", "kind", "text", "length", "limit"),
    [
        (("x", Platform.X), Kind.MENTION, "https://example.org/a/long/address", 23, 280),
        (("instagram_graph", Platform.INSTAGRAM), Kind.DIRECT_MESSAGE, "\u00e9", 2, 1000),
        (("facebook", Platform.FACEBOOK), Kind.COMMENT, "a\r\nb", 3, 8000),
    ],
)
def test_length_is_counted_the_way_the_platform_counts(  # noqa: PLR0917 - a table's columns
    ana: Person,
    make: Make,
    account: tuple[str, Platform],
    kind: Kind,
    text: str,
    length: int,
    limit: int,
) -> None:
    conversation = make.conversation(make.account(*account), kind=kind)
    audience = "private" if kind is Kind.DIRECT_MESSAGE else "public"

    answer = ana.ask(f"/conversations/{conversation.id}/length", text=text, audience=audience)

    counted = answer.get_json()
    assert (counted["length"], counted["limit"], counted["too_long"]) == (length, limit, False)


def test_a_note_has_no_limit(ana: Person, make: Make) -> None:
    path = f"/conversations/{make.conversation().id}/length"

    assert ana.ask(path, text="x" * 20_000, audience="note").get_json()["limit"] is None


def test_undo_gives_the_words_back_to_the_composer(ana: Person, make: Make) -> None:
    number = make.conversation().id
    ana.reply(number, "Too early.")

    back = ana.post("/deliveries/1/retraction", came_from=f"/desk/mine/{number}")

    assert back.location == f"/desk/mine/{number}?returned=1"
    page = ana.get(back.location).text
    assert "Too early.</textarea>" in page
    assert "took a reply back before it was sent" in page
    assert 'id="message-2"' not in page


def test_scripts_get_the_words_back_as_data(ana: Person, make: Make) -> None:
    ana.reply(make.conversation().id, "Too early.")

    answer = ana.ask("/deliveries/1/retraction")

    assert answer.get_json() == {"text": "Too early.", "audience": "public", "picture": None}


def test_what_has_left_cannot_be_undone(ana: Person, make: Make, runtime: Runtime) -> None:
    ana.reply(make.conversation().id)
    _set(runtime, state=DeliveryState.SENDING, attempts=1)

    answer = ana.ask("/deliveries/1/retraction")

    assert answer.status_code == HTTPStatus.CONFLICT
    assert answer.mimetype == "application/problem+json"
    assert "already left" in answer.get_json()["detail"]


def test_a_held_reply_can_be_sent_at_once(ana: Person, make: Make, runtime: Runtime) -> None:
    number = make.conversation().id
    ana.reply(number)

    assert ana.ask("/deliveries/1/dispatch").get_json() == {"delivery": 1, "state": "queued"}

    with runtime.reading() as session:
        assert session.get_one(Delivery, 1).due_at == runtime.clock.now()


def test_a_refused_reply_shows_the_reason_and_the_ways_on(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    number = make.conversation().id
    ana.reply(number)
    _set(runtime, state=DeliveryState.FAILED, attempts=1, reason="<b>Removed</b> by its author.")

    page = ana.get(f"/desk/open/{number}").text
    assert "Not posted" in page
    assert "&lt;b&gt;Removed&lt;/b&gt; by its author." in page

    ana.post("/deliveries/1/retry")
    assert (
        "Waiting to be sent" in ana.get(f"/desk/open/{number}").text
        or _state(runtime) is DeliveryState.QUEUED
    )


def test_an_unknown_outcome_is_put_to_a_person_only_when_looking_did_not_help(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    number = make.conversation().id
    ana.reply(number)
    _set(runtime, state=DeliveryState.UNKNOWN, attempts=1, reason="No answer came.")
    assert "sends nothing twice" in ana.get(f"/desk/open/{number}").text
    assert 'action="/deliveries/1/retry"' not in ana.get(f"/desk/open/{number}").text

    _set(runtime, needs_person=True)
    assert "Look there yourself" in ana.get(f"/desk/open/{number}").text
    assert 'action="/deliveries/1/retry"' in ana.get(f"/desk/open/{number}").text


def test_a_reply_given_up_returns_its_words(ana: Person, make: Make, runtime: Runtime) -> None:
    number = make.conversation().id
    ana.reply(number, "Another way, then.")
    _set(runtime, state=DeliveryState.FAILED, attempts=1, reason="Refused.")

    back = ana.post("/deliveries/1/abandonment")

    assert "Another way, then.</textarea>" in ana.get(back.location).text


def test_a_discarded_reply_leaves_the_thread_with_its_words(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    number = make.conversation().id
    ana.reply(number, "Another way, then.")
    _set(runtime, state=DeliveryState.FAILED, attempts=1, reason="Refused.")

    back = ana.post("/deliveries/1/removal", came_from=f"/desk/open/{number}")

    assert _state(runtime) is DeliveryState.TAKEN_BACK
    assert "Another way, then." not in ana.get(back.location).text


def test_a_reply_that_waits_to_be_tried_again_can_be_taken_back(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    number = make.conversation().id
    ana.reply(number, "Later, then.")
    _set(runtime, state=DeliveryState.QUEUED, attempts=1, reason="Too many at once.")
    assert "Too many at once." in ana.get(f"/desk/open/{number}").text

    back = ana.post("/deliveries/1/abandonment")

    assert "Later, then.</textarea>" in ana.get(back.location).text
    assert _state(runtime) is DeliveryState.TAKEN_BACK


@pytest.mark.parametrize("needs_person", [False, True])
def test_where_nobody_knows_the_outcome_a_person_can_look_on_the_platform(
    ana: Person, make: Make, runtime: Runtime, *, needs_person: bool
) -> None:
    number = make.conversation(permalink="https://facebook.example/c1").id
    ana.reply(number)
    _set(
        runtime,
        state=DeliveryState.UNKNOWN,
        attempts=1,
        reason="No answer came.",
        needs_person=needs_person,
    )

    page = ana.get(f"/desk/open/{number}").text

    state = page.split("Perhaps posted")[1].split("</article>")[0]
    assert 'href="https://facebook.example/c1"' in state
    assert "Open on Facebook" in state


def test_a_canned_response_is_filled_in_and_what_is_missing_named(ana: Person, make: Make) -> None:
    make.canned_response(text="Hello {{ contact.name }}, {{ officer.name }} here. {{ nothing }}")
    number = make.conversation().id

    options = ana.get(f"/conversations/{number}/canned-responses?q=ro").text
    page = ana.get(f"/desk/open/{number}?canned=road").text

    assert 'role="option"' in options
    assert "Ana Lopez here." in options
    assert 'data-missing="nothing"' in options
    assert "Ana Lopez here. {{ nothing }}</textarea>" in page


def test_without_scripts_canned_responses_are_chosen_on_a_page(ana: Person, make: Make) -> None:
    make.canned_response()
    number = make.conversation().id

    page = ana.get(f"/conversations/{number}/canned-responses/choosing?q=road").text

    assert f'href="/desk/open/{number}?canned=road&amp;language=en"' in page


def _deliveries(runtime: Runtime) -> int:
    with runtime.reading() as session:
        return session.scalar(select(func.count()).select_from(Delivery)) or 0


def _state(runtime: Runtime) -> DeliveryState:
    with runtime.reading() as session:
        return session.get_one(Delivery, 1).state


def _set(runtime: Runtime, **values: object) -> None:
    with runtime.writing() as session:
        session.execute(update(Delivery).where(Delivery.id == 1).values(**values))


def test_words_that_a_colleague_came_before_stay_with_theirs_above_until_sent_once_more(
    ana: Person, sign_in: SignIn, make: Make, runtime: Runtime
) -> None:
    number, dana = make.conversation().id, sign_in(make.user("Dana West"))
    dana.reply(number, "Ask the <b>library</b>.")

    stopped = ana.reply(number, "It opens at six.", client_token="two")

    assert stopped.status_code == HTTPStatus.CONFLICT
    assert "Dana sent a reply" in stopped.text
    assert '<blockquote dir="auto">Ask the &lt;b&gt;library&lt;/b&gt;.</blockquote>' in stopped.text
    assert "It opens at six.</textarea>" in stopped.text
    assert _deliveries(runtime) == 1
    known = re.search(r'name="known_answer" value="(\d+)"', stopped.text)
    assert known
    ana.reply(number, "It opens at six.", client_token="two", known_answer=known[1])
    assert _deliveries(runtime) == 2


def test_a_reply_that_resolves_says_so_while_it_is_held(ana: Person, make: Make) -> None:
    number = make.conversation().id
    assert "Control+Shift+Enter" in ana.get(f"/desk/open/{number}").text

    ana.reply(number, then="resolve")

    page = ana.get(f"/desk/open/{number}").text
    assert "Resolves this once it is posted" in page
    assert 'data-sending="Posting publicly, then resolving"' in page

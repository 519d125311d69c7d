"""What do accounts, themes and error pages say?"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from flask import Flask

from connectors.pages import Author, Budget, Counted
from inbox import accounts, comparing
from inbox.intake import counts
from inbox.models import Account
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming
from tests.factories.making import Make
from tests.web.conftest import Person


def test_a_stopped_account_says_what_happened_and_what_to_do(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    stopped, well = make.account(name="Animal Services"), make.account(name="Police")
    with runtime.writing() as session:
        accounts.stop(session, stopped.id, "Facebook ended its access at 13:52.")
        budget = Budget(remaining=180, limit=200)
        accounts.answered(session, accounts.locked(session, well.id), budget)

    page = ana.get("/accounts").text

    assert "Facebook ended its access at 13:52." in page
    assert "Connect it again. Nothing is lost" in page
    assert "180 of 200" in page
    assert "1 receiving, 1 stopped" in page


def test_a_platform_that_does_not_answer_is_shown_with_since_when(
    ana: Person, make: Make, runtime: Runtime
) -> None:
    account = make.account()
    with runtime.writing() as session:
        accounts.failing(session, account.id, "Facebook does not answer.")

    page = ana.get("/accounts").text

    assert "Not answering" in page
    assert "failing since" in page
    assert "catches up by itself" in page


def test_an_account_says_how_far_earlier_messages_are_and_whose_counts_differ(
    ana: Person, make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    make.received(account, [incoming(sent_at=clock.at - timedelta(days=9)), incoming()])
    assert "Fetching earlier messages: back to Nov 14, 2 so far." in ana.get("/accounts").text
    with runtime.writing() as session:
        held = accounts.locked(session, account.id)
        held.backfilled_at = held.counts_due_at = clock.at
        counts.keep(session, held, [Counted(post_id="post-1", comments=5)], clock.at)
        comparing.compare_if_due(session, held)

    page = ana.get("/accounts").text

    assert "Earlier messages fetched back to Nov 14: 2." in page
    assert ': 1 post, <a href="#differences">1 differs</a>' in page
    assert "+3" in page
    assert "Being read again." in page


def test_a_theme_is_kept_for_each_person(ana: Person, ben: Person) -> None:
    ana.post("/settings/theme", came_from="/reports", theme="dark")

    assert 'data-theme="dark"' in ana.get("/desk/open").text
    assert "data-theme=" not in ben.get("/desk/open").text


def test_a_theme_nobody_knows_follows_the_system(ana: Person) -> None:
    ana.post("/settings/theme", theme='"><script>')

    assert "data-theme=" not in ana.get("/desk/open").text


def test_what_breaks_is_told_with_a_reference_and_without_its_insides(
    app: Flask, ana: Person, make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()
    with runtime.writing() as session:
        account = session.get_one(Account, conversation.account_id)
        account.connector = "of a platform nobody knows"
    app.config["PROPAGATE_EXCEPTIONS"] = False

    response = ana.get(f"/desk/open/{conversation.id}")

    assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "Reference" in response.text
    assert "KeyError" not in response.text


def test_a_request_too_large_is_refused_in_words(ana: Person, make: Make) -> None:
    response = ana.reply(make.conversation().id, "x" * 2_000_000)

    assert response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "Shorten it" in response.text


def test_a_contact_who_wrote_before_is_remembered_beside_the_thread(
    ana: Person, make: Make
) -> None:
    account, denise = make.account(), Author(external_id="d", name="Denise")
    make.conversation(account, author=denise, text="Streetlight out on Juniper")
    later = make.conversation(account, author=denise, text="Thank you")

    page = ana.get(f"/desk/open/{later.id}").text

    assert "Earlier from this person" in page
    assert "Streetlight out on Juniper" in page

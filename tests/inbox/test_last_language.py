"""Is a conversation found by the language that somebody last wrote it in?"""

from __future__ import annotations

import pytest

from connectors.pages import Author
from inbox import conversations, desk_views, merging, queues
from inbox.models import Account, Conversation, User
from inbox.runtime import Runtime
from inbox.search import finding
from tests.clocks import SetClock
from tests.factories.making import Make

SPANISH = "¿Cuándo abren la calle Juniper?"
ENGLISH = "When will the street be open?"


def told(runtime: Runtime, one: Conversation) -> str | None:
    with runtime.writing() as session:
        return conversations.locked(session, one.id).language


@pytest.fixture
def account(make: Make) -> Account:
    return make.account()


def test_their_last_words_tell_and_words_that_tell_nothing_change_nothing(
    make: Make, runtime: Runtime, account: Account, clock: SetClock
) -> None:
    one = make.conversation(account, thread_id="thread", text=ENGLISH)
    assert told(runtime, one) == "en"

    clock.advance(minutes=1)
    make.conversation(account, thread_id="thread", external_id="2", text=SPANISH)
    assert told(runtime, one) == "es"

    for number, text in enumerate(("Ok", "\U0001f44d", "", "\u202e\u200b" * 500, "x" * 100_000)):
        clock.advance(minutes=1)
        make.conversation(account, thread_id="thread", external_id=f"3-{number}", text=text)
    assert told(runtime, one) == "es"


def test_it_is_found_by_filter_and_search(make: Make, runtime: Runtime, account: Account) -> None:
    user: User = make.user()
    es, en = (make.conversation(account, text=text) for text in (SPANISH, ENGLISH))
    untold = make.conversation(account, text="Juniper?")

    with runtime.reading() as session:

        def shown(query: str) -> list[int]:
            view = desk_views.find(session, f"filter?{query}", user)
            return [row.id for row in queues.page(session, view, user).rows]

        def found(typed: str) -> set[int]:
            return {row.conversation.id for row in finding.find(session, typed, user).rows}

        assert shown("language=es") == [es.id]
        assert sorted(shown("language=en&language=none")) == [en.id, untold.id]
        assert found("lang:es") == found("language:Spanish") == {es.id}
        assert found("juniper lang:es") == {es.id}
        # The post above the other one names the street too.
        assert found("juniper -lang:es") == {untold.id, en.id}
        remarks = finding.find(session, "lang:klingon", user).remarks
        assert remarks == ("No language is called klingon.",)


def test_a_merge_takes_the_language_of_the_later_words(
    make: Make, runtime: Runtime, account: Account, clock: SetClock
) -> None:
    who = {"author": Author(external_id="one", name="One")}
    goal = make.conversation(account, text=ENGLISH, **who)
    clock.advance(minutes=1)
    later = make.conversation(account, text=SPANISH, **who)

    with runtime.writing() as session:
        merging.merge(session, later.id, into=goal.id, by=make.user())

    assert told(runtime, goal) == "es"

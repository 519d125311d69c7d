"""Does everyone see who is at a conversation, and who has left it?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox.models import User
from tests.database_copies import Database, copied, template
from tests.factories.making import Make
from tests.redis_server import RunningRedis
from tests.web.live.conftest import LiveDesk
from web.live.presence import ALIVE_SECONDS, Person, Presence


@pytest.fixture
def committed_database(run_folder: Path) -> Iterator[Database]:
    """One kind is enough: nothing here depends on the database."""
    with copied(template("sqlite", run_folder)) as database:
        yield database


def test_a_colleague_who_opens_a_conversation_is_shown_in_every_list(
    desk: LiveDesk, build: Make, ana: User, ben: User
) -> None:
    made = build.conversation()
    watcher = desk.settled_tab(ana)

    desk.tab(ben).watch(conversation=made.id, version=made.version)

    news = watcher.news("presence", lambda news: news["people"])
    assert news == {
        "conversation": made.id,
        "people": [{"user": str(ben.id), "name": "Ben", "is_replying": False}],
    }


def test_first_words_of_a_draft_go_only_to_the_same_conversation(
    desk: LiveDesk, build: Make, ana: User, ben: User
) -> None:
    made = build.conversation()
    inside = desk.settled_tab(ana, conversation=made.id, version=made.version)
    outside = desk.settled_tab(ana)
    writer = desk.settled_tab(ben, conversation=made.id, version=made.version)

    writer.socket.emit("draft", {"conversation": made.id, "words": "Please stay where you are"})

    inside.news("drafts", lambda news: any(p["words"] for p in news["people"]))
    outside.news("presence", lambda news: any(p["is_replying"] for p in news["people"]))
    assert "Please" not in str(outside.heard)


def test_a_draft_that_is_given_up_is_no_reply(
    desk: LiveDesk, build: Make, ana: User, ben: User
) -> None:
    made = build.conversation()
    watcher = desk.settled_tab(ana)
    writer = desk.settled_tab(ben, conversation=made.id, version=made.version)
    writer.socket.emit("draft", {"words": "Please"})
    watcher.news("presence", lambda news: any(p["is_replying"] for p in news["people"]))
    watcher.forget()

    writer.socket.emit("draft", {"words": ""})

    watcher.news("presence", lambda news: not any(p["is_replying"] for p in news["people"]))


def test_presence_dies_with_its_socket(desk: LiveDesk, build: Make, ana: User, ben: User) -> None:
    made = build.conversation()
    watcher = desk.settled_tab(ana)
    visitor = desk.settled_tab(ben, conversation=made.id, version=made.version)
    watcher.news("presence", lambda news: news["people"])

    visitor.close()

    watcher.news("presence", lambda news: not news["people"])


def test_two_tabs_of_one_person_are_one_person(
    desk: LiveDesk, build: Make, ana: User, ben: User
) -> None:
    made = build.conversation()
    for _ in range(2):
        desk.settled_tab(ben, conversation=made.id, version=made.version)

    answer = desk.tab(ana).watch(rows={str(made.id): made.version})

    assert [len(one["people"]) for one in answer["presence"]] == [1]


def test_whoever_joins_late_is_told_who_is_there(
    desk: LiveDesk, build: Make, ana: User, ben: User
) -> None:
    made = build.conversation()
    desk.settled_tab(ben, conversation=made.id, version=made.version)

    answer = desk.tab(ana).watch(rows={str(made.id): made.version})

    assert answer["presence"][0]["people"][0]["name"] == "Ben"


def test_whoever_sat_at_a_process_that_died_is_not_shown_for_long(
    desk: LiveDesk, build: Make, ana: User, redis_server: RunningRedis
) -> None:
    made = build.conversation()
    watcher = desk.settled_tab(ana)
    dead = Presence(redis_server.connection)

    dead.enter(made.id, "a tab of a process that died", Person("99", "Cleo"))

    watcher.news("presence", lambda news: news["people"])
    (key,) = redis_server.connection.keys(f"hearback:presence:{made.id}:*")
    assert 0 < redis_server.connection.ttl(key) <= ALIVE_SECONDS
    redis_server.connection.pexpire(key, 1)
    watcher.news("presence", lambda news: not news["people"])

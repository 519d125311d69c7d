"""What does a desk hold that has been in use for two years?

A town's words are made up: a few words in every third message, thousands of rare ones, five
messages a conversation, and the newest few thousand conversations open.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select, text

from bench import vocabulary
from connectors.words import Audience, Direction, Kind, Platform
from inbox.db import Base, for_writing
from inbox.models import AccountState, Priority, Role, Status, WaitEnd
from inbox.search import folding, places, terms

Rows = list[dict[str, Any]]

BATCH = 10_000
A_CONVERSATION = 5
PEOPLE = 20_000
CONNECTORS = {
    Platform.FACEBOOK: "facebook",
    Platform.INSTAGRAM: "instagram_graph",
    Platform.X: "x",
}
START = datetime(2025, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=690)
BAD_WEEK = (START + timedelta(days=200), START + timedelta(days=207))
"""When everybody spoke of one thing (`vocabulary.LONG_AGO`)."""

OPEN = 5_000
NOW = START + SPAN
KINDS = {
    Platform.FACEBOOK: (Kind.COMMENT, Kind.DIRECT_MESSAGE, Kind.MENTION),
    Platform.INSTAGRAM: (Kind.COMMENT, Kind.DIRECT_MESSAGE, Kind.MENTION),
    Platform.X: (Kind.MENTION, Kind.DIRECT_MESSAGE, Kind.MENTION),
}


def fill(engine: Engine, messages: int, *, without: Collection[str] = ()) -> None:
    """Write so many messages into an empty database, and let it learn what it holds.

    Tables `without` stay empty, which is quicker where nothing reads them.
    """
    chance = random.Random(7)  # noqa: S311 - the same town each time
    with for_writing(engine).begin() as connection:
        _write(connection, "user", [_user()])
        _write(connection, "account", [_account(number) for number in (1, 2, 3)])
        _write(connection, "tag", [{"id": number, "name": f"Tag {number}"} for number in (1, 2)])
        names = [f"{vocabulary.name(chance)} {n}" for n in range(PEOPLE)]
        _write(connection, "contact", [_contact(n, name) for n, name in enumerate(names, 1)])
        if "search_person" not in without:
            found = [_person(n, name) for n, name in enumerate(names, 1)]
            _write(connection, "search_person", found)
        conversations = max(1, messages // A_CONVERSATION)
        for first in range(1, conversations + 1, BATCH // A_CONVERSATION):
            last = min(first + BATCH // A_CONVERSATION, conversations + 1)
            numbers = range(first, last)
            opened = [_conversation(number, conversations, chance) for number in numbers]
            _converse(connection, opened, chance, without)
        _number_on(connection)
    settle(engine)


def settle(engine: Engine) -> None:
    """Look after the tables as PostgreSQL does by itself while nobody waits for it."""
    if engine.dialect.name != "postgresql":
        return
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def _number_on(connection: Connection) -> None:
    """Let new rows be numbered after those that were written with their numbers."""
    if connection.dialect.name != "postgresql":
        return
    for name in ("user", "account", "tag", "contact", "conversation", "message"):
        table = Base.metadata.tables[name]
        sequence = func.pg_get_serial_sequence(f'"{name}"', "id")
        connection.execute(select(func.setval(sequence, func.max(table.c.id))))


def _converse(
    connection: Connection, conversations: Rows, chance: random.Random, without: Collection[str]
) -> None:
    threads = [[*_messages(one, chance)] for one in conversations]
    with_threads = list(zip(conversations, threads, strict=True))
    for one, thread in with_threads:
        one["active_at"] = max(said["sent_at"] for said in thread)
    _write(connection, "conversation", conversations)
    tagged = [
        {"conversation_id": one["id"], "tag_id": 1} for one in conversations if one["id"] % 400 == 0
    ]
    _write(connection, "conversation_tag", tagged)
    _write(connection, "message", [said for thread in threads for said in thread])
    if "wait" not in without:
        _write(connection, "wait", [_wait(one, *thread[:2]) for one, thread in with_threads])
    if "search_entry" not in without:
        entries = [_entry(said, one["kind"]) for one, thread in with_threads for said in thread]
        _write(connection, "search_entry", entries)


def _write(connection: Connection, name: str, rows: Rows) -> None:
    table: Table = Base.metadata.tables[name]
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    else:
        connection.execute(insert(table), rows)


def _copy(connection: Connection, table: Table, rows: Rows) -> None:
    columns = [table.c[name] for name in rows[0]]
    write = [
        column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        for column in columns
    ]
    names = ", ".join(f'"{column.name}"' for column in columns)
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(
                [
                    bind(value) if bind and value is not None else value
                    for bind, value in zip(write, row.values(), strict=True)
                ]
            )


def _user() -> dict[str, Any]:
    return {
        "id": 1,
        "email": "dana@example.org",
        "name": "Dana Whitfield",
        "role": Role.SENIOR,
        "password_hash": "",
        "is_active": True,
        "created_at": START,
    }


def _account(number: int) -> dict[str, Any]:
    platform = list(Platform)[number - 1]
    return {
        "id": number,
        "platform": platform,
        "connector": CONNECTORS[platform],
        "external_id": str(number),
        "name": "Police",
        "handle": "police",
        "sealed_credentials": b"",
        "state": AccountState.CONNECTED,
        "connected_at": START,
        "capture_head": b"",
        "event_head": b"",
    }


def _contact(number: int, name: str) -> dict[str, Any]:
    return {
        "id": number,
        "account_id": number % 3 + 1,
        "external_id": str(number),
        "name": name,
        "handle": "",
        "first_seen_at": START,
    }


def _person(number: int, name: str) -> dict[str, Any]:
    return {"contact_id": number, "terms": " ".join(folding.words(name))}


def _conversation(number: int, of: int, chance: random.Random) -> dict[str, Any]:
    age, is_open = number / of, number > of - OPEN
    began = START + SPAN * age * 0.99
    account = chance.randint(1, 3)
    platform = list(Platform)[account - 1]
    return {
        "id": number,
        "account_id": account,
        "platform": platform,
        "kind": chance.choices(KINDS[platform], (6, 3, 1))[0],
        "thread_id": str(number),
        "contact_id": chance.randint(1, PEOPLE),
        "status": Status.OPEN if is_open else Status.RESOLVED,
        "priority": Priority.NORMAL,
        "assignee_id": 1 if is_open and number % 7 == 0 else None,
        "version": 1,
        "snippet": "",
        "is_unread": False,
        "created_at": began,
        "is_new_cycle": False,
        "waiting_since": began if is_open and number % 2 else None,
        "resolved_at": None if is_open else began,
        "event_head": b"",
    }


def _messages(conversation: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    begin, end = BAD_WEEK
    talk = [vocabulary.LONG_AGO] if begin <= conversation["created_at"] < end else []
    for turn in range(A_CONVERSATION):
        number = (conversation["id"] - 1) * A_CONVERSATION + turn + 1
        is_ours = turn % 2 == 1
        sent_at = conversation["created_at"] + timedelta(
            seconds=chance.randint(60, 4000) * (turn + 1)
        )
        yield {
            "id": number,
            "account_id": conversation["account_id"],
            "conversation_id": conversation["id"],
            "external_id": str(number),
            "direction": Direction.OUT if is_ours else Direction.IN,
            "audience": Audience.PUBLIC,
            "text": " ".join([vocabulary.said(chance), *talk]),
            "sent_at": sent_at,
            "received_at": sent_at,
            "author_contact_id": None if is_ours else conversation["contact_id"],
            "author_user_id": 1 if is_ours else None,
            "permalink": "",
        }


def _wait(
    conversation: dict[str, Any], asked: dict[str, Any], answer: dict[str, Any]
) -> dict[str, Any]:
    """Return the wait that a conversation began with: it runs where somebody waits."""
    since = conversation["waiting_since"]
    started = since or asked["sent_at"]
    return {
        "account_id": conversation["account_id"],
        "conversation_id": conversation["id"],
        "platform": conversation["platform"],
        "kind": conversation["kind"],
        "is_first": True,
        "started_at": started,
        "ended_at": None if since else max(started, answer["sent_at"]),
        "end": None if since else WaitEnd.ANSWERED,
        "opened_by_message_id": asked["id"],
        "ended_by_message_id": None if since else answer["id"],
        "ended_by_user_id": None if since else 1,
        "received_at": asked["received_at"],
        "is_by_hand": False,
    }


def _entry(message: dict[str, Any], kind: Kind) -> dict[str, Any]:
    author = message["author_contact_id"]
    marks = [
        terms.side(message["direction"]),
        terms.account(message["account_id"]),
        terms.kind(kind),
        terms.contact(author) if author else terms.user(1),
    ]
    return {
        "place": places.of_message(message["sent_at"], message["id"]),
        "conversation_id": message["conversation_id"],
        "message_id": message["id"],
        "note_id": None,
        "terms": terms.with_marks(message["text"], marks),
    }

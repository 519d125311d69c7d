"""How long does a search take over a large desk, beside the plain statement?

    python -m bench.search [--messages 100000] [--databases sqlite,postgresql] [--calls 100]

A town's words are made up: a few words in every third message, thousands of rare
ones, five messages a conversation. Then each kind of search is asked many times, other words each
time, as a page asks it (`finding.find`), and beside it the bare statement that finds the newest
25 entries of the same words. Server time alone; quote the load of the machine, which waits
are part of, as CPU time is not.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, Table, insert, text
from sqlalchemy.orm import Session

from bench import databases
from connectors.words import Audience, Direction, Kind, Platform
from inbox.clock import SystemClock
from inbox.db import Base, for_writing
from inbox.models import AccountState, Priority, Role, Status, User
from inbox.search import asking, expressions, finding, folding, matching, places, terms

Rows = list[dict[str, Any]]
Ask = Callable[[Session, str], object]

BATCH = 10_000
A_CONVERSATION = 5
PEOPLE = 20_000
START = datetime(2025, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=690)
OPEN_FROM = 0.94
NOW = START + SPAN

COMMON = ["street", "police", "when", "open", "please", "road", "the", "your", "thanks", "today"]
SYLLABLES = re.findall("..", "bacedifoguhajekilomunaperisotuvawexiyozu")
FIRST = ["Ana", "Ben", "Cruz", "Dana", "Elif", "Farid", "Grace", "Hector", "Ines", "Jonas", "Kayla"]
LAST = ["Lopez", "Ortiz", "Novak", "Weiss", "Reyes", "Okafor", "Voss", "Tran", "Costa", "Meyer"]


def _made(number: int) -> str:
    base = len(SYLLABLES)
    return "".join(SYLLABLES[number // base**place % base] for place in range(4))


MID = [_made(number * 37) for number in range(200)]
RARE = [_made(50_000 + number) for number in range(20_000)]


def main() -> None:
    """Measure every kind of database and print a line for each kind of search."""
    asked = _arguments()
    for kind in asked.databases.split(","):
        with databases.empty(kind, 1) as (database,):
            began = time.perf_counter()
            _fill(database.engine, asked.messages)
            took = time.perf_counter() - began
            # What building left behind is no part of a search.
            gc.collect()
            gc.freeze()
            load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
            print(f"{kind}: {asked.messages:,} messages, built in {took:.0f} s, load {load}")
            _measure(database.engine, asked.calls)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--databases", default=",".join(databases.KINDS))
    parser.add_argument("--calls", type=int, default=100)
    return parser.parse_args()


def _fill(engine: Engine, messages: int) -> None:
    chance = random.Random(7)  # noqa: S311 - the same town each time
    with for_writing(engine).begin() as connection:
        _write(connection, "user", [_user()])
        _write(connection, "account", [_account(number) for number in (1, 2, 3)])
        _write(connection, "tag", [{"id": number, "name": f"Tag {number}"} for number in (1, 2)])
        names = [f"{chance.choice(FIRST)} {chance.choice(LAST)} {n}" for n in range(PEOPLE)]
        _write(connection, "contact", [_contact(n, name) for n, name in enumerate(names, 1)])
        _write(connection, "search_person", [_person(n, name) for n, name in enumerate(names, 1)])
        conversations = max(1, messages // A_CONVERSATION)
        for first in range(1, conversations + 1, BATCH // A_CONVERSATION):
            last = min(first + BATCH // A_CONVERSATION, conversations + 1)
            _converse(connection, range(first, last), conversations, chance)
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _converse(connection: Connection, numbers: range, of: int, chance: random.Random) -> None:
    conversations = [_conversation(number, number / of, chance) for number in numbers]
    messages = [one for each in conversations for one in _messages(each, chance)]
    _write(connection, "conversation", conversations)
    tagged = [
        {"conversation_id": one["id"], "tag_id": 1} for one in conversations if one["id"] % 400 == 0
    ]
    _write(connection, "conversation_tag", tagged)
    _write(connection, "message", messages)
    kinds = {one["id"]: one["kind"] for one in conversations}
    _write(connection, "search_entry", [_entry(one, kinds) for one in messages])


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
        "role": Role.STAFF,
        "password_hash": "",
        "is_active": True,
        "created_at": START,
    }


def _account(number: int) -> dict[str, Any]:
    platform = list(Platform)[number - 1]
    return {
        "id": number,
        "platform": platform,
        "connector": platform.value,
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


def _conversation(number: int, age: float, chance: random.Random) -> dict[str, Any]:
    is_open = age > OPEN_FROM
    began = START + SPAN * age * 0.99
    account = chance.randint(1, 3)
    return {
        "id": number,
        "account_id": account,
        "platform": list(Platform)[account - 1],
        "kind": chance.choices((Kind.COMMENT, Kind.DIRECT_MESSAGE, Kind.MENTION), (6, 3, 1))[0],
        "thread_id": str(number),
        "contact_id": chance.randint(1, PEOPLE),
        "status": Status.OPEN if is_open else Status.RESOLVED,
        "priority": Priority.NORMAL,
        "assignee_id": 1 if is_open and number % 7 == 0 else None,
        "version": 1,
        "snippet": "",
        "is_unread": False,
        "created_at": began,
        "active_at": began,
        "is_new_cycle": False,
        "waiting_since": began if is_open and number % 2 else None,
        "resolved_at": None if is_open else began,
        "event_head": b"",
    }


def _messages(conversation: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
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
            "text": _words(chance),
            "sent_at": sent_at,
            "received_at": sent_at,
            "author_contact_id": None if is_ours else conversation["contact_id"],
            "author_user_id": 1 if is_ours else None,
            "permalink": "",
        }


def _words(chance: random.Random) -> str:
    said = chance.choices(COMMON, k=5) + chance.choices(RARE, k=5) + chance.choices(MID, k=2)
    chance.shuffle(said)
    return " ".join(said)


def _entry(message: dict[str, Any], kinds: dict[int, Kind]) -> dict[str, Any]:
    author = message["author_contact_id"]
    marks = [
        terms.side(message["direction"]),
        terms.account(message["account_id"]),
        terms.kind(kinds[message["conversation_id"]]),
        terms.contact(author) if author else terms.user(1),
    ]
    return {
        "place": places.of_message(message["sent_at"], message["id"]),
        "conversation_id": message["conversation_id"],
        "message_id": message["id"],
        "note_id": None,
        "terms": terms.with_marks(message["text"], marks),
    }


def _asked(chance: random.Random) -> dict[str, Callable[[], str]]:
    """Name each kind of search, with what makes the next of it."""
    rare, mid, common = (lambda words=words: chance.choice(words) for words in (RARE, MID, COMMON))
    name = lambda: f"{chance.choice(FIRST)} {chance.choice(LAST)}"  # noqa: E731
    return {
        "rare word": lambda: f"{rare()} ",
        "mid word": lambda: f"{mid()} ",
        "common word": lambda: f"{common()} ",
        "two mid words": lambda: f"{mid()} {mid()} ",
        "two common words": lambda: f"{common()} {common()} ",
        "rare and common": lambda: f"{rare()} {common()} ",
        "prefix of 4": lambda: mid()[:4],
        "phrase": lambda: f'"{common()} {mid()}"',
        "common, not common": lambda: f"{common()} -{common()} ",
        "mid from:name": lambda: f'{mid()} from:"{name()}"',
        "from:name alone": lambda: f'from:"{name()}"',
        "common in:x is:private": lambda: f"in:x is:private {common()} ",
        "common, one month": lambda: f"{common()} on:2025-{chance.randint(1, 12):02} ",
        "common is:unanswered": lambda: f"is:unanswered {common()} ",
        "mid is:open": lambda: f"is:open {mid()} ",
        "common tag:": lambda: f'tag:"tag 1" {common()} ',
        "tag: alone": lambda: 'tag:"tag 1"',
        "assignee:me alone": lambda: "assignee:me",
        "a name": name,
    }


def _measure(engine: Engine, calls: int) -> None:
    heads = f"{'search':^20}{'of it our CPU':^20}{'plain statement':^20}"
    print(f"{'':24}{heads}   p50 / p99 in ms")
    for name, make in _asked(random.Random(11)).items():  # noqa: S311 - the same questions each time
        questions = [make() for _ in range(calls)]
        with Session(engine, info={"clock": SystemClock()}) as session:
            user = session.get_one(User, 1)
            ours, cpu = _timed(session, questions, partial(_search, user=user))
            plain, _ = _timed(session, questions, _plain)
        print(f"{name:<24}{_figures(ours):^20}{_figures(cpu):^20}{_figures(plain):^20}", flush=True)


def _search(session: Session, typed: str, user: User) -> object:
    return finding.find(session, typed, user)


def _timed(session: Session, questions: list[str], ask: Ask) -> tuple[list[float], list[float]]:
    for question in questions[:3]:
        ask(session, question)
    took, cpu = [], []
    for question in questions:
        session.expunge_all()
        began, worked = time.perf_counter(), time.process_time()
        ask(session, question)
        took.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return took, cpu


def _plain(session: Session, typed: str) -> object:
    words = expressions.of_words(asking.read(typed).words)
    query, place = matching.entries(session, words)
    return session.execute(query.order_by(place.desc()).limit(25)).all()


def _figures(took: list[float]) -> str:
    ordered = sorted(took)
    return f"{statistics.median(took):.1f} / {ordered[int(len(ordered) * 0.99)]:.1f}"


if __name__ == "__main__":
    main()

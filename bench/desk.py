"""How long do list, conversation and counts take on a large desk, beside the plain statement?

    python -m bench.desk [--messages 100000,1000000] [--databases sqlite,postgresql]
                         [--calls 200] [--kept FOLDER]

A desk of two years (`bench/large_desk.py`) with 5,000 open conversations. Each thing is done many
times: what is read from the database for it beside the plain statement that fetches the same
rows, and the whole answers of the web app with their pages drawn. The sizes take turns call by
call, so that a load of the machine falls on each alike, and growth is that of the medians. In a
folder that is kept a second run finds the desks built. Exits with 1 when the largest desk misses
an aim at the 99th percentile, or grew by more than 1.3 times.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from bench import databases, desks_in_turn, large_desk
from bench.desks_in_turn import Desk
from inbox import desk_views, queues, threads
from inbox.models import User
from web import counting

LIST = """
    SELECT conversation.*, contact.* FROM conversation LEFT JOIN contact ON contact.id = contact_id
    WHERE status = 'open' AND {narrowed}
    ORDER BY waiting_since IS NULL, waiting_since, conversation.id LIMIT 51
"""
THREAD = """
    SELECT message.* FROM message WHERE conversation_id = {conversation} ORDER BY sent_at LIMIT 200
"""
COUNTS = """
    SELECT count(*), count(*) FILTER (WHERE priority = 'urgent'),
        count(*) FILTER (WHERE assignee_id IS NULL), count(*) FILTER (WHERE assignee_id = 1),
        count(*) FILTER (WHERE platform = 'facebook'), count(*) FILTER (WHERE platform = 'x'),
        count(*) FILTER (WHERE platform = 'instagram') FROM conversation WHERE status = 'open'
"""


@dataclass(frozen=True, slots=True)
class Thing:
    """What is read for something that people do, the plain statement, and how soon it should be."""

    name: str
    aim: float
    read: Callable[[Session, User, int], object]
    plain: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser asks for, and how soon it should be answered."""

    name: str
    aim: float
    address: str
    headers: dict[str, str] = field(default_factory=dict)


# Each with what narrows it. Nothing on this desk is due, urgent or muted, so all stand in the order
# of `LIST`.
VIEWS = {
    "open": "true",
    "unassigned": "assignee_id IS NULL",
    "mine": "assignee_id = 1",
    "facebook": "platform = 'facebook'",
    "instagram": "platform = 'instagram'",
    "x": "platform = 'x'",
}
THINGS = (
    Thing(
        "list of a view",
        10,
        lambda session, user, n: queues.page(
            session, desk_views.find(session, _view(n), user), user
        ),
        LIST,
    ),
    Thing(
        "open a conversation",
        15,
        lambda session, _, n: threads.open(session, n),
        THREAD,
    ),
    Thing(
        "counts of all views",
        10,
        lambda session, user, _: counting.counts(session, user),
        COUNTS,
    ),
)
ANSWERS = (
    Answer("list of a view", 30, "/desk/{view}"),
    Answer("open, beside the list", 30, "/desk/open/{conversation}", {"Turbo-Frame": "reading"}),
    Answer("open, with the list", 50, "/desk/open/{conversation}"),
)


def main() -> None:
    """Measure every kind, all sizes in turn, and print what was found."""
    asked = _arguments()
    sizes = sorted(map(int, asked.messages.split(",")))
    missed = False
    for kind in asked.databases.split(","):
        with desks_in_turn.of(kind, sizes, asked.kept) as desks:
            missed |= _measure(desks, asked.calls)
    sys.exit(1 if missed else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", default="100000,1000000", help="sizes")
    parser.add_argument("--databases", default=",".join(databases.KINDS))
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--kept", type=Path, help="where large desks are kept between runs")
    return parser.parse_args()


def _measure(desks: list[Desk], calls: int) -> bool:
    """Print a line for each thing, answer and desk. Say whether an aim was missed."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\nload {load}; p50 / p99 in ms, CPU of this process, statements")
    missed = False
    for thing in THINGS:
        read = desks_in_turn.measured(desks, calls, partial(_read, thing))
        plain = desks_in_turn.measured(desks, calls, partial(_read_plainly, thing))
        missed |= desks_in_turn.told(f"read: {thing.name}", thing.aim, desks, read)
        desks_in_turn.told_plain(desks, read, plain)
    for answer in ANSWERS:
        whole = desks_in_turn.measured(desks, calls, partial(_answered, answer))
        missed |= desks_in_turn.told(f"answer: {answer.name}", answer.aim, desks, whole)
    return missed


def _read(thing: Thing, desk: Desk, turn: int) -> object:
    number = _open_one(desk, turn)
    return desk.read(lambda session: thing.read(session, desk.user, number))


def _read_plainly(thing: Thing, desk: Desk, turn: int) -> object:
    number = _open_one(desk, turn)
    asked = text(thing.plain.format(narrowed=VIEWS[_view(number)], conversation=number))
    return desk.read(lambda session: session.execute(asked).all())


def _answered(asked: Answer, desk: Desk, turn: int) -> None:
    number = _open_one(desk, turn)
    address = asked.address.format(view=_view(number), conversation=number)
    desk.answered(address, asked.headers)


def _open_one(desk: Desk, turn: int) -> int:
    """Return an open conversation, the same one at the same turn."""
    last = desk.messages // large_desk.A_CONVERSATION
    chance = random.Random(turn)  # noqa: S311 - the same conversations each time
    return chance.randint(max(1, last - large_desk.OPEN + 1), last)


def _view(number: int) -> str:
    return [*VIEWS][number % len(VIEWS)]


if __name__ == "__main__":
    main()

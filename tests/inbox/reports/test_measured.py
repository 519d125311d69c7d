"""Does what reports read of a wait hold, whatever happened to it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.pages import Author, Incoming, Notice, Page, PostSeen
from connectors.words import Direction, Happening, Kind, Platform
from inbox import (
    accounts,
    acts,
    by_hand,
    intake,
    languages,
    merging,
    people,
    splitting,
    status,
    teams,
    threads,
    undoing,
)
from inbox.errors import HearbackError
from inbox.models import Account, Act, Conversation, Event, Message, Role, Team, User, Wait
from inbox.models.measured import (
    A_PLATFORM,
    COUNTED_BY,
    END_BITS,
    ENDS,
    KINDS,
    MEASURED,
    PLATFORMS,
    Layout,
)
from inbox.reckoning import reckoned
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make

MARIA = Author(external_id="maria", name="Maria Lopez")
WORDS = ("When is the park open?", "¿Dónde está la calle de la policía?", "Hm")
POST = PostSeen(external_id="post-1", text="The park", published_at=None)

Verb = Callable[[Session, Conversation, User], object]

_happened = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *["ask", "ask", "late", "answer", "resolve", "resolve", "reopen", "undo", "undo"],
                *["see", "mark", "unmark", "move", "merge", "split", "remove"],
            ]
        ),
        st.integers(0, 1),
        st.integers(0, 300),
    ),
    min_size=3,
    max_size=15,
)

_pages = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(["ask", "ask", "late", "answer"]),
            st.integers(0, 2),
            st.integers(0, 300),
        ),
        min_size=1,
        max_size=6,
    ),
    min_size=1,
    max_size=3,
)


def _split(session: Session, conversation: Conversation, by: User) -> object:
    theirs = select(Message.id).where(
        Message.conversation_id == conversation.id, Message.direction == Direction.IN
    )
    last = session.scalars(theirs.order_by(Message.id.desc()).limit(1)).first()
    return splitting.split(session, last or 0, by=by)


def _unmark(session: Session, conversation: Conversation, by: User) -> object:
    marked = select(Message.id).where(
        Message.conversation_id == conversation.id, Message.by_hand_at.is_not(None)
    )
    number = session.scalar(marked.order_by(Message.id.desc()).limit(1))
    return by_hand.take_back(session, number or 0, by=by)


def _merge(session: Session, conversation: Conversation, by: User) -> object:
    others = select(Conversation.id).where(
        Conversation.id != conversation.id,
        Conversation.account_id == conversation.account_id,
        Conversation.merged_into_id.is_(None),
    )
    into = session.scalars(others.order_by(Conversation.id).limit(1)).first()
    return merging.merge(session, conversation.id, into=into or 0, by=by)


def _undo(session: Session, _conversation: Conversation, by: User) -> object:
    done = acts.last(session, by)
    return undoing.undo(session, done[0].batch, by=by) if done else None


def _move(session: Session, conversation: Conversation, by: User) -> object:
    return teams.move(session, conversation.id, to=session.scalars(select(Team)).one(), by=by)


_VERBS: Mapping[str, Verb] = {
    "resolve": lambda session, one, by: status.resolve(session, one.id, by=by, reason="thanks"),
    "reopen": lambda session, one, by: status.reopen(session, one.id, by=by),
    "see": lambda session, one, by: threads.mark_seen(session, one.id, by=by),
    "mark": lambda session, one, by: by_hand.mark(session, one.id, by=by),
    "unmark": _unmark,
    "move": _move,
    "merge": _merge,
    "split": _split,
    "undo": _undo,
}


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(happened=_happened)
def test_what_is_noted_at_a_wait_is_what_stands_elsewhere(
    make: Make, runtime: Runtime, clock: SetClock, happened: list[tuple[str, int, int]]
) -> None:
    rosa, account = make.user("Rosa", role=Role.SUPERVISOR), make.account()
    start = clock.at
    with runtime.writing() as session:
        if not session.scalars(select(Team)).all():
            people.team_of(session, "Records", [session.merge(rosa)])
    said: list[Incoming] = []
    for what, thread, seconds in happened:
        clock.advance(seconds=seconds + 1)
        if what in ("ask", "late", "answer"):
            said.append(_said(what, f"thread-{thread}-{account.id}", clock.at))
            make.received(account, said[-1:])
        elif what == "remove" and said:
            _remove(runtime, account, said.pop(), clock.at)
        elif what in _VERBS:
            _do(runtime, _VERBS[what], f"thread-{thread}-{account.id}", rosa)
    clock.at = start

    _holds(runtime, account)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(pages=_pages)
def test_what_comes_page_by_page_is_noted_as_it_stands_elsewhere(
    make: Make, runtime: Runtime, clock: SetClock, pages: list[list[tuple[str, int, int]]]
) -> None:
    account, start = make.account(), clock.at
    for page in pages:
        said = []
        for what, thread, seconds in page:
            clock.advance(seconds=seconds + 1)
            said.append(_said(what, f"thread-{thread}-{account.id}", clock.at))
        make.received(account, said)
    clock.at = start

    _holds(runtime, account)


def test_every_platform_and_kind_has_a_number() -> None:
    assert set(PLATFORMS) == set(Platform)
    assert set(KINDS) == set(Kind)
    assert len(set(KINDS.values())) == len(KINDS)
    assert len(set(PLATFORMS.values())) == len(PLATFORMS)
    assert max(KINDS.values()) < A_PLATFORM


def test_the_code_of_every_language_has_room() -> None:
    assert max(map(len, languages.NAMES)) <= COUNTED_BY["language"]


def _holds(runtime: Runtime, account: Account) -> None:
    with runtime.reading() as session:
        found = session.scalars(select(Wait).where(Wait.account_id == account.id)).all()
        noted = {one.id: _noted(one) for one in found}
        expected = {one.id: _plainly(session, one) for one in found}
        written = {one.id: _digits(one) for one in found}
        in_digits = {one.id: _in_digits(one) for one in found}

    assert noted == expected
    assert written == in_digits


def _said(what: str, thread: str, now: datetime) -> Incoming:
    at = now - timedelta(minutes=2) if what == "late" else now
    given = {"thread_id": thread, "author": MARIA, "sent_at": at, "post": POST}
    asked = incoming(**given, text=WORDS[at.second % len(WORDS)])
    return native_answer(asked, sent_at=at) if what == "answer" else asked


def _remove(runtime: Runtime, account: Account, item: Incoming, at: datetime) -> None:
    gone = Notice(external_id=item.external_id, happening=Happening.REMOVED, at=at)
    with runtime.writing() as session:
        locked = accounts.locked(session, account.id)
        intake.receive(session, locked, Page(notices=(gone,)))


def _do(runtime: Runtime, verb: Verb, thread: str, by: User) -> None:
    try:
        with runtime.writing() as session:
            of_thread = select(Conversation).where(Conversation.thread_id == thread)
            conversation = session.scalars(of_thread.order_by(Conversation.id)).first()
            if conversation:
                verb(session, conversation, session.merge(by))
    except HearbackError:
        # Whatever the desk refuses has not happened.
        return


def _noted(wait: Wait) -> list[Any]:
    moments = [wait.received_at, wait.seen_at, wait.resolved_at, wait.is_by_hand]
    return [*moments, wait.team_id, wait.language, wait.post_id]


def _plainly(session: Session, wait: Wait) -> list[Any]:
    opener = session.get_one(Message, wait.opened_by_message_id)
    ender = session.get(Message, wait.ended_by_message_id) if wait.ended_by_message_id else None
    conversation = session.get_one(Conversation, wait.conversation_id)
    undone = set(session.scalars(select(Act.event_id).where(Act.undone_at.is_not(None))))
    events = session.scalars(select(Event).where(Event.conversation_id == conversation.id))
    resolves = [
        one.occurred_at
        for one in events
        if one.name == "conversation.resolved" and one.id not in undone
    ]
    since = [at for at in resolves if at >= wait.started_at] if wait.is_first else []
    assert opener.sent_at == wait.started_at
    return [
        opener.received_at,
        opener.first_seen_at,
        min(since, default=None),
        bool(ender and ender.by_hand_at),
        conversation.team_id,
        conversation.language,
        conversation.post_id,
    ]


def _digits(wait: Wait) -> list[int]:
    fate, *measured = _told(wait.measured, MEASURED)
    return [fate & END_BITS, *measured, *_told(wait.counted_by, COUNTED_BY)]


def _told(written: bytes | str, layout: Layout) -> list[int]:
    told = bytes.fromhex(written) if isinstance(written, str) else written
    ends = list(accumulate(layout.values()))
    assert len(told) == ends[-1]
    return [int.from_bytes(told[a:b], "big") for a, b in pairwise((0, *ends))]


def _in_digits(wait: Wait) -> list[int]:
    staffed = (wait.staffed + 1 if wait.staffed is not None else 0) if wait.ended_at else None
    return [
        ENDS[wait.end] if wait.end else 0,
        _moment(wait.started_at),
        _moment(wait.ended_at or wait.due_at),
        (wait.hours_id or 0) if staffed is None else staffed,
        (wait.target or -1) + 1,
        *map(_moment, (wait.resolved_at, wait.received_at, wait.seen_at)),
        *(wait.conversation_id, wait.account_id, wait.team_id or 0, wait.ended_by_user_id or 0),
        wait.post_id or 0,
        PLATFORMS[wait.platform] * A_PLATFORM + KINDS[wait.kind],
        int.from_bytes((wait.language or "").encode().ljust(COUNTED_BY["language"], b"\0"), "big"),
    ]


def _moment(at: datetime | None) -> int:
    return reckoned(at) if at else 0

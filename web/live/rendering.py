"""What is sent to browsers about a changed conversation?

Each fragment is rendered once for each change and each language that somebody connected reads,
by the templates that the pages use.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import TypeVar

from flask import Flask
from sqlalchemy.orm import Session

from inbox import (
    conversations,
    reach,
    reading_language,
    session_lock,
    sign_in,
    threads,
)
from inbox.audit import reading
from inbox.models import User
from inbox.reach import Reach
from inbox.runtime import Runtime
from web import bell, counting, fragments, languages, live_page
from web.live import drawing, streaming
from web.live.streaming import Payload
from web.live.watchers import Listed, Open
from web.off_loop import OffLoop

Result = TypeVar("Result")


class Rendering:
    """Turns conversations into what travels over a socket."""

    def __init__(self, app: Flask, runtime: Runtime, off_loop: OffLoop) -> None:
        self._app = app
        self._runtime = runtime
        self._off_loop = off_loop

    def read(
        self,
        work: Callable[[Session], Result],
        *,
        language: str = reading_language.USUAL,
        accounts: Reach = reach.ALL,
    ) -> Result:
        """Run work off the loop, with templates and a session that finds what some people reach."""

        def working() -> Result:
            with (
                self._app.test_request_context(),
                languages.reading_in(language),
                self._runtime.reading() as session,
            ):
                reach.hold(session, accounts)
                return work(session)

        return self._off_loop.run(working)

    def read_by(self, user: User, work: Callable[[Session], Result], *, language: str) -> Result:
        """Run work as `read` does, and keep which private words it showed somebody."""

        def working(session: Session) -> Result:
            found = work(session)
            if read := reading.taken(session, user):
                with self._runtime.committing() as beside:
                    reading.keep(beside, read, user)
            return found

        return self.read(working, language=language, accounts=reach.of(user))

    def note_seen(self, conversation_id: int, user: User) -> None:
        """Note that a person saw what came while they had a conversation open."""

        def noting() -> Session:
            with self._runtime.committing() as session:
                reach.hold(session, reach.of(user))
                threads.mark_seen(session, conversation_id, by=user)
            return session

        self._runtime.announce(self._off_loop.run(noting))

    def closed(self, digests: Collection[bytes]) -> set[bytes]:
        """Return which of these sign-ins are locked, or ended."""
        return (
            self.read(lambda session: session_lock.closed(session, digests)) if digests else set()
        )

    def ended(self, sign_ins: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
        """Return which of these sign-ins, each a person and a number, count no more."""
        return self.read(lambda session: sign_in.ended(session, sign_ins)) if sign_ins else set()

    def outgrown(self, known: Collection[tuple[int, Reach]]) -> set[tuple[int, Reach]]:
        """Return which of these, each a person and what they reached, holds no more."""
        return self.read(lambda session: reach.changed(session, known)) if known else set()

    def account_of(self, conversation_id: int) -> int | None:
        """Return the account of a conversation, if there is one."""
        return self.read(lambda session: conversations.account_of(session, conversation_id))

    def stopped_accounts(self, language: str, accounts: Reach) -> Payload:
        """Return the strips of stopped accounts, and the links to what is on the air."""
        return self.read(
            lambda session: {
                "html": fragments.stopped_accounts(session),
                "on_air": live_page.on_air(session),
            },
            language=language,
            accounts=accounts,
        )

    def streams(self, posts: Collection[int], ids: Collection[int], language: str) -> list[Payload]:
        """Return what changed in each of these broadcasts, with their figures."""
        return self.read(lambda session: streaming.changed(session, posts, ids), language=language)

    def counts(
        self, shown: Mapping[int, Collection[str]], people: Mapping[int, Reach]
    ) -> dict[int, Payload]:
        """Return the counts of each person's rail, and of the views they have open."""
        counted: dict[int, Payload] = {}
        for accounts, those in _alike(people):
            of_them = {one: shown[one] for one in those if one in shown}
            counted |= self.read(partial(counting.counts_of_each, shown=of_them), accounts=accounts)
        return counted

    def standings(self, people: Mapping[int, Reach], language: str) -> list[tuple[int, Payload]]:
        """Return how much each of these people was told and has not read."""
        return [
            standing
            for accounts, those in _alike(people)
            for standing in self.read(
                partial(_standings, user_ids=those), language=language, accounts=accounts
            )
        ]

    def rows(
        self,
        ids: Collection[int],
        listed: Collection[Listed],
        spoken: Collection[str],
    ) -> dict[str, dict[Listed, list[Payload]]]:
        """Return changed rows, in each language, as each of the views that are open has them."""
        return self.read(lambda session: drawing.rows(session, ids, listed, spoken))

    def pieces(self, wanted: Collection[Open]) -> list[tuple[Payload, Open]]:
        """Return the pieces of open conversations, in each language and for each reach."""
        by_reach: dict[Reach, list[Open]] = {}
        for one in wanted:
            by_reach.setdefault(one.reach, []).append(one)
        return [
            drawn
            for accounts, those in by_reach.items()
            for drawn in self.read(partial(_pieces_of_each, wanted=those), accounts=accounts)
        ]


def _alike(people: Mapping[int, Reach]) -> Iterable[tuple[Reach, list[int]]]:
    """Return who reaches the same, so that what is the same for them is asked once."""
    alike: dict[Reach, list[int]] = {}
    for user_id, accounts in people.items():
        alike.setdefault(accounts, []).append(user_id)
    return alike.items()


def _standings(session: Session, user_ids: Iterable[int]) -> list[tuple[int, Payload]]:
    return [(one, bell.standing(session, User(id=one))) for one in user_ids]


def _pieces_of_each(session: Session, wanted: Iterable[Open]) -> list[tuple[Payload, Open]]:
    return [(_pieces_in(session, one), one) for one in sorted(wanted, key=_by_number)]


def _by_number(one: Open) -> tuple[int, str]:
    return one.conversation, one.language


def _pieces_in(session: Session, one: Open) -> Payload:
    with languages.reading_in(one.language):
        return drawing.pieces(session, one.conversation)

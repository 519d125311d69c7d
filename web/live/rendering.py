"""What is sent to browsers about a changed conversation?

Each fragment is rendered once for each change and each language that somebody connected reads,
by the templates that the pages use.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from flask import Flask
from sqlalchemy.orm import Session

from inbox import (
    desk_views,
    queues,
    reading_language,
    session_lock,
    sign_in,
    threads,
    views,
)
from inbox.audit import reading
from inbox.errors import NotFound
from inbox.models import Conversation, Priority, Status, User
from inbox.runtime import Runtime
from web import bell, counting, fragments, languages, live_page
from web.languages import say
from web.live import streaming
from web.live.streaming import Payload
from web.off_loop import OffLoop

Result = TypeVar("Result")


class Rendering:
    """Turns conversations into what travels over a socket."""

    def __init__(self, app: Flask, runtime: Runtime, off_loop: OffLoop) -> None:
        self._app = app
        self._runtime = runtime
        self._off_loop = off_loop

    def read(
        self, work: Callable[[Session], Result], *, language: str = reading_language.USUAL
    ) -> Result:
        """Run work with a session and with templates at hand, off the loop."""

        def working() -> Result:
            with (
                self._app.test_request_context(),
                languages.reading_in(language),
                self._runtime.reading() as session,
            ):
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

        return self.read(working, language=language)

    def note_seen(self, conversation_id: int, user: User) -> None:
        """Note that a person saw what came while they had a conversation open."""

        def noting() -> Session:
            with self._runtime.committing() as session:
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

    def stopped_accounts(self, language: str) -> Payload:
        """Return the strips of stopped accounts, and the links to what is on the air."""
        return self.read(
            lambda session: {
                "html": fragments.stopped_accounts(session),
                "on_air": live_page.on_air(session),
            },
            language=language,
        )

    def streams(self, posts: Collection[int], ids: Collection[int], language: str) -> list[Payload]:
        """Return what changed in each of these broadcasts, with their figures."""
        return self.read(lambda session: streaming.changed(session, posts, ids), language=language)

    def counts(self, shown: Mapping[int, Collection[str]]) -> dict[int, Payload]:
        """Return the counts of each person's rail, and of the views they have open."""
        return self.read(lambda session: counting.counts_of_each(session, shown))

    def standings(self, user_ids: Collection[int], language: str) -> list[tuple[int, Payload]]:
        """Return how much each of these people was told and has not read."""
        if not user_ids:
            return []
        return self.read(
            lambda session: [(one, bell.standing(session, User(id=one))) for one in user_ids],
            language=language,
        )

    def rows(
        self,
        ids: Collection[int],
        shared: Collection[str],
        personal: Iterable[tuple[str, int]],
        spoken: Collection[str],
    ) -> dict[str, dict[int, list[Payload]]]:
        """Return changed rows, in each language, for everyone (key 0) and as some people see them.

        They are held against the views that are open: those that all see alike, and personal ones.
        """
        marks = {0: set(shared)}
        for mark, user_id in personal:
            marks.setdefault(user_id, set()).add(mark)
        return self.read(lambda session: _for_each(session, ids, marks, spoken))

    def pieces(self, wanted: Collection[tuple[int, str]]) -> list[tuple[Payload, str]]:
        """Return the pieces of open conversations, each in a language."""
        return self.read(
            lambda session: [
                (_pieces_in(session, one, language), language) for one, language in sorted(wanted)
            ]
        )


def _for_each(
    session: Session,
    ids: Collection[int],
    marks: Mapping[int, Collection[str]],
    spoken: Collection[str],
) -> dict[str, dict[int, list[Payload]]]:
    found = queues.rows(session, ids)
    own = {one: marks[one] for one in marks if one}
    seen_by = {0: _belonging_to_all(session, ids, marks[0])}
    seen_by |= queues.belonging_of_each(session, ids, own)
    return {language: _drawn(session, found, seen_by, language) for language in spoken}


def _drawn(
    session: Session,
    found: Collection[Conversation],
    seen_by: Mapping[int, Mapping[int, Collection[str]]],
    language: str,
) -> dict[int, list[Payload]]:
    with languages.reading_in(language):
        drawn = [(one, fragments.row(session, one)) for one in found]
        return {
            user_id: [row(one, html, belongs[one.id]) for one, html in drawn if one.id in belongs]
            for user_id, belongs in seen_by.items()
        }


def _pieces_in(session: Session, conversation_id: int, language: str) -> Payload:
    with languages.reading_in(language):
        return pieces(session, conversation_id)


def _belonging_to_all(
    session: Session, ids: Collection[int], marks: Collection[str]
) -> dict[int, set[str]]:
    found = queues.belonging(session, ids, User(id=0), marks)
    personal = {view.mark for view in views.all_views() if view.is_personal}
    return {one: keys - personal for one, keys in found.items()}


def row(conversation: Conversation, html: str, belongs: Collection[str]) -> Payload:
    """Return a row as a browser takes it."""
    return {
        "id": conversation.id,
        "version": conversation.version,
        "html": html,
        "belongs": sorted(belongs),
        "left": why_it_left(conversation),
        "claimed": bool(conversation.assignee and conversation.status is Status.OPEN),
        "assignee": str(conversation.assignee_id or ""),
        "resolved": conversation.status is Status.RESOLVED,
        "urgent": conversation.priority is Priority.URGENT,
        "quiet": conversation.is_quiet,
    }


def pieces(session: Session, conversation_id: int) -> Payload:
    """Return an open conversation's pieces. Raises NotFound."""
    read = fragments.reading(session, conversation_id)
    version, drawn = read.conversation.version, fragments.drawn(read)
    return {"id": conversation_id, "version": version, "pieces": drawn}


def why_it_left(conversation: Conversation) -> str:
    """Say in two words why a conversation is no longer in a view."""
    if conversation.merged_into_id is not None:
        return say("Merged")
    if conversation.status is Status.RESOLVED:
        return say("Resolved")
    if conversation.status is Status.SNOOZED:
        return say("Snoozed")
    if conversation.assignee:
        return say("Claimed by {name}", name=conversation.assignee.first_name)
    return say("Moved")


def newer(session: Session, *, view: str, known: Mapping[int, int], user: User) -> list[Payload]:
    """Return rows that a browser with these versions has not seen, left ones included.

    Raises NotFound for an unknown view.
    """
    page = queues.page(session, desk_views.find(session, view, user), user)
    fresh = {one.id: one for one in (*queues.rows(session, known), *page.rows)}
    belongs = queues.belonging(session, fresh, user, [view])
    return [
        row(one, fragments.row(session, one), belongs[one.id])
        for one in fresh.values()
        if one.version > known.get(one.id, 0) or view not in belongs[one.id]
    ]


def newer_pieces(session: Session, conversation_id: int, version: int) -> Payload | None:
    """Return an open conversation's pieces when they are newer than this version."""
    try:
        found = pieces(session, conversation_id)
    except NotFound:
        return None
    return found if found["version"] > version else None

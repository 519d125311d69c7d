"""Which direct messages are there? The same edges serve Messenger and Instagram.

Source: Graph API, Page edge /conversations, Conversation edge /messages; docs/platforms.md 2.2.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.graph import attachments, errors, reactions, stories
from connectors.graph.client import GraphClient
from connectors.graph.paging import Place, Walk, after
from connectors.graph.reading import Reading, head_page, joined, next_page
from connectors.graph.standing import OVERLAP
from connectors.graph.times import moment, written
from connectors.pages import Author, Incoming, Meeting, Page, ThreadSeen
from connectors.words import Direction, Kind

THREADS_A_PAGE = 25
MESSAGES_A_PAGE = 20
CONVERSATIONS, MESSAGES = "conversations", "messages"

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Where one account's direct messages are, and how the platform shows people there."""

    client: GraphClient
    platform: str
    page_id: str
    own_id: str
    name_field: str
    media_fields: str
    asked: str
    reach: timedelta

    def fetch(self, *, since: str | None, at: str | None) -> Page:
        """Read one page of the threads that changed, or one more page within a walk."""
        if at is not None:
            return next_page(self.client, at, self._go_on)
        newest = _read_position(since, self.reach)
        answer = self.threads()
        with errors.parsing(self.platform):
            reading = self._read_threads(answer, newest - OVERLAP)
            times = [moment(thread["updated_time"]) for thread in answer["data"]]
        return head_page(self.client, reading, written(max([newest, *times])))

    def threads(self, **parameters: Any) -> Json:
        """Ask for threads, the latest active first."""
        return self.client.get(
            f"{self.page_id}/conversations",
            platform=self.asked,
            fields=self._thread_fields,
            limit=THREADS_A_PAGE,
            **parameters,
        )

    def thread_with(self, person_id: str) -> ThreadSeen | None:
        """Ask for the thread with one person. Raises TryLater, Refused or NeedsReconnection."""
        answer = self.client.get(
            f"{self.page_id}/conversations",
            platform=self.asked,
            user_id=person_id,
            fields="id,participants",
        )
        with errors.parsing(self.platform):
            for thread in answer["data"]:
                if contact := self._contact(thread):
                    return ThreadSeen(thread_id=thread["id"], contact=contact)
        return None

    def messages(self, thread_id: str, **parameters: Any) -> Json:
        """Ask for the messages of a thread, the newest first."""
        return self.client.get(
            f"{thread_id}/messages",
            fields=self._message_fields,
            limit=MESSAGES_A_PAGE,
            **parameters,
        )

    @property
    def _tells_reactions(self) -> bool:
        return reactions.FIELD in self.media_fields.split(",")

    @property
    def _message_fields(self) -> str:
        return f"id,created_time,from{{id,{self.name_field}}},message,{self.media_fields}"

    @property
    def _thread_fields(self) -> str:
        return (
            f"id,updated_time,participants,"
            f"messages.limit({MESSAGES_A_PAGE}){{{self._message_fields}}}"
        )

    def _go_on(self, place: Place) -> Reading:
        if place.edge == CONVERSATIONS:
            answer = self.threads(after=place.after)
            with errors.parsing(self.platform):
                return self._read_threads(answer, place.floor)
        thread_id = place.context["thread"]
        answer = self.messages(thread_id, after=place.after)
        with errors.parsing(self.platform):
            contact = _author_from(place.context["contact"])
            return self._read_messages(answer, thread_id, contact, place.floor)

    def _read_threads(self, answer: Json, floor: datetime) -> Reading:
        threads = answer["data"]
        changed = [t for t in threads if moment(t["updated_time"]) >= floor]
        reading = joined(self._read_thread(thread, floor) for thread in changed)
        cursor = after(answer)
        if cursor is None or len(changed) < len(threads):
            return reading
        path = f"{self.page_id}/conversations"
        return reading + Reading(
            places=(Place(edge=CONVERSATIONS, path=path, after=cursor, floor=floor),)
        )

    def _read_thread(self, thread: Json, floor: datetime) -> Reading:
        if "messages" not in thread:
            return Reading()
        contact = self._contact(thread)
        return self._read_messages(thread["messages"], thread["id"], contact, floor)

    def _read_messages(
        self, edge: Json, thread_id: str, contact: Author | None, floor: datetime
    ) -> Reading:
        # Every message shown is handed on, older than the floor or not: a thread that
        # moved up while an earlier walk went on may hold one that nobody has seen.
        items = tuple(self._message(each, thread_id, contact) for each in edge["data"])
        cursor = after(edge)
        if cursor is None:
            return Reading(items)
        told = {"thread": thread_id, "contact": _author_told(contact)}
        path = f"{thread_id}/messages"
        more = Place(edge=MESSAGES, path=path, after=cursor, floor=floor, context=told)
        if items and items[-1].sent_at < floor:
            return Reading(items, meetings=self._meetings(items[-1], more))
        return Reading(items, (more,))

    def _meetings(self, oldest: Incoming, more: Place) -> tuple[Meeting, ...]:
        if oldest.sent_at < datetime.now(UTC) - self.reach:
            return ()
        return (Meeting(external_id=oldest.external_id, at=Walk(places=(more,)).written()),)

    def _message(self, told: Json, thread_id: str, contact: Author | None) -> Incoming:
        author = self._author(told.get("from"))
        ours = author is not None and author.external_id == self.own_id
        return Incoming(
            kind=Kind.DIRECT_MESSAGE,
            external_id=told["id"],
            thread_id=thread_id,
            direction=Direction.OUT if ours else Direction.IN,
            text=told.get("message", ""),
            sent_at=moment(told["created_time"]),
            author=author,
            contact=contact,
            surface=stories.surface(told),
            reactions=reactions.standing(told) if self._tells_reactions else None,
            attachments=(*attachments.of_message(told), *stories.links(told)),
        )

    def _contact(self, thread: Json) -> Author | None:
        people = thread.get("participants", {}).get("data", ())
        others = (self._author(each) for each in people if each.get("id") != self.own_id)
        return next(others, None)

    def _author(self, told: Json | None) -> Author | None:
        if not told or "id" not in told:
            return None
        return Author(
            external_id=told["id"], name=told.get("name", ""), handle=told.get("username", "")
        )


def _read_position(position: str | None, reach: timedelta) -> datetime:
    return moment(position) if position else datetime.now(UTC) - reach


def _author_told(author: Author | None) -> str | None:
    return json.dumps([author.external_id, author.name, author.handle]) if author else None


def _author_from(told: str | None) -> Author | None:
    if told is None:
        return None
    external_id, name, handle = json.loads(told)
    return Author(external_id=external_id, name=name, handle=handle)

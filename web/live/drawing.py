"""How are rows and pieces drawn as they travel over a socket?"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from inbox import desk_views, queues, reach, views
from inbox.errors import NotFound
from inbox.models import Conversation, Priority, Status, User
from web import fragments, languages
from web.languages import say
from web.live.streaming import Payload
from web.live.watchers import Listed


def rows(
    session: Session,
    ids: Collection[int],
    listed: Collection[Listed],
    spoken: Collection[str],
) -> dict[str, dict[Listed, list[Payload]]]:
    """Return changed rows, in each language, as each of the views that are open has them."""
    found = queues.rows(session, ids)
    marks: dict[int, set[str]] = {0: set()}
    for one in listed:
        marks.setdefault(one.user_id, set()).add(one.view)
    seen_by = {0: _belonging_to_all(session, ids, marks.pop(0))}
    seen_by |= queues.belonging_of_each(session, ids, marks)
    return {language: _drawn(session, found, seen_by, listed, language) for language in spoken}


def _drawn(
    session: Session,
    found: Collection[Conversation],
    seen_by: Mapping[int, Mapping[int, Collection[str]]],
    listed: Collection[Listed],
    language: str,
) -> dict[Listed, list[Payload]]:
    with languages.reading_in(language):
        drawn = [(one, fragments.row(session, one)) for one in found]
        reaches = {place.reach for place in listed}
        hidden = {one: reach.hidden_among(session, one, found) for one in reaches}
        return {
            place: [
                row(one, html, seen_by[place.user_id][one.id])
                for one, html in drawn
                if one.id in seen_by[place.user_id] and one.id not in hidden[place.reach]
            ]
            for place in listed
        }


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

"""Is a reply that may have been published there?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.attachments import Attachment
from connectors.errors import OutcomeUnknown
from connectors.graph import attachments, errors
from connectors.graph.client import GraphClient
from connectors.graph.conversations import MESSAGES_A_PAGE, Inbox
from connectors.graph.paging import Place, Walk, after
from connectors.graph.times import moment
from connectors.phrases import Phrase
from connectors.pictures import Likeness
from connectors.sending import OutgoingReply, Receipt
from connectors.words import Audience, Kind

# The clocks of a platform's machines may differ, and its times are whole seconds.
SKEW = timedelta(minutes=1)
BEGINNING = datetime.fromtimestamp(0, tz=UTC)

Json = Mapping[str, Any]
More = Callable[[str | None], Json]
Held = Callable[[Json], tuple[Attachment, ...]]


def in_messages(inbox: Inbox, reply: OutgoingReply) -> Receipt | None:
    """Look for a direct message, or a private reply, among the latest in its thread.

    None: it is certainly not there. Raises OutcomeUnknown when the platform shows
    too little to tell, or any error of reading.
    """
    threads = _threads(inbox, reply)
    latest = [message for thread in threads for message in _latest(inbox, thread, reply)]
    sought = reply.by_clock_of_platform(inbox.client.now())
    found = nearest(
        latest,
        inbox.own_id,
        sought,
        text="message",
        time="created_time",
        held=attachments.of_message,
    )
    since = sought.attempted_at - SKEW
    reached = any(moment(each["created_time"]) < since for each in latest)
    if found is None and not reached and len(latest) >= MESSAGES_A_PAGE:
        # Only the latest 20 of a thread can be asked for (docs/platforms.md 2.2).
        raise OutcomeUnknown(Phrase("The platform may not show messages from that time any more."))
    return found


def since_attempt(
    path: str, more: More, client: GraphClient, reply: OutgoingReply, *, time: str
) -> Iterator[Json]:
    """Read an edge that is newest first, to the first from before the attempt, and that one too."""
    for each in all_pages(path, more):
        yield each
        since = reply.by_clock_of_platform(client.now()).attempted_at - SKEW
        if moment(each[time]) < since:
            return


def all_pages(path: str, more: More) -> Iterator[Json]:
    """Read an edge to its end. Raises TryLater when it runs in circles."""
    answer = more(None)
    yield from answer["data"]
    cursor = after(answer)
    if cursor is None:
        return
    walk = Walk(places=(_place(path, cursor),))
    while walk.places:
        answer = more(walk.places[0].after)
        cursor = after(answer)
        walk = walk.onward([_place(path, cursor)] if cursor else [])
        yield from answer["data"]


def _place(path: str, cursor: str) -> Place:
    return Place(edge="", path=path, after=cursor, floor=BEGINNING)


def nearest(
    seen: list[Json],
    own_id: str,
    reply: OutgoingReply,
    *,
    text: str,
    time: str,
    held: Held = lambda _: (),
) -> Receipt | None:
    """Find our own words of that time; of several alike, the one nearest to the attempt.

    Raises OutcomeUnknown when only the picture that belongs to them is missing.
    """
    ours = [
        each
        for each in seen
        if each.get("from", {}).get("id") == own_id
        and each["id"] not in reply.others
        and same(each.get(text, ""), reply.text)
    ]
    of_then = [each for each in ours if moment(each[time]) >= reply.attempted_at - SKEW]
    likeness = Likeness(reply.picture, reply.text)
    candidates = [(moment(one[time]), one["id"]) for one in of_then if likeness.fits(held(one))]
    if not candidates:
        likeness.settle()
        return None
    at, name = min(candidates, key=lambda known: abs(known[0] - reply.attempted_at))
    return Receipt(external_id=name, accepted_at=at)


def same(one: str, other: str) -> bool:
    """Whether two texts are the same to a platform that trims ends and line breaks."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _threads(inbox: Inbox, reply: OutgoingReply) -> list[str]:
    if reply.kind == Kind.DIRECT_MESSAGE:
        return [reply.thread_id]
    answer = inbox.threads(user_id=reply.recipient_id)
    with errors.parsing(inbox.platform):
        return [thread["id"] for thread in answer["data"]]


def _latest(inbox: Inbox, thread_id: str, reply: OutgoingReply) -> list[Json]:
    def more(cursor: str | None) -> Json:
        return inbox.messages(thread_id, **({"after": cursor} if cursor else {}))

    with errors.parsing(inbox.platform):
        return list(since_attempt(thread_id, more, inbox.client, reply, time="created_time"))


def is_private(reply: OutgoingReply) -> bool:
    """Whether a reply went to one person rather than to everyone."""
    return reply.kind == Kind.DIRECT_MESSAGE or reply.audience == Audience.PRIVATE

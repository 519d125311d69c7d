"""Which posts does X push, and which of them say all that a poll would tell?

A push is trusted only as far as it is whole: what stands above a post decides where it
belongs, and whether X includes that is not stated (docs/platforms.md 6). A post that lacks
something is asked for by its id.
"""

from __future__ import annotations

from collections.abc import Iterable

from connectors.pages import Incoming, Pointer
from connectors.x import media, parsing
from connectors.x.json_fields import Raw, child, either, rows, word
from connectors.x.parsing import XPost
from connectors.x.reading import Reading, Us

REPOSTED = {"retweeted", "reposted"}
CUT = "…"

Read = tuple[tuple[Incoming, ...], tuple[Pointer, ...]]


def read(us: str, event: Raw) -> Read:
    """Return what a pushed post says, or the pointer by which X must be asked for it."""
    payload = event["payload"]
    body = {"data": [payload], "includes": child(event, "includes")}
    said = parsing.posts(body)
    if not said:
        raise KeyError("id")
    if _is_repost(payload) or _answers_nobody(us, said[0]):
        return (), ()
    absent: list[str] = []
    reading = Reading(_named(us, body), body, 0, lambda ids: _note(absent, ids))
    if absent or _lacks(us, body, said[0]):
        return (), (Pointer(post_id=word(payload, "id")),)
    return tuple(reading.items()), ()


def _note(absent: list[str], ids: Iterable[str]) -> tuple[()]:
    absent.extend(ids)
    return ()


def _is_repost(payload: Raw) -> bool:
    references = rows(either(payload, "referenced_tweets", "referenced_posts"))
    return any(word(one, "type") in REPOSTED for one in references)


def _answers_nobody(us: str, post: XPost) -> bool:
    """Whether it is a post of ours that begins something, which is nobody's conversation."""
    return post.author_id == us and not post.replied_to


def _named(us: str, body: Raw) -> Us:
    """Return the profile with its handle, which tells whether words name it."""
    told = parsing.authors(body).get(us)
    return Us(us, told.handle if told else "")


def _lacks(us: str, body: Raw, post: XPost) -> bool:
    shown = {one for each in parsing.included_posts(body) for one in each.ids}
    described = media.included(body)
    attached = {one.external_id for one in post.attachments}
    return (
        not _named(us, body).handle
        or (post.quoted is not None and post.quoted not in shown)
        or not attached <= described.keys()
        or (post.text.endswith(CUT) and not _has_note(body))
    )


def _has_note(body: Raw) -> bool:
    return any(child(one, "note_tweet") or child(one, "note_post") for one in rows(body["data"]))

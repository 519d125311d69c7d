"""Which contacts and posts does a page speak of?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from connectors.pages import Author, Incoming, PostSeen
from inbox import clock
from inbox.db import planned_afresh
from inbox.models import Account, Contact, Post
from inbox.search import indexing

Ids = dict[str, int]


def contacts(session: Session, account: Account, items: Iterable[Incoming], now: datetime) -> Ids:
    """Return the authors' ids by external id: new ones made, names brought up to date."""
    authors = _authors(account, items)
    known = _known_contacts(session, account, authors)
    _rename(session, known, authors)
    fresh = [author for key, author in authors.items() if key not in known]
    return {key: row.id for key, row in known.items()} | _add_contacts(session, account, fresh, now)


def rename(session: Session, account: Account, items: Iterable[Incoming]) -> None:
    """Bring the names of known authors up to date."""
    authors = _authors(account, items)
    _rename(session, _known_contacts(session, account, authors), authors)


def posts(session: Session, account: Account, items: Iterable[Incoming]) -> Ids:
    """Return the ids of the posts commented under by external id, brought up to date."""
    seen = {item.post.external_id: item.post for item in items if item.post}
    if not seen:
        return {}
    stored = select(
        Post.id,
        Post.external_id,
        Post.text,
        Post.permalink,
        Post.published_at,
        Post.picture_url,
    ).where(Post.account_id == account.id, Post.external_id.in_(seen))
    known = {row.external_id: row for row in session.execute(planned_afresh(stored))}
    now = clock.now(session)
    changed = [_changes(known[key], post) for key, post in seen.items() if key in known]
    _tell_of_pictures(session, known, seen, now)
    if told := [one for one in changed if one]:
        session.execute(update(Post), told)
        texts = {row.id: row.text for row in known.values()}
        said = [one for one in told if one["text"] != texts[one["id"]]]
        indexing.posts_again(session, [(one["id"], account.id, one["text"]) for one in said])
    fresh = [post for key, post in seen.items() if key not in known]
    return {key: row.id for key, row in known.items()} | _add_posts(session, account, fresh, now)


# Platforms sign the address anew on every poll: the first one is fetched, and kept.
def _tell_of_pictures(
    session: Session, known: dict[str, Any], seen: dict[str, PostSeen], now: datetime
) -> None:
    told = [
        {"id": row.id, **_picture(seen[key], now)}
        for key, row in known.items()
        if seen[key].picture and not row.picture_url
    ]
    if told:
        session.execute(update(Post), told)


def _picture(post: PostSeen, now: datetime) -> dict[str, Any]:
    return {"picture_url": post.picture, "picture_due_at": now if post.picture else None}


def _changes(stored: Any, post: PostSeen) -> dict[str, Any] | None:
    # A push names a post and tells little of it; what was told before stands.
    told = {
        "text": post.text or stored.text,
        "permalink": post.permalink or stored.permalink,
        "published_at": post.published_at or stored.published_at,
    }
    is_news = any(told[name] != getattr(stored, name) for name in told)
    return {"id": stored.id, **told} if is_news else None


def _authors(account: Account, items: Iterable[Incoming]) -> dict[str, Author]:
    people = [
        person
        for item in items
        for person in (item.contact, item.author)
        if person and person.external_id != account.external_id
    ]
    # Where one message names a person and another does not, the name counts.
    return {person.external_id: person for person in sorted(people, key=_is_named)}


def _is_named(person: Author) -> bool:
    return bool(person.name or person.handle)


def _known_contacts(
    session: Session, account: Account, authors: dict[str, Author]
) -> dict[str, Any]:
    if not authors:
        return {}
    stored = select(Contact.id, Contact.external_id, Contact.name, Contact.handle).where(
        Contact.account_id == account.id, Contact.external_id.in_(authors)
    )
    return {row.external_id: row for row in session.execute(planned_afresh(stored))}


def _rename(session: Session, known: dict[str, Any], authors: dict[str, Author]) -> None:
    changed = []
    for key, row in known.items():
        # A platform may leave a name out; that is no reason to forget it.
        name, handle = authors[key].name or row.name, authors[key].handle or row.handle
        if (name, handle) != (row.name, row.handle):
            changed.append({"id": row.id, "name": name, "handle": handle})
    if changed:
        session.execute(update(Contact), changed)
        indexing.people_again(session, [(one["id"], one["name"], one["handle"]) for one in changed])


def _add_contacts(session: Session, account: Account, fresh: list[Author], now: datetime) -> Ids:
    if not fresh:
        return {}
    rows = session.execute(
        insert(Contact).returning(Contact.external_id, Contact.id),
        [
            {
                "account_id": account.id,
                "external_id": author.external_id,
                "name": author.name,
                "handle": author.handle,
                "first_seen_at": now,
            }
            for author in fresh
        ],
    )
    ids = {row.external_id: row.id for row in rows}
    indexing.people(session, [(ids[one.external_id], one.name, one.handle) for one in fresh])
    return ids


def _add_posts(session: Session, account: Account, fresh: list[PostSeen], now: datetime) -> Ids:
    if not fresh:
        return {}
    rows = session.execute(
        insert(Post).returning(Post.external_id, Post.id),
        [
            {
                "account_id": account.id,
                "external_id": post.external_id,
                "text": post.text,
                "permalink": post.permalink,
                "published_at": post.published_at,
                **_picture(post, now),
            }
            for post in fresh
        ],
    )
    ids = {row.external_id: row.id for row in rows}
    indexing.posts(session, [(ids[one.external_id], account.id, one.text) for one in fresh])
    return ids

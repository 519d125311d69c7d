"""How are the rows of a list drawn?

Drawn here and not by a template, which takes five times as long: a page has fifty of them, and each
has fifty places where something may stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from flask import Flask
from markupsafe import Markup, escape

from inbox import triage_groups
from inbox.models import Conversation, Priority, Status, User
from web import desk_address, due_clock, formatting, languages, marks
from web.languages import say

# Every word in these comes escaped, or is ours.
_Drawn = Markup


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows stand: in which view, beside which conversation, and for whom.

    A row that goes to everybody is for nobody: what differs is marked in the browser.
    """

    mark: str = "open"
    opened_id: int | None = None
    user: User | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    """What rows bear alike, in one language; a sentence is what stands before and after a name."""

    pick: tuple[str, str]
    assigned: tuple[str, str]
    nameless: str
    wordless: str
    waits: str
    unread: str
    muted: str
    draft: str
    submitted: str
    answered: str
    resolved: str


def install(app: Flask) -> None:
    """Let the list draw its rows."""
    app.jinja_env.globals.update(drawn_rows=listed)


def listed(
    conversations: Iterable[Conversation], mark: str, opened_id: int | None, user: User
) -> Markup:
    """Draw the rows of a list for one person."""
    return drawn(conversations, Place(mark, opened_id, user))


def drawn(conversations: Iterable[Conversation], place: Place | None = None) -> Markup:
    """Draw rows. The conversations are ones that `queues` loaded."""
    words, now, there = _words(languages.language()), datetime.now(UTC), place or Place()
    return _Drawn("".join([_row(one, there, words, now) for one in conversations]))


def _row(one: Conversation, place: Place, words: _Words, now: datetime) -> str:
    is_open, address = one.id == place.opened_id, desk_address.of(place.mark, one.id)
    name = one.contact.shown_name if one.contact else words.nameless
    current = ' aria-current="true"' if is_open else ""
    picked = f"{words.pick[0]}{escape(formatting.plain(name))}{words.pick[1]}"
    snippet = formatting.inert(one.snippet) if one.snippet else words.wordless
    return f"""<li class="row{_classes(one, place, is_open=is_open)}" {_data(one, now)}>
  <span class="unread" aria-hidden="true"></span>
  <label class="row-pick"><input id="pick-{one.id}" type="checkbox" name="conversation" \
value="{one.id}" form="picked" aria-label="{picked}" data-keeps></label>
  <a class="row-main" href="{escape(address)}" data-turbo-frame="reading"{current}>
    {marks.tile(one.platform)}
    <span class="row-top"><bdi class="row-name">{formatting.inert(name)}</bdi>{marks.kind(one)}\
{words.muted if one.is_muted else ""}{words.unread if one.is_unread else ""}</span>
    {_clock(one, words)}
    <span class="row-snip" dir="auto">{snippet}</span>
    <span class="row-foot">{words.submitted if one.submitted_at else ""}{_status(one)}\
<span class="tags">{_tags(one)}</span>{words.draft}\
<span class="who">{_who(one, words)}</span></span>
  </a>
</li>
"""


def _classes(one: Conversation, place: Place, *, is_open: bool) -> str:
    held = (
        ("is-unread", one.is_unread and not one.is_quiet and not is_open),
        ("is-selected", is_open),
        ("is-urgent", one.priority is Priority.URGENT),
        ("is-quiet", one.is_quiet),
        ("has-draft", bool(one.drafted_by) and place.user and place.user.id in one.drafted_by),
    )
    return "".join([f" {name}" for name, holds in held if holds])


def _data(one: Conversation, now: datetime) -> str:
    waits = "data-waits " if one.waiting_since else ""
    return (
        f'id="row-{one.id}" data-conversation="{one.id}" data-version="{one.version}" '
        f'data-assignee="{one.assignee_id or ""}" data-group="{triage_groups.of(one, now)}" '
        f'{waits}data-drafts="{" ".join(map(str, one.drafted_by))}"'
    )


def _clock(one: Conversation, words: _Words) -> str:
    if one.due_at:
        return due_clock.in_row(one, one.due_at)
    if one.waiting_since is None:
        stands = words.resolved if one.status is Status.RESOLVED else words.answered
        return f'<span class="sla sla-wait">{stands}</span>'
    since = formatting.instant(one.waiting_since)
    lasts = escape(formatting.waited(one.waiting_since))
    time = f'<time datetime="{since}" data-span>{lasts}</time>'
    return f'<span class="sla">{words.waits}{time}</span>'


def _status(one: Conversation) -> str:
    if one.named_status is None:
        return ""
    return f'<bdi class="row-status">{formatting.inert(one.named_status.name)}</bdi>'


def _tags(one: Conversation) -> str:
    return "".join([f'<bdi class="tag">{formatting.inert(tag.name)}</bdi>' for tag in one.tags])


def _who(one: Conversation, words: _Words) -> str:
    active = "" if one.waiting_since else f'<span class="num">{marks.age(one.active_at)}</span>'
    if one.assignee is None:
        return f"{active}{marks.nobody()}"
    name = one.assignee.name
    avatar = f'<span title="{escape(formatting.plain(name))}">{marks.avatar(one.assignee)}</span>'
    before, after = words.assigned
    return f'{active}{avatar}<span class="vh">{before}{formatting.inert(name)}{after}</span>'


@lru_cache(maxsize=16)
def _words(_language: str) -> _Words:
    """Say in the language of the page, which is the one given, what rows bear alike."""
    draft = escape(say("You have a draft here"))
    waits = f"{say('Waiting since')} "
    muted_here = escape(say("Muted inside the desk"))
    clock, pencil, bell, shield = (
        marks.icon(one, "i-s") for one in ("clock", "pencil", "bell-off", "shield")
    )
    return _Words(
        pick=_around(say("Pick {name}", name="{name}")),
        assigned=_around(say("Assigned to {name}", name="{name}")),
        nameless=say("Name not given"),
        wordless=escape(say("Nothing written: a photo, a sticker or a reaction")),
        waits=f"{clock}{_unseen(waits)}",
        unread=f'<span class="vh is-unread-words">{escape(say("Unread"))}</span>',
        muted=f'<span class="mute-mark" title="{muted_here}">{bell}{_unseen(say("Muted"))}</span>',
        draft=f'<span class="draft-mark" title="{draft}">{pencil}{_unseen(draft)}</span>',
        submitted=f'<span class="row-approval">{shield}{escape(say("Waits for approval"))}</span>',
        answered=escape(say("answered")),
        resolved=escape(say("resolved")),
    )


def _around(sentence: str) -> tuple[str, str]:
    before, _, after = sentence.partition("{name}")
    return escape(before), escape(after)


def _unseen(words: str) -> str:
    return f'<span class="vh">{escape(words)}</span>'

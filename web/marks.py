"""Which small marks does every page draw alike?

Drawn here and not by macros, which take ten times as long: a list has hundreds of them.
`_macros.html` hands them to the templates, beside the macros that are written there.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from flask import Flask
from markupsafe import Markup, escape

from connectors.words import Kind, Platform
from inbox.models import Conversation, User
from web import formatting, languages, wording
from web.languages import say

# Every word in these comes escaped, or is ours.
_Mark = Markup


def install(app: Flask) -> None:
    """Let `_macros.html` hand out the marks of this file."""
    app.jinja_env.globals["marks"] = {
        one.__name__: one for one in (icon, tile, avatar, nobody, kind, clock, age)
    }


@lru_cache(maxsize=512)
def icon(name: str, size: str = "") -> Markup:
    """Draw a picture of the sprite."""
    picture = f'<use href="#i-{escape(name)}"/>'
    return _Mark(f'<svg class="i {escape(size)}" aria-hidden="true">{picture}</svg>')


@lru_cache(maxsize=64)
def tile(platform: Platform, size: str = "") -> Markup:
    """Draw a platform's sign, named for whoever does not see it."""
    sign = f'<svg aria-hidden="true"><use href="#i-{platform.value}"/></svg>'
    name = f'<span class="vh">{escape(wording.platform_name(platform))}</span>'
    return _Mark(f'<span class="tile tile-{platform.value} {escape(size)}">{sign}{name}</span>')


def avatar(person: User, size: str = "") -> Markup:
    """Draw the small circle of somebody of the staff."""
    classes = f"av av-{person.id % 5 + 1} {escape(size)}"
    initials = formatting.inert(person.initials)
    return _Mark(f'<span class="{classes}" aria-hidden="true">{initials}</span>')


def nobody() -> Markup:
    """Draw the small circle of what is nobody's."""
    return _nobody(say("Unassigned"))


@lru_cache(maxsize=16)
def _nobody(word: str) -> Markup:
    said = escape(word)
    inside = f'{icon("user", "i-s")}<span class="vh">{said}</span>'
    return _Mark(f'<span class="av av-none" title="{said}">{inside}</span>')


def kind(conversation: Conversation) -> Markup:
    """Draw who can read along, and what one calls such a conversation."""
    return _kind(conversation.account.connector, conversation.kind, languages.language())


@lru_cache(maxsize=256)
def _kind(connector: str, one: Kind, _language: str) -> Markup:
    is_private = one is Kind.DIRECT_MESSAGE
    sign = "live" if one is Kind.LIVE_COMMENT else "lock" if is_private else "globe"
    name = "live" if sign == "live" else "private" if is_private else "public"
    noun = escape(wording.noun_of(connector, one))
    return _Mark(f'<span class="kind kind-{name}">{icon(sign, "i-s")}<span>{noun}</span></span>')


# `data-*` says how scripts keep a moment ticking; the words are for browsers without.
def clock(moment: datetime) -> Markup:
    """Write a moment."""
    words = escape(formatting.clock_time(moment))
    return _Mark(f'<time datetime="{formatting.instant(moment)}" data-clock>{words}</time>')


def age(moment: datetime) -> Markup:
    """Say how long ago a moment is."""
    words = escape(formatting.age(moment))
    return _Mark(f'<time datetime="{formatting.instant(moment)}" data-age>{words}</time>')

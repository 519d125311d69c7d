"""How is it drawn when what is promised is due?

Scripts count on from it, with the words of `data-due-left` and `data-due-over`.
"""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from markupsafe import Markup, escape

from inbox.models import Conversation, Priority, PromiseKind
from web import formatting, marks, promise_words


def install(app: Flask) -> None:
    """Let the head of a conversation draw it, in whole words and to the second."""
    app.jinja_env.globals.update(due=_in_head)


def in_row(conversation: Conversation, due_at: datetime) -> str:
    """Draw it for a row: short, and to the minute."""
    return _drawn(conversation, due_at, promise_words.due_short(conversation.due_kind), "minutes")


def _in_head(conversation: Conversation, due_at: datetime, kind: PromiseKind) -> Markup:
    drawn = _drawn(conversation, due_at, promise_words.due_words(kind), "seconds")
    # Every word in it comes escaped, or is ours.
    return Markup(drawn)  # noqa: S704


def _drawn(one: Conversation, due_at: datetime, words: tuple[str, str], counts: str) -> str:
    state = promise_words.due_state(one)
    at, soon = formatting.instant(due_at), formatting.instant(one.due_soon_at or due_at)
    urgent = " data-due-urgent" if one.priority is Priority.URGENT else ""
    left, over, now = map(escape, (*words, promise_words.due_told(words, due_at)))
    return (
        f'<span class="sla sla-due{f" sla-{state}" if state else ""}" data-due="{at}" '
        f'data-due-soon="{soon}"{urgent}>'
        f"{marks.icon('clock', 'i-s sla-clock')}{marks.icon('alert', 'i-s sla-alert')}"
        f'<time datetime="{at}" data-counts="{counts}" data-due-left="{left}" '
        f'data-due-over="{over}">{now}</time></span>'
    )

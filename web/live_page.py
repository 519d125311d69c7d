"""How is a broadcast drawn: its log, its figures, and the conversation that is answered?"""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from sqlalchemy.orm import Session

from inbox import broadcasts, live_log, live_next, live_summary, permissions, reply_options
from inbox.live_log import LINES_SHOWN, Line, Shown
from inbox.models import Account, Post
from inbox.permissions import Permission
from inbox.reply_options import Option
from web import frame, minute_chart, serving
from web.access import current_user
from web.languages import marked

FILTERS = (
    (Shown.ALL, marked("All")),
    (Shown.QUESTIONS, marked("Questions")),
    (Shown.UNANSWERED, marked("Unanswered")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Who comes first, and in which way a reply would go out; `why_not` where in none."""

    first: Line | None
    way: Option | None
    why_not: str


def page(post_id: int, shown: Shown, before: int | None) -> str:
    """Draw a broadcast with its newest lines, or those before one. Raises NoSuchBroadcast."""
    session = serving.session()
    post = live_log.broadcast(session, post_id)
    lines = live_log.lines(session, post_id, shown, before=before)
    summary = live_summary.of(session, post)
    return frame.page(
        "live_videos/show.html",
        section="desk",
        post=post,
        lines=lines,
        shown=shown,
        filters=FILTERS,
        is_newest=before is None,
        earlier=lines[0].message.id if len(lines) == LINES_SHOWN else None,
        figures=live_log.figures(session, post_id),
        account=session.get_one(Account, post.account_id),
        summary=summary,
        chart=minute_chart.drawn(summary.minutes),
        broadcasts=broadcasts.on_air(session),
        answering=_answering(session, post_id),
    )


def _answering(session: Session, post_id: int) -> Answering | None:
    """Say whom a reply would answer; nothing where nobody said anything or one may not reply."""
    first = live_next.next_to_answer(session, post_id, by=current_user())
    example = first or live_next.newest(session, post_id)
    if example is None or not permissions.may(current_user(), Permission.REPLY):
        return None
    choice = reply_options.options(session, example.conversation, answers=example.message)
    way = next((one for one in (choice.public, choice.private) if one.allowed), None)
    return Answering(first=first, way=way, why_not=choice.private.why_not)


def line(one: Line) -> str:
    """Draw one line of the log."""
    return render_template("live_videos/_line.html", line=one)


def figures(session: Session, post: Post) -> str:
    """Draw what the head of a broadcast counts."""
    counted = live_log.figures(session, post.id)
    return render_template("live_videos/_figures.html", figures=counted, post=post)


def on_air(session: Session) -> str:
    """Draw the rail's links to what is live now."""
    return render_template("desk/_on_air.html", broadcasts=broadcasts.on_air(session), post=None)

"""How is the desk drawn: the views, a list, and a conversation if one is open?"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import render_template, request

from connectors.words import Audience
from inbox import (
    broadcasts,
    by_hand,
    desk_views,
    drafts,
    last_answer,
    permissions,
    posts,
    queues,
    reply_options,
    triage_groups,
)
from inbox.approval import rule
from inbox.canned.using import Inserted
from inbox.filters import known
from inbox.filters import wording as filter_wording
from inbox.filters.wording import Said
from inbox.just_answered import JustAnswered
from inbox.models import Attachment, Conversation, Drawer, KeptDraft, Status, Submission
from inbox.permissions import Permission
from inbox.queues import QueuePage
from inbox.reply_options import Option, ReplyOptions
from inbox.views import View
from web import composing, fragments, frame, picking, serving
from web.access import current_user
from web.fragments import Reading
from web.languages import say

FRAME = "reading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What stands in the composer: words, for whom, and what was wrong with them.

    `picture` is one that was taken back, `description` what somebody wrote about another,
    `inserted` the canned responses that went into the words, `picture_ready` the one whose
    picture is to go with them, `picture_submitted` the reply whose picture is, that came back.
    `editions` are the drafts they had seen, where a form was given back, `answers` the message
    they answer, where it is not the newest. `ahead` is a colleague's answer that came before them.
    """

    text: str = ""
    mode: str = ""
    problem: str = ""
    picture: Attachment | None = None
    description: str = ""
    inserted: tuple[Inserted, ...] = ()
    picture_ready: int | None = None
    picture_submitted: Submission | None = None
    editions: str | None = None
    answers: int | None = None
    ahead: JustAnswered | None = None
    client_token: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderating:
    """What somebody is about to do to a message, or asked for, and why that was refused."""

    message_id: int
    verb: str
    category: str = ""
    reason: str = ""
    is_even_handed: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What somebody made of a reply that waits, and why that was refused.

    `form` is which of the forms they used: approve, change or return.
    """

    submission_id: int
    form: str
    text: str
    note: str
    problem: str


def list_alone(mark: str, after: str | None) -> str:
    """Draw a view with nothing opened. Raises NoSuchView, BadFilter or BadPlace."""
    offered = picking.choices(serving.session())
    listed = _listed(mark, after)
    return frame.page("desk/index.html", section="desk", reading=None, picking=offered, **listed)


def with_conversation(
    mark: str,
    read: Reading,
    writing: Writing,
    *,
    moderating: Moderating | None = None,
    deciding: Deciding | None = None,
) -> str:
    """Draw a view with a conversation beside it, or the conversation alone when only it changes."""
    opened: dict[str, Any] = {
        **fragments.context(read),
        **_composing(read, writing),
        "me": current_user().id,
        "moderating": moderating,
        "deciding": deciding,
    }
    if request.headers.get("Turbo-Frame") == FRAME:
        view = desk_views.find(serving.session(), mark, current_user())
        return render_template("desk/reading.html", view=view, **opened)
    offered, listed = picking.beside(read), _listed(mark, None)
    return frame.page("desk/index.html", section="desk", picking=offered, **listed, **opened)


def _listed(mark: str, after: str | None) -> dict[str, Any]:
    session, user = serving.session(), current_user()
    view = desk_views.find(session, mark, user)
    queue = queues.page(session, view, user, after=after)
    return {
        "view": view,
        "said": _said(view),
        "worked": posts.worked(session, view),
        **_rows(queue, view),
        "last_answer": None if queue.rows else last_answer.find(session),
        "is_first_page": after is None,
        "broadcasts": broadcasts.on_air(session),
        "post": None,
    }


def _said(view: View) -> list[Said]:
    """Say what a filter asks; other views are said by their names."""
    if view.group not in (desk_views.FILTER, "saved"):
        return []
    asked = desk_views.equivalent(view)
    return filter_wording.said(asked, known.about(serving.session(), [asked]))


def _rows(queue: QueuePage, view: View) -> dict[str, object]:
    in_groups = view.is_triaged
    groups = triage_groups.grouped(queue.rows, queue.at) if in_groups else [(None, queue.rows)]
    return {"queue": queue, "groups": list(groups)}


def _composing(read: Reading, writing: Writing) -> dict[str, object]:
    conversation, mine = read.conversation, read.begun_by(current_user())
    answered = read.opened.theirs(writing.answers)
    answers = answered or read.opened.answers
    choice = reply_options.options(serving.session(), conversation, answers=answers)
    both = (choice.public, choice.private)
    may_reply = permissions.may(current_user(), Permission.REPLY)
    allowed = [option for option in both if option.allowed and may_reply]
    is_given = _is_given(writing)
    writing = writing if is_given else _begun(writing, mine, allowed)
    needs_approval = rule.is_needed(serving.session(), conversation, current_user())
    return {
        "writing": writing,
        "answered": answered,
        "is_given": is_given,
        "kept": [composing.as_kept(one) for one in mine.values()],
        "editions": _editions(writing, mine),
        "hidden_reply": None if allowed else mine.get(Drawer.REPLY),
        "longest_draft": drafts.LONGEST,
        "largest_picture": serving.runtime().settings.media_limit,
        "allowed": allowed,
        "needs_approval": needs_approval,
        "resolvable": _resolvable(read, allowed, needs_approval=needs_approval),
        "approvers": rule.approvers(read.people, current_user().id),
        "mode": _mode(conversation, allowed, writing),
        "refusals": _refusals(conversation, *both) if may_reply else [_no_replies()],
        "doubts": _doubts(conversation, choice),
        "answer_address": by_hand.address(conversation, choice.answers),
    }


def _resolvable(read: Reading, allowed: list[Option], *, needs_approval: bool) -> bool:
    """Say whether one press may send and resolve. What somebody must read first waits for them."""
    is_unresolved = read.conversation.status is not Status.RESOLVED
    is_locked = bool(read.opened.protocol and read.opened.protocol.is_locked)
    return bool(allowed) and is_unresolved and not is_locked and not needs_approval


def _is_given(writing: Writing) -> bool:
    pictures = (writing.picture, writing.picture_ready)
    return bool(writing.text or writing.problem or any(pictures))


def _begun(writing: Writing, mine: Mapping[Drawer, KeptDraft], allowed: list[Option]) -> Writing:
    """Return what its writer goes on with: the reply where one is possible, else the note."""
    for drawer in (Drawer.REPLY, Drawer.NOTE) if allowed else (Drawer.NOTE,):
        if drawer in mine and writing.mode in ("", mine[drawer].mode):
            return replace(writing, text=mine[drawer].text, mode=mine[drawer].mode)
    return writing


def _editions(writing: Writing, mine: Mapping[Drawer, KeptDraft]) -> str:
    if writing.editions is not None:
        return writing.editions
    drawer = Drawer.NOTE if writing.mode == composing.NOTE else Drawer.REPLY
    return mine[drawer].edition if drawer in mine else drafts.NONE


def _doubts(conversation: Conversation, choice: ReplyOptions) -> list[str]:
    """Say why the answer a waiting person expects may not pass here; nothing when it will."""
    expected = choice.of(conversation.kind.audience)
    if conversation.waiting_since is None or choice.answers is None:
        return []
    return [words for words in (expected.why_not, expected.warning) if words]


def _mode(conversation: Conversation, allowed: list[Option], writing: Writing) -> str:
    possible = [option.audience.value for option in allowed]
    asked = conversation.kind.audience.value
    for wanted in (writing.mode, asked):
        if wanted in (*possible, "note"):
            return wanted
    return possible[0] if possible else "note"


def _no_replies() -> str:
    return say("Your role sends no replies. A note stays with your colleagues.")


def _refusals(conversation: Conversation, *choices: Option) -> list[str]:
    # In a private thread nobody expects a public reply, so its absence needs no words.
    asked_privately = conversation.kind.audience is Audience.PRIVATE
    expected = [
        option for option in choices if option.audience is Audience.PRIVATE or not asked_privately
    ]
    return list(dict.fromkeys(option.why_not for option in expected if not option.allowed))

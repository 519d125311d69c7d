"""In which words does a page tell what is promised, to whom, and what follows?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from flask import Flask

from connectors.words import Kind, Platform
from inbox.models import Conversation, Priority, Promise, PromiseKind, SlaPolicy, Tag, Team
from inbox.opened import Opened
from inbox.promises import kept
from inbox.promises.kept import Standing
from inbox.views import PLATFORM_NAMES
from web import wording
from web.formatting import span
from web.languages import marked, say, say_many, translated

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_LEFT = {
    PromiseKind.FIRST_RESPONSE: marked("First answer due in {time}"),
    PromiseKind.NEXT_RESPONSE: marked("Next answer due in {time}"),
    PromiseKind.RESOLUTION: marked("To be closed in {time}"),
}
_OVER = {
    PromiseKind.FIRST_RESPONSE: marked("First answer overdue by {time}"),
    PromiseKind.NEXT_RESPONSE: marked("Next answer overdue by {time}"),
    PromiseKind.RESOLUTION: marked("Should be closed since {time}"),
}
_NAMES = {
    PromiseKind.FIRST_RESPONSE: marked("First answer"),
    PromiseKind.NEXT_RESPONSE: marked("Next answer"),
    PromiseKind.RESOLUTION: marked("Closing"),
}
_NOTHING = timedelta()


def install(app: Flask) -> None:
    """Give templates the words of this file."""
    app.jinja_env.filters.update(
        target=target,
        fitting=fitting,
        following=following,
        promised=promised,
        promise_standing=kept.standing,
        promise_told=promise_told,
    )
    app.jinja_env.globals.update(
        due_began=due_began,
        due_share=due_share,
    )


def due_state(conversation: Conversation) -> str:
    """Say how a promise stands: `over`, `urgent`, `soon`, or nothing while there is time."""
    now = datetime.now(UTC)
    if conversation.due_at and conversation.due_at <= now:
        return "over"
    if conversation.priority is Priority.URGENT:
        return "urgent"
    is_soon = conversation.due_soon_at and conversation.due_soon_at <= now
    return "soon" if is_soon else ""


def due_began(opened: Opened) -> datetime | None:
    """Return since when somebody waits for what is due next."""
    due = opened.conversation.due_kind
    return next((one.wait.started_at for one in opened.promises if one.kind is due), None)


def due_share(began: datetime, due_at: datetime) -> int:
    """Return how much of the time for something has passed, in percent."""
    passed, whole = datetime.now(UTC) - began, due_at - began
    return 100 if passed >= whole else max(0, int(100 * (passed / whole)))


def due_short(kind: PromiseKind | None) -> tuple[str, str]:
    """Return what a row says while there is time, and once there is none."""
    over = say("{time} over", time="{time}")
    if kind is PromiseKind.RESOLUTION:
        return say("close in {time}", time="{time}"), over
    return say("due {time}", time="{time}"), over


def due_words(kind: PromiseKind) -> tuple[str, str]:
    """Return what the open conversation says while there is time, and once there is none."""
    return translated(_LEFT[kind]), translated(_OVER[kind])


def due_told(words: tuple[str, str], due_at: datetime) -> str:
    """Say when something is due, for browsers that do not count by themselves."""
    left = due_at - datetime.now(UTC)
    template = words[0] if left > _NOTHING else words[1]
    return template.format(time=span(abs(left)))


def target(seconds: int) -> str:
    """Write a target."""
    if seconds % _DAY == 0:
        return say_many("{count} day", "{count} days", seconds // _DAY)
    if seconds % _HOUR == 0:
        return say_many("{count} hour", "{count} hours", seconds // _HOUR)
    return say_many("{count} minute", "{count} minutes", seconds // _MINUTE)


def promised(kind: PromiseKind) -> str:
    """Name what is promised."""
    return translated(_NAMES[kind])


def promise_told(promise: Promise, conversation: Conversation) -> str:
    """Say how a promise stands, with the time that was taken by the wall clock."""
    stands, ended = kept.standing(promise, conversation), kept.ended_at(promise, conversation)
    took = span(ended - promise.wait.started_at) if ended else ""
    match stands:
        case Standing.RUNNING:
            return say("still to come")
        case Standing.OVERDUE:
            return say("overdue, still to come")
        case Standing.PAUSED:
            left = span(timedelta(seconds=promise.seconds_left or 0))
            return say("paused, {time} left", time=left)
        case Standing.KEPT:
            return say("in time, {time}", time=took)
        case Standing.MISSED:
            return say("too late, {time}", time=took)
        case Standing.CLOSED:
            return say("ended without an answer")


def fitting(policy: SlaPolicy, teams: Iterable[Team], tags: Iterable[Tag]) -> str:
    """Say which conversations a policy is meant for."""
    named = {team.id: team.name for team in teams}
    filed = {tag.id: tag.name for tag in tags}
    lines = (
        [PLATFORM_NAMES[Platform(one)] for one in policy.platforms],
        [wording.kinds(Kind(one)) for one in policy.kinds],
        [wording.named(one) for one in policy.priorities],
        [named[one] for one in policy.team_ids if one in named],
        [filed[one] for one in policy.tag_ids if one in filed],
    )
    if policy.tag_ids and not lines[-1]:
        return say("none: every tag it names is gone")
    asked = [", ".join(line) for line in lines if line]
    return "; ".join(asked) if asked else say("all conversations")


def following(follows: Mapping[str, int], teams: Sequence[Team]) -> str:
    """Say what follows a warning or a breach."""
    named = {team.id: team.name for team in teams}
    done = []
    if follows.get("notify"):
        done.append(say("tells who works on it and the team's supervisors"))
    if follows.get("raise"):
        done.append(say("raises the priority"))
    if follows.get("team_id") in named:
        done.append(say("gives it to {team}", team=named[follows["team_id"]]))
    return ", ".join(done) or say("nothing but the mark on the row")

"""In which words is what somebody just did told beside the button that takes it back?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask

from inbox.models import Act
from web.languages import say


def install(app: Flask) -> None:
    """Give templates the words of this file."""
    app.jinja_env.filters.update(done=done)


def done(acts: Sequence[Act]) -> str:
    """Say what somebody did in one go, to be read beside the button that takes it back."""
    event = acts[0].event
    return _DONE[event.name](event.data | {"user_id": event.user_id})


_PRIORITY_DONE: dict[str, Callable[[], str]] = {
    "high": lambda: say("Priority set to high"),
    "normal": lambda: say("Priority set to normal"),
    "low": lambda: say("Priority set to low"),
}

_DONE: dict[str, Callable[[dict[str, Any]], str]] = {
    "conversation.assigned": lambda data: (
        say("Claimed")
        if data["assignee_id"] == data["user_id"]
        else say("Assigned to {assignee}", assignee=data["assignee"])
    ),
    "conversation.released": lambda _: say("Given back to everyone"),
    "conversation.tagged": lambda data: say("Tagged {tag}", tag=data["tag"]),
    "conversation.untagged": lambda data: say("Tag {tag} removed", tag=data["tag"]),
    "conversation.prioritised": lambda data: (
        say("Marked urgent") if data["after"] == "urgent" else _PRIORITY_DONE[data["after"]]()
    ),
    "conversation.moved": lambda data: say("Given to {team}", team=data["team"]),
    "conversation.resolved": lambda _: say("Resolved"),
    "conversation.reopened": lambda _: say("Reopened"),
    "conversation.status_named": lambda data: (
        say("Status set to “{name}”", name=data["named"])
        if data["named"]
        else say("The name of the status taken off")
    ),
    "conversation.snoozed": lambda _: say("Snoozed"),
    "conversation.woken": lambda _: say("Put back on the desk"),
    "contact.muted": lambda _: say("Muted inside the desk"),
    "conversation.took_in": lambda _: say("Merged"),
    "conversation.split": lambda _: say("Split"),
    "contact.unmuted": lambda _: say("Heard again"),
}

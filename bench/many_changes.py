"""What changes on a desk, so often a second, by the hands of people elsewhere?

A process of its own, with verbs as web processes and workers call them. It prints each change
with its version and the moment of its commit, as one line of JSON, when it is done.
"""

from __future__ import annotations

import json
import random
import sys
import time

from sqlalchemy.orm import Session

from inbox import assignment, conversations, priority, tagging
from inbox.config import Settings
from inbox.models import Conversation, Priority, User
from inbox.runtime import Runtime

FILED = "Tag 2"
Change = tuple[int, int, float]


def main() -> None:
    """Change so many a second, for so many seconds, among the conversations named."""
    rate, seconds = float(sys.argv[1]), float(sys.argv[2])
    ids = [int(one) for one in sys.argv[3].split(",")]
    chance = random.Random(5)  # noqa: S311 - the same changes each time
    runtime = Runtime(Settings.from_environment())
    begun, done = time.monotonic(), []
    while time.monotonic() < begun + seconds:
        done.append(_change(runtime, chance.choice(ids), chance))
        due = begun + len(done) / rate
        time.sleep(max(0.0, due - time.monotonic()))
    runtime.close()
    print(json.dumps(done), flush=True)


def _change(runtime: Runtime, number: int, chance: random.Random) -> Change:
    with runtime.committing() as session:
        by = session.get_one(User, 1)
        conversation = session.get_one(Conversation, number)
        chance.choice((_hand_over, _weigh, _file))(session, conversation, by)
    at = time.time()
    runtime.announce(session)
    return number, conversation.version, at


def _hand_over(session: Session, conversation: Conversation, by: User) -> None:
    if conversation.assignee_id:
        assignment.release(session, conversation.id, by=by)
    else:
        assignment.claim(session, conversation.id, by=by)


def _weigh(session: Session, conversation: Conversation, by: User) -> None:
    to = Priority.HIGH if conversation.priority is Priority.NORMAL else Priority.NORMAL
    priority.change(session, conversation.id, to=to, by=by, reason="as it turned out")


def _file(session: Session, conversation: Conversation, by: User) -> None:
    held = conversations.locked(session, conversation.id)
    is_filed = any(tag.name == FILED for tag in held.tags)
    (tagging.remove if is_filed else tagging.add)(session, conversation.id, FILED, by=by)


if __name__ == "__main__":
    main()

"""Does a desk show what the database holds?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from bench.hands import Hands
from inbox import desk_views, people, queues, threads
from inbox.models import Conversation, Priority, User
from inbox.runtime import Runtime
from web import counting

Shown = dict[str, Any]

READ = """() => {
  const number = (one) => Number(one.dataset.conversation);
  const tags = (one) => [...one.querySelectorAll('.tag')].map((tag) => tag.textContent).sort();
  const list = document.getElementById('rows');
  const open = document.querySelector('#conversation[data-conversation]');
  return {
    view: list?.dataset.view ?? '',
    pill: document.querySelector('.new-pill:not([hidden])')?.textContent.trim() ?? 'no pill',
    rows: [...(list?.querySelectorAll(':scope > [data-conversation]') ?? [])].map((one) => ({
      id: number(one), version: Number(one.dataset.version), assignee: one.dataset.assignee,
      urgent: one.classList.contains('is-urgent'), tags: tags(one),
    })),
    counts: Object.fromEntries([...document.querySelectorAll('[data-view-count]')].map((one) =>
      [one.dataset.viewCount, Number(one.textContent.replace(/\\D/g, ''))])),
    open: open && { id: number(open), version: Number(open.dataset.version),
      messages: document.querySelectorAll('#conversation-thread .msg').length },
  };
}"""


class Truth:
    """The database, as each person's desk should show it."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def differences(self, desk: Hands) -> list[str]:
        """Say in words where a desk shows something else."""
        shown: Shown = desk.ask(READ)
        with self._runtime.reading() as session:
            user = people.by_email(session, desk.email)
            lines = self._compared(session, user, shown, desk)
            return [f"{desk.email} {line}" for line in lines]

    def _compared(self, session: Session, user: User, shown: Shown, desk: Hands) -> Iterator[str]:
        if not shown["view"]:
            yield f"shows no list but {desk.page.title()!r} at {desk.ask('() => location.href')}"
            return
        view = desk_views.find(session, shown["view"], user)
        page = queues.page(session, view, user)
        yield from _rows(shown, [_row(one) for one in page.rows])
        counts = counting.counts(session, user, [shown["view"]])["by_view"]
        for mark, count in shown["counts"].items():
            if counts.get(mark, count) != count:
                yield f"counts {count} in {mark}, and there are {counts[mark]}"
        if shown["open"]:
            opened = threads.open(session, shown["open"]["id"])
            if shown["open"]["version"] != opened.conversation.version:
                yield f"shows {shown['open']}, which is at {opened.conversation.version}"


def _row(one: Conversation) -> Shown:
    return {
        "id": one.id,
        "version": one.version,
        "assignee": str(one.assignee_id or ""),
        "urgent": one.priority is Priority.URGENT,
        "tags": sorted(tag.name for tag in one.tags),
    }


def _rows(shown: Shown, wanted: list[Shown]) -> Iterator[str]:
    listed, held = ({one["id"]: one for one in rows} for rows in (shown["rows"], wanted))
    place = f"in {shown['view']} ({shown['pill']})"
    for one in listed.keys() - held.keys():
        yield f"{place} lists {one}, which is not there"
    for one in held.keys() - listed.keys():
        yield f"{place} lists no {one}"
    for one in listed.keys() & held.keys():
        if listed[one] != held[one]:
            yield f"{place} shows {listed[one]}, and there is {held[one]}"
    if listed.keys() == held.keys() and [*listed] != [*held]:
        yield f"{place} has the order {[*listed]}, and it is {[*held]}"

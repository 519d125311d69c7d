"""What does each tab of this process say about its person's presence?"""

from __future__ import annotations

import threading

from web.live.presence import WORDS_SHOWN, Person
from web.live.watchers import Watchers


class Tabs:
    """The drafts of this process's tabs, joined with what they watch."""

    def __init__(self, watchers: Watchers) -> None:
        self._watchers = watchers
        self._lock = threading.Lock()
        self._words: dict[str, str] = {}

    def write(self, sid: str, words: str) -> None:
        """Note the first words of a tab's draft; empty means no draft."""
        with self._lock:
            self._words[sid] = " ".join(words.split())[:WORDS_SHOWN]

    def clear(self, sid: str) -> None:
        """Forget a tab's draft."""
        with self._lock:
            self._words.pop(sid, None)

    def present(self) -> list[tuple[int, str, Person]]:
        """Return every tab that shows a conversation."""
        found = ((sid, self.person(sid)) for sid in self._watchers.all())
        return [(there[0], sid, there[1]) for sid, there in found if there]

    def person(self, sid: str) -> tuple[int, Person] | None:
        """Return where a tab is and as whom, or None when it shows no conversation."""
        watch = self._watchers.get(sid)
        if watch is None or watch.conversation is None:
            return None
        with self._lock:
            words = self._words.get(sid, "")
        person = Person(str(watch.user_id), watch.name, is_replying=bool(words), words=words)
        return watch.conversation, person

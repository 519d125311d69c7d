"""Where is every saying kept, so that each view of them is already in order?"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sandbox.records import DIRECT_MESSAGE, Saying


def in_order(saying: Saying) -> tuple[datetime, int]:
    """Sort by time, and by the order of arrival within one instant."""
    return saying.created_at, saying.sequence


class Shelf:
    """All sayings, oldest first in every list. Removed ones keep only their id."""

    def __init__(self, sayings: Iterable[Saying] = ()) -> None:
        self.by_id: dict[str, Saying] = {}
        self.by_client_token: dict[tuple[str, str], Saying] = {}
        self.of_post: defaultdict[str, list[Saying]] = defaultdict(list)
        self.of_thread: defaultdict[str, list[Saying]] = defaultdict(list)
        self.of_parent: defaultdict[str, list[Saying]] = defaultdict(list)
        self.of_profile: defaultdict[tuple[str, bool], list[Saying]] = defaultdict(list)
        for saying in sayings:
            self.add(saying)

    def add(self, saying: Saying) -> None:
        """Take in one saying, removed or not."""
        for known_as in (saying.id, *saying.earlier_ids):
            self.by_id[known_as] = saying
        if saying.client_token:
            self.by_client_token[saying.profile_id, saying.client_token] = saying
        if not saying.removed:
            for place in self._lists(saying):
                insort(place, saying, key=in_order)

    def take_out(self, saying: Saying) -> None:
        """Drop a removed saying from every list."""
        for place in self._lists(saying):
            del place[bisect_left(place, in_order(saying), key=in_order)]

    def _lists(self, saying: Saying) -> list[list[Saying]]:
        direct = saying.kind == DIRECT_MESSAGE
        places = [self.of_profile[saying.profile_id, direct], self.of_thread[saying.thread_id]]
        if saying.post_id:
            places.append(self.of_post[saying.post_id])
        if saying.parent_id:
            places.append(self.of_parent[saying.parent_id])
        return places

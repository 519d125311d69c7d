"""Which tests does one process run, because they share something dear to start?

The marks that xdist has for this do nothing with pytest 9.2 (pytest-xdist, issue
1386), so the scheduler is told by path.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# The first that fits counts. More whole houses at once only stand in each other's way: one is
# eight processes, and all of them start at the same time. A small house is two, and asks nobody.
GROUPS = {
    "tests/browser/test_side_by_side.py": "one house after the other",
    "tests/browser/test_ten_seconds.py": "one house after the other",
    **dict.fromkeys(
        (
            "tests/browser/test_first_run.py",
            "tests/browser/test_hostile_words.py",
            "tests/browser/test_layout.py",
            "tests/browser/test_live_screen.py",
            "tests/browser/test_news.py",
            "tests/browser/test_reach.py",
            "tests/browser/test_role_change.py",
            "tests/browser/test_sending.py",
            "tests/browser/test_states.py",
            "tests/browser/test_wall.py",
        ),
        "one small house after the other",
    ),
    "tests/browser/": "the house at which browsers look",
    "tests/hearback/test_launcher.py": "one house after the other",
    "tests/hearback/test_stopping.py": "one house after the other",
}


class Grouped(LoadScopeScheduling):
    """Gives each test to whoever is free, but a group to one process."""

    def _split_scope(self, nodeid: str) -> str:
        return next((GROUPS[path] for path in GROUPS if nodeid.startswith(path)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Grouped:
    """Schedule by groups when tests run in several processes."""
    return Grouped(config, log)

"""Does everybody who comes at once reach the identity provider?"""

from __future__ import annotations

import threading
from contextlib import ExitStack

from connectors.identity import line
from connectors.identity.line import Line


def test_whoever_comes_when_all_places_are_taken_waits_for_one() -> None:
    way, left = Line(), threading.Event()
    with ExitStack() as taken, way.taken():
        for _ in range(line.MOST_AT_ONCE - 1):
            taken.enter_context(way.taken())
        taken.callback(left.set)
        threading.Timer(0.1, taken.close).start()

        with way.taken():
            assert left.is_set()


def test_only_https_and_this_machine_are_asked() -> None:
    good = ("https://login.example/realms/a", "https://10.0.0.3:8443", "http://127.0.0.1:8080/a")
    bad = ("http://login.example", "ftp://a", "https://", "https://user@a", "https://a:b", "", None)

    assert [one for one in good if not line.is_address(one)] == []
    assert [one for one in bad if line.is_address(one)] == []

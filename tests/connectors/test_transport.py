"""Do a client's requests reach the stand-in, and only a stand-in on this machine?"""

from __future__ import annotations

import pytest

from connectors.transport import NotLoopback, PlatformAdapter
from tests.connectors.graph.department import facebook
from tests.sandbox.running import Running


def test_a_stand_in_is_reached_past_the_machines_proxy(
    sandbox: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = facebook(sandbox)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    page.fetch("comments", since=None, at=None)


@pytest.mark.parametrize("address", ["http://example.org", "http://10.0.0.1", "graph.facebook.com"])
def test_a_stand_in_elsewhere_is_refused(address: str) -> None:
    with pytest.raises(NotLoopback):
        PlatformAdapter(address)

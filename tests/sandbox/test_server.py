"""Does the sandbox listen only where it should, and complain clearly?"""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
import requests

from sandbox import server
from sandbox.clock import Clock
from sandbox.limits import Limits
from tests.sandbox.running import ROOT, Running

QUARTER = timedelta(minutes=15)


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.1", "example.com", ""])  # noqa: S104
def test_only_loopback_is_ever_listened_on(address: str) -> None:
    with pytest.raises(server.NotLoopback, match="loopback only"):
        server.listen(address, 0)


def test_a_taken_port_gets_one_sentence(sandbox: Running) -> None:
    port = sandbox.address.rpartition(":")[2]
    command = [sys.executable, "-m", "sandbox", "--port", port]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert told.stderr == (f"The sandbox can't listen on port {port}: Address already in use.\n")


def test_a_host_that_nobody_plays_is_not_found(sandbox: Running) -> None:
    answer = requests.get(sandbox.address, headers={"X-Sim-Host": "example.com"}, timeout=5)
    assert (answer.status_code, answer.text) == (404, "The sandbox does not play example.com.\n")


def test_a_browser_reaches_a_host_by_its_path(sandbox: Running) -> None:
    answer = requests.get(f"{sandbox.address}/host/graph.facebook.com/v24.0/me", timeout=5)
    assert "error" in answer.json()
    assert sandbox.journal(host="graph.facebook.com")[0]["path"] == "/v24.0/me"


def test_a_window_counts_down_and_opens_again() -> None:
    clock = Clock()
    limits = Limits(clock)
    taken = [limits.take("token", "route", limit=2, window=QUARTER) for _ in range(3)]
    assert [(one.remaining, one.is_exceeded) for one in taken] == [
        (1, False),
        (0, False),
        (0, True),
    ]
    clock.advance(QUARTER)
    assert limits.take("token", "route", limit=2, window=QUARTER).remaining == 1


def test_limits_that_are_off_never_run_out() -> None:
    limits = Limits(Clock(), "off")
    taken = [limits.take("token", "route", limit=1, window=QUARTER) for _ in range(3)]
    assert not any(one.is_exceeded for one in taken)


def test_one_token_does_not_use_up_anothers_calls() -> None:
    limits = Limits(Clock())
    limits.take("one", "route", limit=1, window=QUARTER)
    assert not limits.take("other", "route", limit=1, window=QUARTER).is_exceeded

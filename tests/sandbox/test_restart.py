"""Does a sandbox with a data directory come back as it was?"""

from __future__ import annotations

import signal
import time
from pathlib import Path

from tests.sandbox import graph_calls
from tests.sandbox.running import Running, running, start, stop


def everything(sandbox: Running) -> dict[str, object]:
    return {name: value for name, value in sandbox.state().items() if name != "now"}


def fill(sandbox: Running) -> None:
    post = sandbox.publish(platform="facebook", text="Road works \ud83d")
    sandbox.say(platform="facebook", kind="comment", post=post, author="Ana", text="Why?")
    said = sandbox.say(platform="x", kind="mention", author="Ben", text="Frist")
    sandbox.edit(said, "First")
    sandbox.say(platform="instagram", kind="direct_message", author="Cy", text="Hi \x00")
    sandbox.advance(3600)
    graph_calls.read_page(sandbox)


def test_a_stop_and_a_start_keep_everything(tmp_path: Path) -> None:
    with running("--data", str(tmp_path)) as sandbox:
        fill(sandbox)
        before = everything(sandbox)
    assert sandbox.process.returncode == 0
    with running("--data", str(tmp_path)) as sandbox:
        assert everything(sandbox) == before
        assert graph_calls.read_page(sandbox).ok


def test_an_interrupt_saves_too(tmp_path: Path) -> None:
    sandbox = start("--data", str(tmp_path))
    sandbox.publish(platform="x", text="Hello")
    sandbox.process.send_signal(signal.SIGINT)
    assert sandbox.process.wait(10) == 0
    stop(sandbox)
    with running("--data", str(tmp_path)) as sandbox:
        assert sandbox.state()["counts"]["posts"] == 1


def test_a_kill_loses_at_most_the_last_moments(tmp_path: Path) -> None:
    sandbox = start("--data", str(tmp_path))
    sandbox.publish(platform="x", text="Hello")
    time.sleep(1.2)
    sandbox.process.kill()
    stop(sandbox)
    with running("--data", str(tmp_path)) as sandbox:
        assert sandbox.state()["counts"]["posts"] == 1


def test_a_scenario_is_played_once_per_data_directory(tmp_path: Path) -> None:
    counts = []
    for _ in range(2):
        with running("--data", str(tmp_path), "--scenario", "calm-day") as sandbox:
            counts.append(sandbox.state()["counts"])
    assert counts[0] == counts[1]
    assert counts[0]["posts"] >= 6

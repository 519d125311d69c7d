"""Do two first starts at once install one after the other?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.house import sources

SECONDS = 30
SECOND = "import sys, alone, pathlib\nwith alone.alone(pathlib.Path(sys.argv[1])): print('goes on')"


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(sources.ROOT / "tools"))
    import alone  # noqa: PLC0415 - found through the line above

    return alone


def test_the_second_says_that_it_waits_and_goes_on_when_the_first_is_done(
    alone: ModuleType, tmp_path: Path
) -> None:
    with alone.alone(tmp_path):
        second = subprocess.Popen(
            [sys.executable, "-c", SECOND, str(tmp_path)],
            cwd=sources.ROOT / "tools",
            stdout=subprocess.PIPE,
            text=True,
        )
        assert second.stdout
        assert second.stdout.readline().strip() == alone.WAITING
        assert second.poll() is None

    rest, _ = second.communicate(timeout=SECONDS)
    assert rest.strip() == "goes on"
    assert list(tmp_path.iterdir()) == []


def test_whoever_died_holds_nobody_up(alone: ModuleType, tmp_path: Path) -> None:
    dying = (
        "import os, sys, alone, pathlib\nwith alone.alone(pathlib.Path(sys.argv[1])): os._exit(9)"
    )
    command = [sys.executable, "-c", dying, str(tmp_path)]
    subprocess.run(command, cwd=sources.ROOT / "tools", check=False, timeout=SECONDS)

    with alone.alone(tmp_path):
        pass

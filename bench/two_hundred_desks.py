"""How soon does a change reach two hundred desks of one web process, and what does a desk cost?

    python -m bench.two_hundred_desks [--desks 200] [--rate 50] [--seconds 60]
                                      [--messages 100000] [--databases sqlite,postgresql]
                                      [--kept FOLDER]

One web process as `hearback serve` starts it, on a desk of two years. Everybody is signed in as
a person of their own, has a view open and every other one a conversation; another process changes
conversations by the desk's own verbs, a tenth of them such as somebody has open. Beside the
sockets one Chromium looks at the list. Exits with 1 when a change was lost, or when the 95th
percentile from its commit to a desk, or to the painted row, is 500 ms or more.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from bench import databases, large_databases, large_desk, serving
from bench.percentile import percentile
from bench.serving import Served
from tests.database_copies import Database
from tests.hearback import processes

SOON_MILLISECONDS = 500
SETTLE_SECONDS = 5
CHANGED = 1000
VIEWS = ("open", "open", "open", "unassigned", "mine", "facebook", "instagram", "x")
# Looks after the frame in which a row changed, so that what counts is what is painted.
OBSERVE = """
  window.painted = {};
  const look = () => {
    for (const row of document.querySelectorAll('#rows > [data-conversation]')) {
      window.painted[`${row.dataset.conversation} ${row.dataset.version}`] ??= Date.now();
    }
  };
  look();
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(look)))
    .observe(document.getElementById('rows'), {subtree: true, childList: true, attributes: true});
"""


def main() -> None:
    """Measure each kind and print what was found."""
    asked = _arguments()
    missed = False
    for kind in asked.databases.split(","):
        with large_databases.of(kind, [asked.messages], asked.kept) as (database,):
            missed |= _measured(kind, database, asked)
    sys.exit(1 if missed else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desks", type=int, default=200)
    parser.add_argument("--rate", type=float, default=50, help="changes a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--databases", default=",".join(databases.KINDS))
    parser.add_argument("--kept", type=Path, help="where large desks are kept between runs")
    return parser.parse_args()


def _measured(kind: str, database: Database, asked: argparse.Namespace) -> bool:
    last = asked.messages // large_desk.A_CONVERSATION
    chance = random.Random(3)  # noqa: S311 - the same desks each time
    ids = chance.sample(range(max(1, last - large_desk.OPEN + 1), last + 1), CHANGED)
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        served = stack.enter_context(serving.of(data, database))
        tabs = _tabs(served, asked.desks, ids[: CHANGED // 10])
        page = stack.enter_context(serving.looking(served, tabs[0]["cookie"]))
        page.evaluate(OBSERVE)
        before = _memory(data)
        sockets = stack.enter_context(_connected(served, data, tabs))
        beside = _memory(data)
        worked = _worked(data)
        changes = _changed(served, asked, [*ids, *_listed(page)])
        time.sleep(SETTLE_SECONDS)
        busy = (_worked(data) - worked) / asked.seconds
        figures = _told(sockets, changes)
        painted = _painted(page, changes)
        after = _memory(data)
    print(f"\n{kind}: {asked.desks} desks, {len(changes)} changes in {asked.seconds:.0f} s")
    aim = f"aim for p95 {SOON_MILLISECONDS} ms"
    print(f"  commit to desk     {_line(figures)}, lost {figures['lost']:.0f}   {aim}")
    seen = f"of {len(painted)} seen in one Chromium"
    print(f"  commit to painted  {_percentiles(painted)} {seen}   {aim}")
    each = (beside - before) / asked.desks
    print(
        f"  memory             {before:.0f} MB alone, {after:.0f} MB at the end, {each:.2f} a desk"
    )
    print(f"  web process        {busy:.0%} of a processor", flush=True)
    slowest = max(figures["p95"], percentile(painted, 95) if painted else 0.0)
    return bool(figures["lost"]) or slowest >= SOON_MILLISECONDS


def _tabs(served: Served, count: int, opened: list[int]) -> list[dict[str, Any]]:
    borne = serving.cookies(served.runtime, (f"Desk {number}" for number in range(count)))
    return [
        {
            "cookie": cookie,
            "view": VIEWS[number % len(VIEWS)],
            "conversation": opened[number % len(opened)] if number % 2 else None,
        }
        for number, cookie in enumerate(borne)
    ]


def _listed(page: Page) -> list[int]:
    """Return what the Chromium shows, so that some of the changes are painted."""
    rows = page.locator("#rows > [data-conversation]").evaluate_all(
        "rows => rows.map((row) => Number(row.dataset.conversation))"
    )
    return list(map(int, rows))


@contextmanager
def _connected(
    served: Served, data: Path, tabs: list[dict[str, Any]]
) -> Iterator[subprocess.Popen[str]]:
    file = data / "tabs.json"
    file.write_text(json.dumps(tabs), encoding="utf-8")
    words = [sys.executable, "-m", "bench.many_sockets", served.address, str(file)]
    sockets = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
    try:
        assert sockets.stdout is not None
        said = sockets.stdout.readline().strip()
        assert said == "ready", said
        yield sockets
    finally:
        sockets.kill()
        sockets.communicate()


def _changed(served: Served, asked: argparse.Namespace, ids: list[int]) -> list[list[float]]:
    named = ",".join(map(str, ids))
    words = [sys.executable, "-m", "bench.many_changes", str(asked.rate), str(asked.seconds), named]
    done = subprocess.run(  # noqa: S603 - our own
        words, env=served.environment, stdout=subprocess.PIPE, text=True, check=True
    )
    found: list[list[float]] = json.loads(done.stdout)
    return found


def _told(sockets: subprocess.Popen[str], changes: list[list[float]]) -> dict[str, float]:
    assert sockets.stdin is not None
    assert sockets.stdout is not None
    sockets.stdin.write(json.dumps(changes) + "\n")
    sockets.stdin.flush()
    found: dict[str, float] = json.loads(sockets.stdout.readline())
    return found


def _painted(page: Page, changes: list[list[float]]) -> list[float]:
    """Return how long changes of rows in the list took until they were painted."""
    seen: dict[int, dict[int, float]] = {}
    for key, at in page.evaluate("window.painted").items():
        number, version = map(int, key.split())
        seen.setdefault(number, {})[version] = at
    took = []
    for changed, made, at in changes:
        later = [when for one, when in seen.get(int(changed), {}).items() if one >= made]
        if later:
            took.append(min(later) - at * 1000)
    return took


def _web(data: Path) -> int:
    """Return the process that answers; the one that started it has a smaller number."""
    return max(processes.named(data, "hearback.wsgi:make()"))


def _memory(data: Path) -> float:
    status = Path(f"/proc/{_web(data)}/status").read_text()
    line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _worked(data: Path) -> float:
    """Return how many seconds of a processor the web process has used."""
    fields = Path(f"/proc/{_web(data)}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _line(figures: dict[str, float]) -> str:
    return ", ".join(f"{one} {figures[one]:.0f} ms" for one in ("p50", "p95", "p99"))


def _percentiles(took: list[float]) -> str:
    if not took:
        return "none"
    return f"p50 {statistics.median(took):.0f} ms, p95 {percentile(took, 95):.0f} ms"


if __name__ == "__main__":
    main()

"""What can a browser test ask for: the whole house, and people at real browsers?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    Page,
    expect,
    sync_playwright,
)

from tests import database_copies
from tests.browser import small_house as houses
from tests.browser.small_house import SmallHouse
from tests.hearback.launched import Launched, launched
from tests.identity import running as identities
from tests.identity.running import Identity

# The shell draws the same pages without a window around them, for less than half the work.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# For a slow machine; no promise of how soon anything shows.
PATIENCE_MILLISECONDS = 20_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)

OpenBrowser = Callable[..., Page]


@pytest.fixture(scope="package")
def house_identity() -> Iterator[Identity]:
    """The identity provider that the house believes, on what is another site for browsers."""
    with identities.running() as address:
        identity = Identity(address.replace("127.0.0.1", "localhost"))
        identity.usually(page=True)
        yield identity


@pytest.fixture(scope="package")
def running_house(
    pytestconfig: pytest.Config,
    run_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    house_identity: Identity,
) -> Iterator[Launched]:
    """The whole house, started by the launcher: one for all browser tests of a run.

    It ends with them: a house asks the platforms all the time, and takes a good part of a
    processor from whatever runs beside it.
    """
    data = tmp_path_factory.mktemp("house")
    with ExitStack() as stack:
        environment = dict(house_identity.settings)
        if pytestconfig.getoption("--house-database") == "postgresql":
            template = database_copies.template("postgresql", run_folder)
            database = stack.enter_context(database_copies.copied(template))
            environment["DATABASE_URL"] = database.url
        house = stack.enter_context(launched(data, **environment))
        yield house
    assert "It starts again." not in house.said, house.said


@pytest.fixture(scope="package")
def served_small_house(
    run_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SmallHouse]:
    """A desk without platforms, for all tests of a worker."""
    with houses.opened(run_folder, tmp_path_factory.mktemp("small-house")) as one:
        yield one


@pytest.fixture
def small_house(served_small_house: SmallHouse) -> Iterator[SmallHouse]:
    """A desk where nobody writes but whom a test lets write, and nothing is left to be done."""
    yield served_small_house
    served_small_house.has_done_all()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine."""
    with sync_playwright() as playwright, chromium(playwright.chromium) as started:
        yield started


@contextmanager
def chromium(kind: BrowserType) -> Iterator[Browser]:
    """Start a Chromium, a process of its own, for as long as it is needed."""
    started = kind.launch(executable_path=_program(), args=FLAGS)
    yield started
    started.close()


def _program() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "There is no Chromium. Install it (Debian: apt install chromium)."
    return found


@pytest.fixture
def open_browser(browser: Browser) -> Iterator[OpenBrowser]:
    """Opens a browser that shares nothing with any other, as one more person's would.

    Takes what Playwright's `new_context` takes: `viewport`, `color_scheme`,
    `java_script_enabled` and so on.
    """
    opened: list[BrowserContext] = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(**{"locale": "en-US", **options})
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        opened.append(context)
        return context.new_page()

    yield open_one
    for context in opened:
        context.close()

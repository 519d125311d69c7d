"""Is whatever anybody writes shown in a real browser, and never obeyed?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, Page, Request

from tests.browser import hostile_house
from tests.browser.conftest import OpenBrowser
from tests.browser.hostile_house import MARKUP, SENT, WAYS, HostileHouse
from tests.browser.pages import ADMINISTRATORS_PAGES, PAGES, SUPERVISORS_PAGES
from tests.browser.signing_in import sign_in_at
from tests.browser.soundness import OVERFLOWING
from tests.factories.hostile import MARK
from tests.factories.making import PASSWORD

CANARY = f"window.{MARK} = () => console.error('{MARK}')"
WIDTHS = (1440, 390)


@pytest.fixture(scope="module")
def house(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileHouse]:
    with hostile_house.opened(run_folder, tmp_path_factory.mktemp("hostile")) as one:
        yield one


class Watched:
    """A browser without our policy's protection, in which whatever could run would be noticed."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self._address = page, address
        self.obeyed: list[str] = []
        page.add_init_script(CANARY)
        page.on("console", self._said)
        page.on("dialog", self._asked)
        page.on("request", self._requested)

    def looks_at(self, path: str) -> None:
        """Open a page at both widths, and hold it to its width."""
        self.page.goto(self._address + path)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            found = self.page.evaluate(OVERFLOWING)
            assert found == [], f"{path} overflows at {width}"
        assert self.obeyed == [], path

    def _said(self, message: ConsoleMessage) -> None:
        if MARK in message.text:
            self.obeyed.append(message.text)

    def _asked(self, dialog: Dialog) -> None:
        self.obeyed.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _requested(self, request: Request) -> None:
        parts = urlsplit(request.url)
        is_ours = request.url.startswith((self._address, self._address.replace("http", "ws", 1)))
        if parts.scheme not in ("data", "blob") and (not is_ours or parts.path.endswith("/x")):
            self.obeyed.append(request.url)


def _at_the_desk(house: HostileHouse, open_browser: OpenBrowser, email: str) -> Watched:
    page = open_browser(bypass_csp=True)
    sign_in_at(page, house.address, email, PASSWORD)
    return Watched(page, house.address)


def test_every_word_came_by_every_way(house: HostileHouse) -> None:
    # And one with a link; what X does not carry is left out there.
    assert {way: len(SENT) + 1 for way in range(len(WAYS))} == house.came()


def test_what_anybody_writes_is_shown_and_never_obeyed(
    house: HostileHouse, open_browser: OpenBrowser
) -> None:
    ana = _at_the_desk(house, open_browser, "ana@example.org")

    numbers = house.conversations()
    assert len(numbers) == len(SENT)
    for number in numbers:
        ana.looks_at(f"/desk/open/{number}")
    for words in (MARKUP, *list(SENT.values())[:3]):
        ana.looks_at(f"/search?q={quote(words[:200])}")
    for path in ("/search?q=said", "/wall", *PAGES, *SUPERVISORS_PAGES):
        ana.looks_at(path)


def test_nothing_is_obeyed_on_the_pages_of_administrators(
    house: HostileHouse, open_browser: OpenBrowser
) -> None:
    alex = _at_the_desk(house, open_browser, "alex@mesaverde.example")

    for path in ADMINISTRATORS_PAGES:
        alex.looks_at(path)


def test_what_is_taken_along_is_a_file_and_no_page(
    house: HostileHouse, open_browser: OpenBrowser
) -> None:
    page = open_browser()
    sign_in_at(page, house.address, "ana@example.org", PASSWORD)

    answer = page.request.get(f"{house.address}/reports/table.csv?of=tags")

    assert answer.ok
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_page_that_obeyed_would_be_noticed(
    house: HostileHouse, open_browser: OpenBrowser
) -> None:
    ana = _at_the_desk(house, open_browser, "ana@example.org")

    ana.looks_at("/desk/open")
    with ana.page.expect_console_message(lambda message: message.text == MARK):
        ana.page.evaluate("(one) => document.body.insertAdjacentHTML('beforeend', one)", MARKUP)

    assert any(one.endswith("/x") for one in ana.obeyed)
    assert MARK in ana.obeyed

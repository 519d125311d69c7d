"""Does a wall live by itself, readable from afar, and never look fresher than it is?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from connectors.pages import Author
from inbox import priority
from inbox.clock import SystemClock
from inbox.models import Priority, Role, User
from tests import database_copies, houses
from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in_at
from tests.browser.soundness import is_sound, is_sound_everywhere
from tests.browser.test_side_by_side import Desk
from tests.factories.making import PASSWORD, Make
from tests.redis_server import running_redis
from tests.web.live.serving import served

WORDS = "Nobody who passes by may read this"
NODES = "document.querySelectorAll('*').length"


@pytest.fixture
def desk(run_folder: Path, tmp_path: Path) -> Iterator[Desk]:
    template = database_copies.template("sqlite", run_folder)
    with database_copies.copied(template) as database, running_redis() as redis:
        runtime = houses.runtime(database.engine, tmp_path, SystemClock(), REDIS_URL=redis.address)
        make = Make(runtime)
        make.user(name="Ana Lopez", email="ana@example.org")
        make.user(name="Front Hall", email="wall@example.org", role=Role.VIEWER)
        with served(runtime) as by:
            yield Desk(by.address, make, make.account())
        runtime.close()


class Line:
    """What lies between a wall and the desk."""

    def __init__(self, page: Page) -> None:
        self.is_up = True
        self._open: list[WebSocketRoute] = []
        page.route_web_socket("**/socket.io/**", self._opened)

    def cut(self) -> None:
        self.is_up = False
        for one in self._open:
            one.close()

    def _opened(self, socket: WebSocketRoute) -> None:
        if self.is_up:
            socket.connect_to_server()
            self._open.append(socket)
        else:
            socket.close()


def on_the_wall(desk: Desk, page: Page) -> Page:
    page.goto(desk.address)
    page.get_by_label("Work email").fill("wall@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/wall")
    return page


def test_it_follows_a_resident_and_the_desk_without_being_loaded_again(
    desk: Desk, open_browser: OpenBrowser
) -> None:
    page = on_the_wall(desk, open_browser(viewport={"width": 1920, "height": 1080}))
    page.evaluate("window.isTheSame = true")
    unassigned = page.locator("#wall-unassigned .wall-figure")
    expect(unassigned).to_have_text("0")

    made = desk.arrives(text=WORDS, author=Author(external_id="quiet", name="Quiet Resident"))
    with desk.make.runtime.writing() as session:
        ana = session.query(User).filter_by(email="ana@example.org").one()
        priority.change(session, made.id, to=Priority.URGENT, by=ana)
    colleague = open_browser()
    sign_in_at(colleague, desk.address, "ana@example.org", PASSWORD)

    expect(unassigned).to_have_text("1")
    expect(page.locator("#wall-urgent")).to_contain_text("Answer first: 1 has nobody yet")
    expect(page.locator("#wall-oldest time")).to_have_text(re.compile(r"^\d+:\d\d$"))
    expect(page.locator("#wall-desk")).to_contain_text("Ana Lopez")
    expect(page.locator("#wall-lost")).to_be_hidden()
    _does_not_grow(page)
    assert page.evaluate("window.isTheSame")
    for private in (WORDS, "Quiet"):
        assert private not in page.content()
    is_sound(page)
    is_sound_everywhere(page)


def test_without_news_it_says_how_old_its_figures_are_until_the_line_is_back(
    desk: Desk, open_browser: OpenBrowser
) -> None:
    page = open_browser(viewport={"width": 1440, "height": 900})
    page.clock.install()
    line = Line(page)
    on_the_wall(desk, page)
    desk.arrives()
    expect(page.locator("#wall-unassigned .wall-figure")).to_have_text("1")
    lost, waited = page.locator("#wall-lost"), page.locator("#wall-oldest time")
    expect(lost).to_be_hidden()

    line.cut()
    page.clock.fast_forward("01:10")

    expect(lost).to_contain_text(re.compile(r"These figures are from .*They are 1:\d\d old"))
    expect(lost).to_be_visible()
    stood = waited.inner_text()
    page.clock.fast_forward("00:10")
    assert waited.inner_text() == stood
    line.is_up = True
    page.clock.fast_forward("00:06")
    expect(lost).to_be_hidden()


def test_figures_that_nobody_renews_are_called_old_though_no_script_runs(
    desk: Desk, open_browser: OpenBrowser
) -> None:
    page = open_browser(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.route("**/wall-*.js", lambda route: route.abort())
    on_the_wall(desk, page)
    lost = page.locator("#wall-lost")
    expect(lost).to_be_hidden()

    (delay,) = page.evaluate("document.getAnimations().map(one => one.effect.getTiming().delay)")
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")

    assert delay == 10_000
    expect(lost).to_be_visible()


def _does_not_grow(page: Page) -> None:
    """Wait for three more answers; what stands on the page is as much as before."""
    before = page.evaluate(NODES)
    for _ in range(3):
        at = page.locator("#wall-at time").get_attribute("datetime")
        assert at
        page.wait_for_function(
            "(at) => document.querySelector('#wall-at time').dateTime !== at", arg=at
        )
    assert page.evaluate(NODES) == before

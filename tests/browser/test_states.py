"""What does the desk say when there is nothing, when something is broken, and to who listens?"""

from __future__ import annotations

from http import HTTPStatus

import pytest
from playwright.sync_api import Page, Route, expect

from inbox import assignment, priority
from inbox.models import Priority, Role, User
from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in_at
from tests.browser.small_house import SmallHouse, ana
from tests.browser.soundness import is_sound
from tests.browser.test_wall import Line
from tests.factories.making import PASSWORD

# Far from the list, whose rows do not move under a pointer.
ASIDE = (1100, 400)
SPOKEN = "[aria-live=polite], [aria-live=assertive], [role=status], [role=alert]"
TICKING = """(spoken) => [...document.querySelectorAll("time, [data-undo-target=seconds]")]
  .filter((one) => one.closest(spoken))
  .filter((one) => !one.closest("[aria-hidden=true]")).map((one) => one.outerHTML)"""


@pytest.fixture
def page(small_house: SmallHouse, open_browser: OpenBrowser) -> Page:
    page = open_browser(viewport={"width": 1440, "height": 900})
    sign_in_at(page, small_house.address, "ana@example.org", PASSWORD)
    page.mouse.move(*ASIDE)
    return page


def rows(page: Page) -> dict[str, object]:
    """Say where each row stands."""
    places: dict[str, object] = page.locator("#rows > .row").evaluate_all(
        "(rows) => Object.fromEntries(rows.map((row) => [row.id, row.getBoundingClientRect().top]))"
    )
    return places


def live_regions(page: Page) -> set[str]:
    """Read from the accessibility tree how urgently regions speak."""
    devices = page.context.new_cdp_session(page)
    devices.send("Accessibility.enable")
    nodes = devices.send("Accessibility.getFullAXTree")["nodes"]
    devices.detach()
    told = [one for node in nodes for one in node.get("properties", ()) if one["name"] == "live"]
    return {str(one["value"]["value"]) for one in told}


def test_an_empty_view_is_good_news_with_its_proof_until_somebody_writes(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    # Ana may have something from a test before.
    eve = small_house.make.user(name="Eve Stone", email="eve@example.org")
    page = open_browser(viewport={"width": 1440, "height": 900})
    sign_in_at(page, small_house.address, eve.email, PASSWORD)
    page.goto(f"{small_house.address}/desk/mine")
    empty = page.locator(".list .empty")
    expect(empty).to_contain_text("Nothing is assigned to you")
    expect(empty).to_contain_text("1 of 1 accounts receiving")
    is_sound(page)

    made = small_house.arrives()
    with small_house.make.runtime.writing() as session:
        assignment.claim(session, made.id, by=session.get_one(User, eve.id))
    expect(page.locator(f"#row-{made.id}")).to_be_visible()
    expect(empty).to_be_hidden()

    page.goto(f"{small_house.address}/desk/filter?platform=x")
    expect(empty).to_contain_text("Nothing fits this filter now")
    expect(empty.get_by_role("link", name="open in all")).to_be_visible()


def test_what_cannot_be_opened_is_told_in_its_pane_and_the_list_goes_on(
    small_house: SmallHouse, page: Page
) -> None:
    made = small_house.arrives()
    page.goto(f"{small_house.address}/desk/open")
    link = page.locator(f"#row-{made.id} .row-main")
    page.evaluate("window.isTheSame = true")

    link.evaluate("(one) => { one.href = '/desk/open/999999999'; }")
    with page.expect_response("**/desk/open/999999999") as answered:
        link.click()
    assert answered.value.status == HTTPStatus.NOT_FOUND
    problem = page.locator("#reading").get_by_role("alert")
    expect(problem).to_contain_text("There is nothing here")
    expect(problem.get_by_role("link", name="Try again")).to_be_visible()
    is_sound(page)

    with page.expect_response("**/desk/open/999999999"):
        problem.get_by_role("link", name="Try again").click()
    expect(problem).to_contain_text("There is nothing here")
    later = small_house.arrives()
    expect(page.locator(".new-pill")).to_be_visible()
    page.keyboard.press("n")
    page.locator(f"#row-{later.id} .row-main").click()
    expect(page.locator("#conversation")).to_have_attribute("data-conversation", str(later.id))
    assert page.evaluate("window.isTheSame")


def test_what_takes_long_to_open_stands_as_grey_rows_and_a_lost_line_is_told(
    small_house: SmallHouse, page: Page
) -> None:
    first, second = small_house.arrives(), small_house.arrives()
    page.goto(f"{small_house.address}/desk/open/{first.id}")
    asked: list[Route] = []

    def hold_back(route: Route) -> None:
        asked.append(route)

    page.route(f"**/desk/open/{second.id}", hold_back)

    page.locator(f"#row-{second.id} .row-main").click()
    grey = page.locator("#conversation[data-waits-for-more][aria-busy=true]")
    expect(grey).to_be_visible()
    expect(grey).to_have_attribute("data-conversation", str(first.id))
    is_sound(page)
    asked[0].abort()

    expect(page.locator("#toasts")).to_contain_text("nothing was opened")
    expect(grey).to_have_count(0)


def test_a_view_that_takes_long_stands_as_grey_rows_until_it_is_there(
    small_house: SmallHouse, page: Page
) -> None:
    small_house.arrives()
    page.goto(f"{small_house.address}/desk/open")
    asked: list[Route] = []

    def hold_back(route: Route) -> None:
        asked.append(route)

    page.route("**/desk/mine", hold_back)

    page.locator("#views").get_by_role("link", name="Mine").click()
    expect(page.locator(".list[data-waits-for-more]")).to_be_visible()
    asked[0].continue_()

    expect(page).to_have_url(f"{small_house.address}/desk/mine")
    expect(page.locator("[data-waits-for-more]")).to_have_count(0)


def test_without_a_line_a_strip_says_what_goes_on_and_writing_does(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    made = small_house.arrives()
    page = open_browser(viewport={"width": 1440, "height": 900})
    page.clock.install()
    line = Line(page)
    sign_in_at(page, small_house.address, "ana@example.org", PASSWORD)
    page.goto(f"{small_house.address}/desk/open/{made.id}")
    page.locator("form.composer").wait_for()
    strip = page.locator("#connection-strip")

    line.cut()
    page.clock.fast_forward("00:04")
    expect(strip).to_be_hidden()
    page.clock.fast_forward("00:04")
    expect(strip).to_contain_text("Live updates have stopped.")
    is_sound(page)
    page.locator("#reply").fill("Still here")
    expect(page.locator("#count")).to_contain_text("10 /")

    line.is_up = True
    strip.get_by_role("button", name="Try now").click()
    expect(strip).to_be_hidden()
    expect(page.locator("#reply")).to_have_value("Still here")


def test_while_the_desk_does_not_answer_no_count_is_shown_as_if_it_held(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    small_house.arrives()
    page = open_browser(viewport={"width": 1440, "height": 900})
    page.clock.install()
    line = Line(page)
    sign_in_at(page, small_house.address, "ana@example.org", PASSWORD)
    page.goto(f"{small_house.address}/desk/open")
    count = page.locator("#views [data-view-count=open]")
    before = int(count.inner_text())
    mark = "(one) => getComputedStyle(one, '::after').content"
    strip = page.locator("#connection-strip")

    # The line alone is gone: what is asked for every 15 seconds is true.
    line.cut()
    small_house.arrives()
    page.clock.fast_forward("00:07")
    expect(count).to_have_text(str(before + 1))
    assert count.evaluate(mark) == "none"

    page.route("**/desk/open", lambda route: route.fulfill(status=502, body="Bad gateway"))
    page.clock.fast_forward("00:16")
    expect(strip).to_contain_text("lists and numbers are as they were at")
    assert count.evaluate(mark) == '"?"'
    is_sound(page)

    page.unroute("**/desk/open")
    small_house.arrives()
    page.clock.fast_forward("00:16")
    expect(count).to_have_text(str(before + 2))
    assert count.evaluate(mark) == "none"
    expect(strip).to_contain_text("The page asks for news every 15 seconds")


def test_whoever_reads_no_conversations_is_not_told_that_the_line_is_gone(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    small_house.make.user(role=Role.ADMINISTRATOR, name="Sam", email="sam@example.org")
    page = open_browser()
    page.clock.install()
    with page.expect_websocket():
        sign_in_at(page, small_house.address, "sam@example.org", PASSWORD)

    # What the server thinks of what the page says first is there by then.
    page.wait_for_timeout(3000)
    page.clock.fast_forward("00:08")

    expect(page.locator("#connection-strip")).to_be_hidden()


def test_no_row_moves_under_a_pointer_whoever_writes(small_house: SmallHouse, page: Page) -> None:
    shown = [small_house.arrives() for _ in range(3)]
    page.goto(f"{small_house.address}/desk/open")
    page.locator(f"#row-{shown[1].id}").hover()
    stood = rows(page)

    small_house.arrives()
    expect(page.locator(".new-pill")).to_have_text("1 new")

    assert rows(page) == stood


def test_no_row_moves_when_one_is_picked_or_leaves_the_view(
    small_house: SmallHouse, page: Page
) -> None:
    shown = [small_house.arrives() for _ in range(3)]
    page.goto(f"{small_house.address}/desk/unassigned")
    first = page.locator(f"#row-{shown[0].id}")
    first.hover()
    stood = rows(page)

    first.locator(".row-pick").click()
    expect(page.locator("#picked")).to_be_visible()
    assert rows(page) == stood
    with small_house.make.runtime.writing() as session:
        assignment.claim(session, shown[0].id, by=ana(session))
    expect(first).to_contain_text("Claimed by you")

    assert rows(page) == stood
    is_sound(page)


def test_who_listens_hears_of_arrivals_in_one_sentence_and_of_danger_at_once(
    small_house: SmallHouse, page: Page
) -> None:
    # An empty list shows what arrives at once, since there is nothing that it could push aside.
    small_house.arrives()
    page.clock.install()
    page.goto(f"{small_house.address}/desk/open")
    page.locator("#rows").hover()
    assert live_regions(page) >= {"polite", "assertive"}
    polite = page.locator("#announcer [aria-live=polite]")
    urgent = page.locator("#announcer [aria-live=assertive]")

    small_house.arrives()
    at_risk = small_house.arrives()
    expect(page.locator(".new-pill")).to_have_text("2 new")
    with small_house.make.runtime.writing() as session:
        priority.change(session, at_risk.id, to=Priority.URGENT, by=ana(session))

    expect(page.locator(".new-pill")).to_have_text("1 urgent")
    expect(urgent).to_have_text("An urgent conversation arrived.")
    expect(polite).to_have_text("")
    page.clock.fast_forward("00:11")
    expect(polite).to_have_text("2 new, 1 urgent")


def test_nobody_is_read_a_clock(small_house: SmallHouse, page: Page) -> None:
    made = small_house.arrives()
    page.goto(f"{small_house.address}/desk/open/{made.id}")
    page.locator("#reply").fill("It opens at six.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".undo")).to_be_visible()

    assert page.evaluate(TICKING, SPOKEN) == []

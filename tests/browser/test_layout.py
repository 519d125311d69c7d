"""Do the panes stand where the design has them, at each width, and is nothing too small to hit?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from connectors.pages import Author
from inbox.models import Role
from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in_at
from tests.browser.small_house import SmallHouse
from tests.factories.making import PASSWORD

PANES = ("#views", ".list", "#conversation", "#details")
WIDTH_OF = "(one) => Math.round(one.getBoundingClientRect().width)"
IN_ORDER = """(places) => places.map((place) => document.querySelector(place)).every(
  (one, at, all) => at === 0
    || all[at - 1].compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING)"""
TOO_SMALL_TO_READ = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && !one.closest(".vh, svg, script, style"))
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 11).map((one) => one.outerHTML)"""
TOO_SMALL_TO_HIT = """() =>
  [...document.querySelectorAll(".btn, .tab, .tabbar a, .row-pick, .pick, .bar-btn")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
  .map((one) => one.outerHTML)"""
TOO_SMALL_TO_SET = """() =>
  [...document.querySelectorAll(":is(main, .gate) :is(.btn, summary, .input, .select)")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
  .map((one) => one.outerHTML)"""
MOVING = """() => document.getAnimations().filter((one) => one.playState === "running"
  && one.effect.getComputedTiming().activeDuration > 1).map((one) => one.effect.target.outerHTML)"""
# Who it is, how long they wait and which post it is about: as high as the mock-up's, 48, 27 and 50.
MOST_BEFORE_THE_FIRST_WORD = 126
# Four lines of a title.
MOST_OF_A_NAME = 90
_EDGES_OF = """(all) => [...all].map((one) => one.getBoundingClientRect())
  .map((one) => [Math.round(one.left), Math.round(one.right)])"""
EDGES = f"(place) => ({_EDGES_OF})(document.querySelectorAll(place))"
# Counts may hide what is at zero again at any moment: shown and measured at once.
BEYOND_THE_BAR = """() => {
  for (const one of document.querySelectorAll(".pulse > a")) one.hidden = false;
  return [...document.querySelectorAll(".topbar > *, .topbar-end > *")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth)
    .map((one) => one.outerHTML);
}"""
EDGES_IN = f"(one) => ({_EDGES_OF})(one.children)"
TELL_TIMES_AT_FIRST = """() => document.addEventListener("turbo:frame-render", (event) => {
  window.timesAtFirst = [...event.target.querySelectorAll("time[data-clock]")]
    .map((one) => one.textContent);
}, { capture: true })"""
SCROLLS = "(one) => one.scrollHeight > one.clientHeight"


def _opens(page: Page, house: SmallHouse, **given: object) -> Page:
    made = house.arrives(**given)
    sign_in_at(page, house.address, "ana@example.org", PASSWORD)
    page.goto(f"{house.address}/desk/open/{made.id}")
    page.locator("#conversation h2").wait_for()
    return page


@pytest.mark.parametrize(
    ("width", "panes"),
    [
        (1440, {"#views": 208, ".list": 384, "#details": 292}),
        # Four panes where there is just room for them: a name is worth more than their widths.
        (1280, {"#views": 208, ".list": 328, "#details": 264}),
        (1024, {"#views": 192, ".list": 344}),
        (800, {".list": 344}),
        (390, {"#conversation": 390}),
    ],
)
def test_each_width_has_its_panes_and_the_page_itself_never_scrolls(
    small_house: SmallHouse, open_browser: OpenBrowser, width: int, panes: dict[str, int]
) -> None:
    page = _opens(open_browser(viewport={"width": width, "height": 800}), small_house)

    shown = {one for one in PANES if page.locator(one).is_visible()}
    measured = {one: page.locator(one).evaluate(WIDTH_OF) for one in panes}

    assert shown == {*panes, "#conversation"}
    assert measured == panes
    assert page.evaluate(IN_ORDER, list(PANES))
    assert not page.locator("html").evaluate(SCROLLS)
    assert page.evaluate(TOO_SMALL_TO_READ) == []


def test_on_a_telephone_the_bar_makes_room_for_reading_and_everything_is_wide_enough_to_touch(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    phone = open_browser(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = _opens(phone, small_house)

    expect(page.locator(".tabbar")).to_be_hidden()
    assert page.evaluate(TOO_SMALL_TO_HIT) == []
    page.get_by_role("link", name="Back to the list").click()
    expect(page.locator(".tabbar")).to_be_visible()
    assert page.evaluate(TOO_SMALL_TO_HIT) == []


def test_on_a_telephone_what_stands_before_the_first_message_takes_little_room(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    phone = open_browser(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = _opens(phone, small_house)
    post = page.get_by_role("article", name="Post being discussed")

    box = post.bounding_box()

    assert box
    assert box["y"] + box["height"] <= MOST_BEFORE_THE_FIRST_WORD
    expect(post.get_by_role("link", name="All under it")).to_be_visible()
    assert page.evaluate(TOO_SMALL_TO_HIT) == []


def test_a_name_of_three_hundred_characters_leaves_room_for_everything_else(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    author = Author(external_id="long", name="Maximiliana-Konstantina" * 13)
    page = _opens(open_browser(viewport={"width": 1440, "height": 900}), small_house, author=author)

    heights = [
        page.locator(one).evaluate("(one) => one.getBoundingClientRect().height")
        for one in ("#details .contact h3", "#conversation-thread .msg-head")
    ]

    assert all(height < MOST_OF_A_NAME for height in heights), heights
    expect(page.locator("#details").get_by_text("Assignee", exact=True)).to_be_in_viewport()


def test_a_name_of_three_hundred_characters_fits_into_a_report_on_a_phone(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    author = Author(external_id="longer", name="Maximiliana-Konstantina" * 13)
    page = _opens(open_browser(viewport={"width": 390, "height": 844}), small_house, author=author)
    page.goto(f"{small_house.address}/reports/waits?period=30&of=all")
    head = page.get_by_role("rowheader").filter(has_text="Maximiliana").first

    head.wait_for()

    assert not head.evaluate("(one) => one.scrollWidth > one.clientWidth + 1")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize("width", [1440, 1366, 1280, 1024, 720, 390, 320])
def test_the_bar_fits_in_spanish_while_somebody_is_at_risk(
    small_house: SmallHouse, open_browser: OpenBrowser, width: int
) -> None:
    email = f"luz{width}@example.org"
    small_house.make.user(name="Luz Ortega", email=email)
    page = open_browser(viewport={"width": 1440, "height": 800})
    sign_in_at(page, small_house.address, email, PASSWORD)
    page.locator(".me").click()
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")

    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{small_house.address}/desk/open")

    assert page.evaluate(BEYOND_THE_BAR) == []
    assert page.locator("main").evaluate(WIDTH_OF) == width


def test_in_a_narrow_row_the_name_is_whole_and_the_word_beside_it_gives_way(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    author = Author(external_id="narrow", name="Hannah Lindqvist")
    page = _opens(open_browser(viewport={"width": 1440, "height": 900}), small_house, author=author)
    row = page.locator("#rows .row", has_text=author.name).first
    word = row.locator(".kind > span")
    assert word.evaluate(WIDTH_OF) > 1

    page.locator("html").evaluate("(one) => one.style.setProperty('--list-w', '16rem')")

    expect(word).to_have_css("position", "absolute")
    expect(row.locator(".kind svg")).to_be_visible()
    name = row.locator(".row-name")
    assert not name.evaluate("(one) => one.scrollWidth > one.clientWidth")


def test_nothing_moves_for_whoever_asked_for_no_motion(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    page = _opens(open_browser(reduced_motion="reduce"), small_house)

    page.locator("[data-replying]").evaluate("(one) => { one.hidden = false; }")

    assert page.evaluate(MOVING) == []


def test_the_tab_key_stops_at_a_pane_only_while_it_overflows(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    page = _opens(open_browser(viewport={"width": 1440, "height": 900}), small_house)
    messages = page.get_by_role("group", name="Messages")
    expect(messages).to_have_attribute("tabindex", "-1")

    page.set_viewport_size({"width": 1440, "height": 420})
    page.locator("#conversation-thread").evaluate("(one) => { one.style.minHeight = '900px'; }")

    expect(messages).to_have_attribute("tabindex", "0")


def test_what_is_set_up_on_a_telephone_is_large_enough_to_hit(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    small_house.make.user(role=Role.ADMINISTRATOR, name="Lou", email="lou@example.org")
    page = open_browser(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(small_house.address)
    assert page.evaluate(TOO_SMALL_TO_SET) == []
    sign_in_at(page, small_house.address, "lou@example.org", PASSWORD)

    small = {}
    for path in ("/people", "/teams", "/hours", "/targets", "/security", "/subscribers"):
        page.goto(f"{small_house.address}{path}")
        small[path] = page.evaluate(TOO_SMALL_TO_SET)

    assert not any(small.values()), small


def test_a_field_that_is_left_empty_is_scrolled_to_with_its_label(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    page = open_browser(viewport={"width": 1280, "height": 600})
    sign_in_at(page, small_house.address, "ana@example.org", PASSWORD)
    page.goto(f"{small_house.address}/canned-responses/new")

    page.get_by_role("button", name="Save for approval").click()

    expect(page.locator("#title")).to_be_focused()
    expect(page.locator("label[for=title]")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("width", "most_columns"), [(1440, 5), (1024, 5), (390, 1)])
def test_the_parts_of_a_filter_are_of_one_width_and_their_columns_too(
    small_house: SmallHouse, open_browser: OpenBrowser, width: int, most_columns: int
) -> None:
    page = _opens(open_browser(viewport={"width": width, "height": 900}), small_house)

    page.goto(f"{small_house.address}/filter")

    assert len({tuple(one) for one in page.evaluate(EDGES, ".filter-part")}) == 1
    for part in page.locator(".filter-fields").all():
        widths = {right - left for left, right in part.evaluate(EDGES_IN)}
        assert max(widths) - min(widths) <= 1
        assert len({left for left, _ in part.evaluate(EDGES_IN)}) <= most_columns


def test_what_is_opened_comes_with_its_times_as_they_stay_so_that_nothing_moves(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    small_house.arrives()
    page = _opens(open_browser(viewport={"width": 1024, "height": 768}), small_house)
    page.evaluate(TELL_TIMES_AT_FIRST)

    page.locator("#rows .row-main:not([aria-current])").first.click()
    page.locator("#conversation h2:focus").wait_for()

    at_first = page.evaluate("window.timesAtFirst")
    assert at_first
    assert at_first == page.locator("#reading time[data-clock]").all_text_contents()

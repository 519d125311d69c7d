"""Can a report be read, opened, taken along and printed?"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in
from tests.browser.soundness import is_sound
from tests.hearback.launched import Launched

CUT_OFF = """[...document.querySelectorAll('.rep-paper :is(table, svg, dl, .stat, td, th)')]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1
        || (one.matches('td, th, .stat') && one.scrollWidth > one.clientWidth + 1))
    .map((one) => `${one.tagName} ${one.className} ${one.textContent.slice(0, 40)}`)"""
"""What of a report reaches beyond the sheet, or out of its own place."""


def _opened(running_house: Launched, open_browser: OpenBrowser) -> Page:
    page = sign_in(open_browser(viewport={"width": 1440, "height": 900}), running_house)
    page.goto(f"{running_house.address}/reports?period=30")
    return page


def test_a_figure_opens_its_waits_and_these_their_conversations(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    page = _opened(running_house, open_browser)
    page.evaluate("document.querySelectorAll('.rep-table').forEach((one) => (one.open = true))")
    is_sound(page)
    tile = page.locator(".stat-waits .v a")
    count = tile.inner_text()

    tile.click()

    expect(page.get_by_role("heading", name=f"{count} waits", exact=True)).to_be_visible()
    page.locator("tbody a").first.click()
    expect(page.locator("#conversation")).to_be_visible()


def test_a_report_goes_along_as_files_and_on_paper(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    page = _opened(running_house, open_browser)
    for name, ending in (("Table as CSV", ".csv"), ("Workbook (XLSX)", ".xlsx")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename.endswith(ending)

    page.emulate_media(media="print", color_scheme="dark")

    expect(page.locator(".rep-bar")).to_be_hidden()
    expect(page.get_by_role("columnheader", name="First, median").first).to_be_visible()
    expect(page.locator(".rep-table tbody tr").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    expect(page.get_by_role("heading", name="What these words mean")).to_be_visible()
    # A4 and Letter on their side and upright, without their margins.
    for width in (1039, 972, 710, 733):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(CUT_OFF) == [], width


def test_the_report_of_a_filter_is_had_sent_by_e_mail(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    narrow = open_browser(viewport={"width": 390, "height": 844})
    page = sign_in(narrow, running_house, "marcus@mesaverde.example")
    page.goto(f"{running_house.address}/reports?period=7&platform=facebook")

    page.get_by_role("link", name="Send by e-mail").click()
    page.get_by_label("How often").select_option("month")
    page.get_by_label("Rosa Martinez").check()
    page.get_by_role("button", name="Send it from now on").click()

    expect(page.get_by_role("heading", name="Platform: Facebook")).to_be_visible()
    expect(page.get_by_text("about the month before; at 08:00")).to_be_visible()
    page.get_by_text("Change", exact=True).click()
    is_sound(page)
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="No report is sent yet")).to_be_visible()

"""Is the desk narrowed by keys, and is the filter kept as a view that follows live?"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from inbox import tagging
from tests.browser.conftest import OpenBrowser
from tests.browser.desk import Desk
from tests.browser.signing_in import DANA, sign_in, sign_in_at
from tests.browser.small_house import SmallHouse
from tests.browser.soundness import is_sound
from tests.factories.making import PASSWORD
from tests.hearback.launched import Launched


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_a_long_condition_is_cut_before_its_button_to_leave_it_out(
    small_house: SmallHouse, open_browser: OpenBrowser, width: int
) -> None:
    made = small_house.arrives()
    page = open_browser(viewport={"width": width, "height": 800})
    sign_in_at(page, small_house.address, "ana@example.org", PASSWORD)

    page.goto(f"{small_house.address}/desk/filter?post={made.post_id}&tag={'long ' * 30}")

    pane = page.locator(".list").bounding_box()
    assert pane
    for leave_out in page.get_by_role("link", name="Leave out:").all():
        box = leave_out.bounding_box()
        assert box
        assert box["x"] + box["width"] <= pane["x"] + pane["width"]


def test_a_filter_is_put_together_by_keys_saved_and_loses_a_row_that_a_colleague_claims(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    rosa, dana = (
        Desk(sign_in(open_browser(), running_house, *who), running_house.address)
        for who in ((), (DANA,))
    )
    rosa.looks_at("instagram")
    rosa.page.keyboard.press("f")
    expect(rosa.page.get_by_role("heading", name="Filter conversations")).to_be_visible()
    expect(rosa.page.get_by_label("Instagram", exact=True)).to_be_checked()
    rosa.page.get_by_label("Nobody", exact=True).focus()
    rosa.page.keyboard.press("Space")
    rosa.page.keyboard.press("Enter")
    rosa.page.wait_for_url("**/desk/filter?platform=instagram&assignee=nobody")
    rosa.page.get_by_role("link", name="Save as a view").click()
    rosa.page.get_by_label("Name", exact=True).fill("Nobody's on Instagram")
    rosa.page.keyboard.press("Enter")
    rosa.page.wait_for_url("**/desk/saved-*")
    rail = rosa.page.get_by_role("navigation", name="Views")
    count = rail.locator("[aria-current=page] .n")
    before = int(count.inner_text())
    is_sound(rosa.page)

    row = rosa.page.locator("#rows > .row").last
    shown = row.get_attribute("data-conversation")
    # A row that left stays while the pointer is in the list.
    row.hover()
    dana.page.goto(f"{running_house.address}/desk/open/{shown}")
    dana.claims()

    expect(rosa.page.locator(f"#row-{shown}")).to_contain_text("Claimed by Dana")
    expect(count).to_have_text(str(before - 1))
    rosa.page.reload()
    expect(rosa.page.locator(f"#row-{shown}")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390])
def test_one_of_many_tags_is_found_by_typing_and_ticked_by_enter(
    small_house: SmallHouse, open_browser: OpenBrowser, width: int
) -> None:
    with small_house.make.runtime.writing() as session:
        for number in range(30):
            tagging.named(session, f"Gathering {number}")
        tagging.named(session, "Calle del Águila")
    page = open_browser(viewport={"width": width, "height": 800})
    sign_in_at(page, small_house.address, "ana@example.org", PASSWORD)
    page.goto(f"{small_house.address}/filter")
    tags = page.get_by_role("group", name="Tag")
    tags.get_by_label("Gathering 7").check()
    words = tags.get_by_role("searchbox")

    words.fill("agu")
    expect(tags.get_by_role("checkbox")).to_have_count(2)
    expect(tags.get_by_label("Gathering 7")).to_be_checked()
    words.press("Enter")

    expect(tags.get_by_label("Calle del Águila")).to_be_checked()
    expect(words).to_have_value("")
    expect(tags.get_by_role("checkbox")).to_have_count(31)
    words.fill("nowhere")
    expect(tags.get_by_text("Nothing is called so.")).to_be_visible()
    is_sound(page)
    words.fill("")
    words.press("Enter")
    page.wait_for_url("**/desk/filter?tag=Calle*tag=Gathering*")

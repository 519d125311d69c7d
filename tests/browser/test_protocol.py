"""Do two people see the same steps at a risk to life, done in order, and what is left of them?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from inbox import priority
from inbox.models import Conversation, Priority, Role, User
from inbox.protocol import keeping
from inbox.protocol.keeping import Wanted
from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in_at
from tests.browser.small_house import SmallHouse, ana
from tests.browser.soundness import is_sound
from tests.factories.making import PASSWORD

LEE = "lee.steps@example.org"


@pytest.fixture(autouse=True)
def steps(small_house: SmallHouse) -> Iterator[None]:
    """Let there be two steps in the house, for these tests alone."""
    with small_house.make.runtime.writing() as session:
        lee = session.scalars(select(User).where(User.email == LEE)).one_or_none()
    if lee is None:
        lee = small_house.make.user("Lee Chan", email=LEE, role=Role.SUPERVISOR)
    with small_house.make.runtime.writing() as session:
        keeping.add(session, Wanted(words="Call dispatch", asks_for="CAD number"), by=lee)
        keeping.add(session, Wanted(words="Stay until contact"), by=lee)
    yield
    with small_house.make.runtime.writing() as session:
        for step in keeping.in_force(session):
            keeping.retire(session, step.id, by=lee)


def at_risk(small_house: SmallHouse) -> Conversation:
    """Let somebody write whom staff hold to be at risk."""
    made = small_house.arrives(text="i dont want to be here anymore")
    with small_house.make.runtime.writing() as session:
        return priority.change(session, made.id, to=Priority.URGENT, by=ana(session))


def looks(
    small_house: SmallHouse, open_browser: OpenBrowser, made: Conversation, email: str
) -> Page:
    """Bring somebody to the conversation."""
    page = open_browser(viewport={"width": 1440, "height": 900})
    sign_in_at(page, small_house.address, email, PASSWORD)
    page.goto(f"{small_house.address}/desk/open/{made.id}")
    return page


def test_steps_at_a_risk_to_life_are_done_in_order_and_seen_by_all(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    made = at_risk(small_house)
    one, other = (
        looks(small_house, open_browser, made, email) for email in ("ana@example.org", LEE)
    )
    expect(one.locator("#protocol")).to_be_in_viewport()
    expect(one.locator(".step-now")).to_contain_text("Call dispatch")
    one.keyboard.press("e")
    expect(one.locator("#conversation-head")).to_contain_text("2 steps at a risk to life are left.")
    is_sound(one)
    one.keyboard.press("Escape")

    one.locator("#protocol summary", has_text="CAD number").press("Enter")
    one.get_by_role("textbox", name="CAD number").fill("24-1182")
    is_sound(one)
    one.keyboard.press("Enter")

    expect(other.locator(".step-done")).to_contain_text("24-1182")
    expect(other.locator(".step-now")).to_contain_text("Stay until contact")
    other.get_by_role("button", name="Done: Stay until contact").press("Enter")
    expect(one.locator("#protocol")).to_contain_text("every step is done")
    expect(one.get_by_role("button", name="Not done after all: Stay")).to_be_visible()
    for width, scheme in ((1024, "dark"), (390, "light")):
        one.set_viewport_size({"width": width, "height": 844})
        one.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its two words
        is_sound(one)


def test_only_a_supervisor_is_offered_to_pass_over_steps_and_says_why(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    made = at_risk(small_house)
    one, lee = (looks(small_house, open_browser, made, email) for email in ("ana@example.org", LEE))
    expect(one.locator("#protocol")).to_be_visible()
    expect(one.get_by_text("Pass over the rest")).to_be_hidden()

    lee.get_by_text("Pass over the rest").press("Enter")
    lee.get_by_label("Why may this be resolved").fill("Officers were with her")
    is_sound(lee)
    lee.keyboard.press("Enter")

    expect(one.locator("#protocol")).to_contain_text("Officers were with her")
    expect(one.locator("#conversation-head summary", has_text="Resolve")).to_be_visible()
    expect(one.locator("#conversation-head")).not_to_contain_text("are left")

"""How does a resident write on the residents' pages, and what do they read there?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from playwright.sync_api import Locator, Page, expect

from tests.browser.surfaces import Surface


@dataclass(frozen=True)
class Said:
    """Something on a residents' page, with the platform's time."""

    text: str
    at: datetime


class Residents:
    """The public at a browser of its own, with its hands on fields and buttons."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address

    def write(self, surface: Surface, name: str, words: str) -> Said:
        """Say something to the department, and see it stand there."""
        if surface.is_private:
            self._message(surface, name, words)
        else:
            self._say_publicly(surface, name, words)
        return self._said(self._saying(words))

    def answers(self, surface: Surface, words: str) -> list[Said]:
        """Load the page again and read what the department answered to `words`."""
        self.page.reload()
        expect(self._saying(words)).to_be_visible()
        return [self._said(one) for one in self._answers(surface, words).all()]

    def _say_publicly(self, surface: Surface, name: str, words: str) -> None:
        self.page.goto(self._address + surface.room)
        form = self.page.locator("[data-write='mention']")
        if surface.way == "comment":
            form = self.page.locator("article[data-post] > [data-write]").first
        form.get_by_label("Write as").fill(name)
        form.get_by_label("Words").fill(words)
        form.get_by_role("button").click()

    def _message(self, surface: Surface, name: str, words: str) -> None:
        self.page.goto(f"{self._address}{surface.room}/messages")
        self.page.get_by_label("Write as").fill(name)
        self.page.get_by_role("button", name="Open messages").click()
        self.page.get_by_label(f"Message as {name}").fill(words)
        self.page.get_by_role("button", name="Send").click()

    def _saying(self, words: str) -> Locator:
        return self.page.locator("[data-by=resident]", has=self.page.get_by_text(words)).first

    def _answers(self, surface: Surface, words: str) -> Locator:
        place = self.page.locator(".thread")
        if not surface.is_private:
            place = self.page.locator("[data-branch]", has=self.page.get_by_text(words))
        return place.locator("[data-by=department]")

    def _said(self, saying: Locator) -> Said:
        moment = saying.locator("time").first.get_attribute("datetime")
        assert moment
        return Said(
            saying.locator("[data-text]").first.inner_text(), datetime.fromisoformat(moment)
        )

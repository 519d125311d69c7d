"""How does somebody of the staff work at the desk: with the keys, and with their eyes?"""

from __future__ import annotations

import re
import time

from playwright.sync_api import Locator, Page, expect

# Far from the list, whose rows do not move under a pointer.
ASIDE = (1100, 400)


class Desk:
    """A person of the staff at a browser of their own, already signed in."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address

    @property
    def head(self) -> Locator:
        return self.page.locator("#conversation-head")

    @property
    def conversation(self) -> Locator:
        return self.page.locator("#conversation-thread")

    @property
    def details(self) -> Locator:
        return self.page.locator("#conversation-details")

    @property
    def reply(self) -> Locator:
        return self.page.locator("#reply")

    def looks_at(self, view: str) -> None:
        """Open a view, and mark the page so that a reload would be noticed."""
        self.page.goto(f"{self._address}/desk/{view}")
        self.page.mouse.move(*ASIDE)
        self.page.evaluate("window.isTheSamePage = true")

    @property
    def was_never_reloaded(self) -> bool:
        return bool(self.page.evaluate("window.isTheSamePage === true"))

    def row(self, words: str) -> Locator:
        return self.page.locator("#rows .row", has_text=words)

    def sees(self, words: str, *, before: float) -> None:
        """Wait for a row with these words until a moment of the monotonic clock.

        New rows never push others aside: a list that somebody is busy in counts
        them on a pill, and shows them when asked to.
        """
        row, pill = self.row(words), self.page.locator(".new-pill:not([hidden])")
        while not row.count():
            expect(row.or_(pill).first).to_be_visible(timeout=_milliseconds_until(before))
            if pill.count():
                self.page.keyboard.press("n")
                expect(pill).to_have_count(0, timeout=_milliseconds_until(before))

    def opens(self, words: str) -> None:
        self.row(words).locator(".row-main").click()
        self.page.mouse.move(*ASIDE)
        expect(self.conversation).to_contain_text(words)

    def claims(self) -> None:
        self.page.keyboard.press("c")
        expect(self.page.get_by_role("button", name="Claim")).to_have_count(0)

    def picks(self, shortcut: str, title: str) -> str:
        """Put a canned response into the reply, and return what it says."""
        self.page.keyboard.press("/")
        expect(self.reply).to_be_focused()
        self.page.keyboard.type(shortcut)
        expect(self.page.get_by_role("option", name=title)).to_be_visible()
        self.page.keyboard.press("Enter")
        expect(self.reply).to_have_value(re.compile(r"^[^/]"))
        return self.reply.input_value()

    def writes(self, words: str) -> None:
        self.page.keyboard.press("r")
        expect(self.reply).to_be_focused()
        self.page.keyboard.type(words)

    def sends(self) -> None:
        """Send, which begins the time in which it can be undone."""
        self.page.keyboard.press("Control+Enter")
        expect(self.reply).to_have_value("")

    def sends_now(self) -> None:
        self.page.get_by_role("button", name="Send now").click()

    def undoes(self) -> None:
        bar = self.page.locator(".undo")
        bar.get_by_role("button", name="Undo").click()
        expect(bar).to_be_hidden()

    def answer(self, words: str) -> Locator:
        """The department's own message with these words in the open conversation."""
        return self.page.locator("#conversation-thread .msg-ours", has_text=words)


def _milliseconds_until(moment: float) -> float:
    # Zero would mean without end.
    return max(1.0, (moment - time.monotonic()) * 1000)

"""Is a page within WCAG 2.1 AA, as far as axe can tell?"""

from __future__ import annotations

from collections.abc import Mapping

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1440, 1024, 390)
HEIGHT = 900
AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
# A theme changes nothing but colours, and the whole book of rules takes a second a page.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
# Colours move for 120 ms after a page is drawn, or its theme changes. What is drawn again in
# the meantime may never end, so nothing is waited for longer than a second.
SETTLED = """async () => {
  const drawn = () => new Promise((next) => requestAnimationFrame(next));
  await drawn();
  await drawn();
  const moving = document.getAnimations().filter(
    (one) => one.effect.getComputedTiming().endTime !== Infinity
  );
  await Promise.race([
    Promise.allSettled(moving.map((one) => one.finished)),
    new Promise((late) => setTimeout(late, 1000)),
  ]);
}"""
# Only what is broken is handed over: what holds is megabytes.
BROKEN = """(options) => axe.run(document, { ...options, resultTypes: ["violations"] }).then(
  (found) => found.violations.map((rule) => [rule.id, rule.nodes.map((node) => node.html)])
)"""
OVERFLOWING = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth)
    .map((one) => one.outerHTML.slice(0, 120))"""


def is_sound(page: Page, rules: Mapping[str, object] = AA) -> None:
    """Hold a page to the rules as it stands, and to its width."""
    page.evaluate(SETTLED)
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    where = f"{page.url} at {page.viewport_size}"
    broken = page.evaluate(BROKEN, dict(rules))
    assert not broken, f"{where}: {broken}"
    assert page.evaluate(OVERFLOWING) == [], f"{where} overflows."


def is_sound_everywhere(page: Page) -> None:
    """Hold a page to the rules at every width, in both themes."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        # Colours that change at once need not be waited for.
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        is_sound(page, AA)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        is_sound(page, COLOURS)

"""Where is the focus, and can somebody see that it is there?"""

from __future__ import annotations

from playwright.sync_api import Page

# The ring may be around the field's own box, as the composer's is. What is scrolled away or lies
# under something else shows no ring to anybody.
_HIDDEN = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return "nothing has the focus";
  const ringed = (one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const labels = [...(focused.labels ?? [])];
  const around = [...labels, focused.closest(".composer"), focused];
  const drawn = around.find((one) => one && ringed(one));
  if (!drawn) return `no ring around ${focused.outerHTML.slice(0, 120)}`;
  const { left, top, width, height } = drawn.getBoundingClientRect();
  const x = left + Math.min(width, innerWidth - left) / 2;
  const y = top + Math.min(height, innerHeight - top) / 2;
  const above = document.elementFromPoint(x, y);
  return above && (drawn.contains(above) || above.contains(drawn)) ? "" :
    `${focused.outerHTML.slice(0, 120)} lies under ${above?.outerHTML.slice(0, 120)}`;
}"""


def is_seen(page: Page) -> None:
    """Check that the focus has a ring, and that nothing covers it."""
    hidden = page.evaluate(_HIDDEN)
    assert hidden == "", hidden

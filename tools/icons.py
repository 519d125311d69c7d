"""How does the mark of Hearback become the icons that a system shows for an installed app?

Run by hand when the mark changes: draws web/static/icon.svg in Chromium. What it makes is
committed, so that nobody needs a browser to build.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from places import ROOT

STATIC = ROOT / "web" / "static"
GROUND = "#131a26"
# Whatever shape a system cuts out, four fifths of a maskable icon stay in sight.
ICONS = {
    "icon-192.png": (192, 1.0),
    "icon-512.png": (512, 1.0),
    "maskable-512.png": (512, 0.76),
    "touch-180.png": (180, 0.9),
}
ROUNDED = ("icon-192.png", "icon-512.png")
FLAGS = ("--headless", "--no-sandbox", "--hide-scrollbars", "--default-background-color=00000000")


def main() -> None:
    """Draw each icon."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium draws the icons and was not found. Install it and run this again.")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "icon.html"
        for name, (size, share) in ICONS.items():
            page.write_text(_page(size, share, is_rounded=name in ROUNDED), encoding="utf-8")
            _draw(chromium, page, STATIC / "icons" / name, size)


def _page(size: int, share: float, *, is_rounded: bool) -> str:
    mark = (STATIC / "icon.svg").read_text(encoding="utf-8")
    return (
        "<!doctype html><style>body{margin:0}"
        f"div{{display:grid;place-items:center;width:{size}px;height:{size}px;"
        f"background:{GROUND};border-radius:{'18%' if is_rounded else '0'}}}"
        f"svg{{width:{size * share}px;height:{size * share}px}}</style><div>{mark}</div>"
    )


def _draw(chromium: str, page: Path, to: Path, size: int) -> None:
    shot = (f"--window-size={size},{size}", f"--screenshot={to}", page.as_uri())
    subprocess.run([chromium, *FLAGS, *shot], check=True, capture_output=True)  # noqa: S603 - our own page


if __name__ == "__main__":
    main()

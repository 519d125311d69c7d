"""Under which address does the browser find a bundled script or stylesheet?"""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask, url_for

from inbox.errors import Unavailable

FOLDER = Path(__file__).parent / "static" / "dist"


class NotBuilt(Unavailable):
    """The front end was not bundled, or not this file of it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The front end has no {name}. Build it with `npm ci && npm run build`.")


def install(app: Flask) -> None:
    """Let templates write `asset("desk.js")` and `asset("main.css")`.

    Names carry a hash of their content, so a browser may keep them for a year.
    """
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 365 * 24 * 3600
    app.jinja_env.globals["asset"] = address


def address(name: str) -> str:
    """Return the address of a bundled file. Raises NotBuilt."""
    return url_for("static", filename=f"dist/{hashed(name)}")


def hashed(name: str, folder: Path = FOLDER) -> str:
    """Return the name a bundled file has today. Raises NotBuilt."""
    try:
        names: dict[str, str] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return names[name]
    except (FileNotFoundError, KeyError) as missing:
        raise NotBuilt(name) from missing

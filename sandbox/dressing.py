"""How do the sandbox's pages show words and times?"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from flask import Flask

from sandbox import attaching, posted
from sandbox.clock import Clock

TEMPLATES = Path(__file__).parent / "templates"
UNSHOWABLE = re.compile("[\x00\ud800-\udfff]")

UNITS = ((1440, "day"), (60, "hour"), (1, "minute"))


def dress(app: Flask, clock: Clock) -> None:
    """Give an application's templates the filters `shown` and `ago`, and `picture_of`."""
    app.add_template_global(attaching.path_of, "picture_of")
    app.add_template_global(posted.path_of, "picture_of_post")
    app.add_template_filter(shown)
    app.add_template_filter(lambda at: ago(clock.now() - at), "ago")


def shown(text: str) -> str:
    """Return text that a page can carry: NUL and lone surrogates become U+FFFD."""
    return UNSHOWABLE.sub("\ufffd", text)


def ago(span: timedelta) -> str:
    """Say how long ago something was, in words."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "just now"
    size, unit = next((s, u) for s, u in UNITS if minutes >= s)
    number = minutes // size
    return f"{number} {unit}{'' if number == 1 else 's'} ago"

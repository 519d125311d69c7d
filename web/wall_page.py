"""How is the wall drawn: the whole page, and its figures alone?"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app, render_template

from inbox import permissions, reach
from inbox.permissions import Permission
from web import serving
from web.access import current_user

if TYPE_CHECKING:
    from web.live.wall import Wall

REFRESH_SECONDS = 5
"""How often a wall without scripts comes anew."""

MOST_NAMES = 16


def page() -> str:
    """Draw the wall for whoever is signed in."""
    return render_template("wall/show.html", refresh=REFRESH_SECONDS, **_given())


def figures() -> str:
    """Draw its figures alone."""
    return render_template("wall/_figures.html", **_given())


def _given() -> dict[str, object]:
    user = current_user()
    shared = cast("Wall", current_app.extensions["hearback_wall"])
    return {
        "user": user,
        "leads": permissions.may(user, Permission.READ),
        "figures": shared.figures(serving.runtime(), reach.of(user)),
        "most_names": MOST_NAMES,
    }

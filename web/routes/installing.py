"""What does a browser need to know to install the desk like a program?"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, url_for

from web.access import anyone
from web.frame import BAR_COLOURS
from web.languages import language, say

routes = Blueprint("installing", __name__)


@routes.get("/manifest.webmanifest")
@anyone
def manifest() -> Response:
    """Describe the desk as an app. Nothing in it is about a person."""
    answer = jsonify(
        id="/",
        name="Hearback",
        short_name="Hearback",
        description=say("What people say to the department, and what it answers."),
        lang=language(),
        dir="ltr",
        start_url="/",
        scope="/",
        display="standalone",
        theme_color=BAR_COLOURS["light"],
        background_color=BAR_COLOURS["light"],
        icons=[
            _icon("icon.svg", "any", "image/svg+xml"),
            _icon("icons/icon-192.png", "192x192"),
            _icon("icons/icon-512.png", "512x512"),
            _icon("icons/maskable-512.png", "512x512", purpose="maskable"),
        ],
        shortcuts=[
            {"name": say("Urgent"), "url": "/desk/urgent"},
            {"name": say("Mine"), "url": "/desk/mine"},
        ],
    )
    answer.mimetype = "application/manifest+json"
    return answer


def _icon(
    name: str, sizes: str, kind: str = "image/png", *, purpose: str = "any"
) -> dict[str, str]:
    src = url_for("static", filename=name)
    return {"src": src, "sizes": sizes, "type": kind, "purpose": purpose}

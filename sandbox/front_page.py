"""What is on the front page, and how does a person start a scenario there?"""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from sandbox import rooms, scenario, scripts
from sandbox.world import World


def routes(world: World) -> Blueprint:
    """Build the page that leads to all others."""
    pages = Blueprint("front_page", __name__)

    @pages.get("/")
    @pages.get("/instagram")
    def index() -> str:
        return render_template(
            "index.html", rooms=rooms.rooms(world), scenarios=scenario.told(world)
        )

    @pages.post("/scenarios")
    def begin() -> Response:
        name = request.form.get("name", "")
        if name not in scripts.names():
            abort(404, "There is no such scenario.")
        scenario.begin(world, name)
        return redirect("/#scenarios", code=303)

    return pages

"""What is said in a live video?"""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import broadcasts
from inbox.live_log import Shown
from web import access, live_page, numbers, serving

routes = Blueprint("live_videos", __name__, url_prefix="/live")


@routes.get("")
@access.reads
def index() -> Answer:
    """Go to what began last, or to the desk when nothing is on the air."""
    running = broadcasts.on_air(serving.session())
    if not running:
        return redirect(url_for("desk.home"))
    return redirect(url_for("live_videos.show", post_id=running[-1].id))


@routes.get("/<number:post_id>")
@access.reads
def show(post_id: int) -> str:
    """Show a broadcast, running or over."""
    wanted = request.args.get("filter", "")
    shown = Shown(wanted) if wanted in set(Shown) else Shown.ALL
    return live_page.page(post_id, shown, numbers.asked("before"))

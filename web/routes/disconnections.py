"""How does an administrator disconnect an account?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response as Answer

from inbox import accounts, disconnecting
from web import access, frame, serving
from web.access import current_user

routes = Blueprint("disconnections", __name__, url_prefix="/accounts/<number:account_id>")


@routes.get("/disconnection")
@access.connects
def new(account_id: int) -> str:
    """Ask whether this is meant, and say what it does."""
    session = serving.session()
    return frame.page(
        "connections/disconnecting.html",
        section="accounts",
        account=accounts.find(session, account_id),
        replies_waiting=disconnecting.replies_waiting(session, account_id),
    )


@routes.post("/disconnection")
@access.connects
@access.asks_again
def create(account_id: int) -> Answer:
    """Disconnect it."""
    disconnecting.disconnect(serving.session(), account_id, by=current_user())
    anchor = f"account-{account_id}"
    return redirect(url_for("accounts.index", _anchor=anchor), HTTPStatus.SEE_OTHER)

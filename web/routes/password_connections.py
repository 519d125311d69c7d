"""How does an administrator connect an account that a name and a password open?

The password goes to the platform and nowhere else: it is neither kept, nor logged,
nor shown again.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import accounts
from inbox.connecting import asking, choosing, offering
from inbox.connecting.asking import CodeWanted, Given, PlatformAway, SignInFailed
from inbox.vault import SealBroken
from web import access, errors, frame, numbers, serving
from web.languages import translated
from web.routes.connections import browser, to_account

routes = Blueprint(
    "password_connections", __name__, url_prefix="/accounts/connections/<connector>/password"
)


@routes.get("")
@access.connects
@access.asks_again
def new(connector: str) -> str:
    """Ask for name and password."""
    return _form(connector)


@routes.post("")
@access.connects
@access.asks_again
@access.only_reads
@access.meets_platforms
def create(connector: str) -> Answer:
    """Sign in, once; the platform is asked before anything is written."""
    try:
        found = asking.sign_in(serving.runtime().settings, connector, _given())
    except CodeWanted as wanted:
        page = _form(connector, problem=translated(wanted), device=_sealed(wanted.device))
        return Response(page, HTTPStatus.UNPROCESSABLE_ENTITY, mimetype="text/html")
    except (SignInFailed, PlatformAway) as problem:
        page = _form(connector, problem=translated(problem))
        return Response(page, errors.status_of(problem), mimetype="text/html")
    with serving.writing_beside() as session:
        attempt_id, connected = choosing.settle_at_once(
            session, found, connector=connector, account_id=_account_id(), by=browser()
        )
    if connected:
        return to_account(connected[0])
    return redirect(url_for("connections.show", attempt_id=attempt_id), HTTPStatus.SEE_OTHER)


def _form(connector: str, *, problem: str = "", device: str = "") -> str:
    number = _account_id()
    meant = accounts.find(serving.session(), number) if number else None
    return frame.page(
        "connections/password.html",
        section="accounts",
        way=offering.way_by(connector),
        meant=meant,
        username=request.values.get("username") or (meant.handle if meant else ""),
        problem=problem,
        device=device,
    )


def _given() -> Given:
    return Given(
        username=request.form.get("username", ""),
        password=request.form.get("password", ""),
        code=request.form.get("code", ""),
        device=_opened(request.form.get("device", "")),
    )


def _account_id() -> int | None:
    return numbers.read(request.values.get("account", ""))


def _sealed(device: Mapping[str, Any]) -> str:
    sealed = serving.runtime().vault.seal(device)
    return base64.urlsafe_b64encode(sealed).decode()


def _opened(sealed: str) -> dict[str, Any] | None:
    """Return the device that a form of ours carries; any other form begins with a new one."""
    try:
        return serving.runtime().vault.open(base64.urlsafe_b64decode(sealed)) if sealed else None
    except (SealBroken, ValueError):
        return None

"""How are the connected accounts?"""

from __future__ import annotations

from http import HTTPStatus
from importlib import import_module
from typing import Any

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response as Answer

from connectors import streams
from connectors.ways import WAYS, WAYS_BY_PASSWORD
from inbox import account_history, account_lags, accounts, compared
from web import access, charts, frame, lag_chart, numbers, serving
from web.access import current_user

routes = Blueprint("accounts", __name__)


@routes.get("/accounts")
@access.reads_or_connects
def index() -> str:
    """Show each account's health in words, and what to do about it."""
    session = serving.session()
    return frame.page(
        "accounts/index.html",
        section="accounts",
        ways=WAYS,
        ways_by_password=WAYS_BY_PASSWORD,
        lags=account_lags.of_last_hour(session),
        charts=charts,
        lag_chart=lag_chart,
        happened=account_history.lately(session),
        comparisons=compared.latest(session),
        streams=accounts.streams(session),
        named=streams.named,
        asked=(asked := numbers.asked("asked")),
        fresh=numbers.asked("fresh"),
        resting=_checking().resting(session) if asked is not None else [],
    )


@routes.post("/accounts/check")
@access.leads_or_connects
def check() -> Answer:
    """Have every stream read now, as far as its platform bears it."""
    done = _checking().check_all(serving.session(), by=current_user())
    address = url_for("accounts.index", asked=done.asked, fresh=done.fresh)
    return redirect(address, HTTPStatus.SEE_OTHER)


# Loaded where somebody asks: it brings the clients of all platforms, which nothing else here needs.
def _checking() -> Any:
    return import_module("inbox.checking_now")

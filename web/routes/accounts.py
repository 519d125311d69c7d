"""How are the connected accounts?"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response as Answer

from connectors import streams
from connectors.ways import WAYS, WAYS_BY_PASSWORD
from inbox import account_history, account_lags, accounts, asking_to_check, compared
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
        asked=numbers.asked("asked"),
    )


@routes.post("/accounts/check")
@access.leads_or_connects
def check() -> Answer:
    """Ask for every account to be read now, as far as its platform bears it."""
    asked = asking_to_check.ask(serving.session(), by=current_user())
    return redirect(url_for("accounts.index", asked=asked), HTTPStatus.SEE_OTHER)

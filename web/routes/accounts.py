"""How are the connected accounts?"""

from __future__ import annotations

from flask import Blueprint

from connectors.ways import WAYS, WAYS_BY_PASSWORD
from inbox import account_history, account_lags, compared
from web import access, charts, frame, lag_chart, serving

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
    )

"""How does an administrator connect an account, by the platform's own consent page?"""

from __future__ import annotations

import secrets
from http import HTTPStatus

from flask import Blueprint, Response, redirect, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response as Answer

from connectors.ways import WAYS_BY_PASSWORD
from inbox import accounts
from inbox.connecting import asking, attempts, choosing, offering
from inbox.connecting.attempts import Browser
from inbox.errors import HearbackError
from inbox.models import Account
from web import access, errors, frame, numbers, serving
from web.access import current_user
from web.languages import translated

routes = Blueprint("connections", __name__, url_prefix="/accounts/connections")


@routes.get("/new")
@access.connects
def new() -> str:
    """Ask which kind of account is to be connected."""
    return _ways("")


@routes.post("")
@access.connects
@access.asks_again
@access.only_reads
@access.meets_platforms
def create() -> Answer:
    """Begin a sign-in; the platform is asked before anything is written."""
    connector, account_id = request.form.get("connector", ""), numbers.given("account")
    if account_id is not None:
        accounts.find(serving.session(), account_id)
        connector = offering.way_again(serving.runtime().settings, connector)
    callback = url_for("connections.come_back", connector=connector, _external=True)
    try:
        begun = asking.begin(serving.runtime().settings, connector, callback=callback)
    except (offering.NoApplication, asking.SignInFailed, asking.PlatformAway) as problem:
        return _problem(problem)
    with serving.writing_beside() as session:
        attempt = attempts.begin(
            session,
            begun,
            connector=connector,
            callback=callback,
            account_id=account_id,
            by=browser(),
        )
    return redirect(url_for("connections.show", attempt_id=attempt.id), HTTPStatus.SEE_OTHER)


@routes.get("/<number:attempt_id>")
@access.connects
@access.meets_platforms
def show(attempt_id: int) -> str:
    """Send the person on to the platform, or let them choose among what it opened."""
    session = serving.session()
    attempt = attempts.find(session, attempt_id, by=browser())
    meant = accounts.find(session, attempt.account_id) if attempt.account_id else None
    return frame.page(
        "connections/show.html",
        section="accounts",
        attempt=attempt,
        way=offering.way_by(attempt.connector),
        meant=meant,
        consent_page=attempts.consent_page(session, attempt),
        choices=choosing.choices(session, attempt),
    )


@routes.get("/<connector>/callback")
@access.connects
@access.meets_platforms
def come_back(connector: str) -> Answer:
    """Take what the platform hands back, once, and connect what was plainly meant."""
    state = asking.state(connector, request.args)
    with serving.writing_beside() as session:
        returned = attempts.come_back(session, connector, state, by=browser())
    try:
        found = asking.finish(serving.runtime().settings, returned, request.args)
        with serving.writing_beside() as session:
            connected = choosing.settle(session, returned.id, found, by=browser())
    except (asking.SignInFailed, asking.PlatformAway, choosing.NothingOpened) as problem:
        return _problem(problem)
    if not connected:
        return redirect(url_for("connections.show", attempt_id=returned.id), HTTPStatus.SEE_OTHER)
    return to_account(connected[0])


@routes.post("/<number:attempt_id>/accounts")
@access.connects
@access.asks_again
@access.meets_platforms
def choose(attempt_id: int) -> Answer:
    """Connect the accounts that were ticked."""
    ticked = request.form.getlist("account")
    connected = choosing.choose(serving.session(), attempt_id, ticked, by=browser())
    return to_account(connected[0])


def _ways(problem: str) -> str:
    return frame.page(
        "connections/new.html",
        section="accounts",
        ways_by_password=WAYS_BY_PASSWORD,
        offers=offering.offers(serving.runtime().settings),
        problem=problem,
    )


def _problem(error: HearbackError) -> Response:
    return Response(_ways(translated(error)), errors.status_of(error), mimetype="text/html")


def to_account(account: Account) -> Answer:
    """Show a connected account."""
    anchor = f"account-{account.id}"
    return redirect(url_for("accounts.index", _anchor=anchor), HTTPStatus.SEE_OTHER)


def browser() -> Browser:
    """Return the person and the browser of this request."""
    secret = cookie.setdefault("browser", secrets.token_urlsafe(16))
    return Browser(user=current_user(), secret=secret)

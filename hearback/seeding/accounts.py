"""How are the practice department's accounts connected, through the sandbox's own sign-ins?

It does what an administrator's browser would: opens each consent page, agrees,
and hands the code that comes back to the connector.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from connectors.base import Connected
from connectors.facebook import sign_in as facebook
from connectors.graph.sign_in import App
from connectors.instagram import graph_sign_in
from connectors.instagram.private_sign_in import sign_in as private_sign_in
from connectors.registry import CONNECTORS
from connectors.x import sign_in as x
from inbox import accounts
from inbox.models import Account
from inbox.runtime import Runtime

CALL_SECONDS = 10
CALLBACK = "http://127.0.0.1/connected"


def connect_all(runtime: Runtime, sandbox: str) -> None:
    """Connect the four practice accounts. Raises ConnectorError or requests' errors."""
    facts = _sign_in_facts(sandbox)
    connect_page(runtime, sandbox)
    _connect(runtime, "instagram_graph", _instagram_graph(_app(facts, sandbox)))
    private = facts["instagram_private"]
    signed_in = private_sign_in(private["username"], private["password"], sandbox)
    _connect(runtime, "instagram_private", signed_in)
    _connect(runtime, "x", _x(facts["x"], sandbox))


def connect_page(runtime: Runtime, sandbox: str) -> Account:
    """Connect the practice Facebook Page alone."""
    return _connect(runtime, "facebook", _facebook(_app(_sign_in_facts(sandbox), sandbox)))


def connect_x(runtime: Runtime, sandbox: str) -> Account:
    """Connect the practice profile on X alone."""
    return _connect(runtime, "x", _x(_sign_in_facts(sandbox)["x"], sandbox))


def _sign_in_facts(sandbox: str) -> dict[str, dict[str, str]]:
    told = requests.get(f"{sandbox}/sandbox/state?summary", timeout=CALL_SECONDS).json()
    return {
        profile["connector"]: {"handle": profile["handle"], **profile["sign_in"]}
        for profile in told["profiles"]
    }


def _app(facts: dict[str, dict[str, str]], sandbox: str) -> App:
    known = facts["facebook"]
    return App(app_id=known["app_id"], app_secret=known["app_secret"], address=sandbox)


def _connect(runtime: Runtime, name: str, connected: Connected) -> Account:
    connector = CONNECTORS[name]
    with runtime.writing() as session:
        return accounts.connect(
            session,
            connected,
            platform=connector.platform,
            connector=name,
            streams=connector.streams,
        )


def _facebook(app: App) -> Connected:
    (page,) = facebook.connect(app, code=_facebook_code(app), redirect_uri=CALLBACK)
    return page


def _instagram_graph(app: App) -> Connected:
    (account,) = graph_sign_in.connect(app, code=_facebook_code(app), redirect_uri=CALLBACK)
    return account


def _facebook_code(app: App) -> str:
    state = secrets.token_urlsafe(16)
    dialog = facebook.dialog(app, redirect_uri=CALLBACK, state=state)
    return _consented(dialog, {"consent": "yes"}, "code")


def _consented(page: str, answers: dict[str, str], wanted: str) -> str:
    """Agree on a consent page; return what its redirect carries."""
    answer = requests.post(page, data=answers, timeout=CALL_SECONDS, allow_redirects=False)
    answer.raise_for_status()
    carried: dict[str, Any] = parse_qs(urlsplit(answer.headers["Location"]).query)
    return str(carried[wanted][0])


def _x(facts: dict[str, str], sandbox: str) -> Connected:
    application = x.Application(
        consumer_key=facts["consumer_key"],
        consumer_secret=facts["consumer_secret"],
        address=sandbox,
    )
    begun = x.begin(application, callback=CALLBACK)
    agreed = {"oauth_token": begun.token, "username": facts["handle"], "decision": "allow"}
    verifier = _consented(begun.authorize_url, agreed, "oauth_verifier")
    return x.finish(application, begun, verifier=verifier)

"""How are the practice department's accounts connected, through the sandbox's own sign-ins?

It does what an administrator's browser would: opens each consent page, agrees,
and hands the code that comes back to the connector.
"""

from __future__ import annotations

import secrets
from typing import Any, TypeAlias
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
Facts: TypeAlias = dict[str, dict[str, str]]


def connect_all(runtime: Runtime, sandbox: str) -> None:
    """Connect the four practice accounts. Raises ConnectorError or requests' errors."""
    for name in WAYS:
        connect(runtime, sandbox, name)


def connect(runtime: Runtime, sandbox: str, name: str) -> Account:
    """Connect the practice account of one connector, or connect it again.

    Raises ConnectorError or requests' errors.
    """
    return _connect(runtime, name, WAYS[name](_sign_in_facts(sandbox), sandbox))


def connect_page(runtime: Runtime, sandbox: str) -> Account:
    """Connect the practice Facebook Page alone."""
    return connect(runtime, sandbox, "facebook")


def connect_x(runtime: Runtime, sandbox: str) -> Account:
    """Connect the practice profile on X alone."""
    return connect(runtime, sandbox, "x")


def _sign_in_facts(sandbox: str) -> Facts:
    told = requests.get(f"{sandbox}/sandbox/state?summary", timeout=CALL_SECONDS).json()
    return {
        profile["connector"]: {"handle": profile["handle"], **profile["sign_in"]}
        for profile in told["profiles"]
    }


def _app(facts: Facts, sandbox: str) -> App:
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


def _facebook(facts: Facts, sandbox: str) -> Connected:
    app = _app(facts, sandbox)
    (page,) = facebook.connect(app, code=_facebook_code(app), redirect_uri=CALLBACK)
    return page


def _instagram_graph(facts: Facts, sandbox: str) -> Connected:
    app = _app(facts, sandbox)
    (account,) = graph_sign_in.connect(app, code=_facebook_code(app), redirect_uri=CALLBACK)
    return account


def _instagram_private(facts: Facts, sandbox: str) -> Connected:
    known = facts["instagram_private"]
    return private_sign_in(known["username"], known["password"], sandbox)


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


def _x(facts: Facts, sandbox: str) -> Connected:
    known = facts["x"]
    application = x.Application(
        consumer_key=known["consumer_key"],
        consumer_secret=known["consumer_secret"],
        address=sandbox,
    )
    begun = x.begin(application, callback=CALLBACK)
    agreed = {"oauth_token": begun.token, "username": known["handle"], "decision": "allow"}
    verifier = _consented(begun.authorize_url, agreed, "oauth_verifier")
    return x.finish(application, begun, verifier=verifier)


WAYS = {
    "facebook": _facebook,
    "instagram_graph": _instagram_graph,
    "instagram_private": _instagram_private,
    "x": _x,
}

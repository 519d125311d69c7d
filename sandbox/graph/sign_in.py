"""How does an administrator let the desk speak for their Page?

Facebook Login: a page that asks for consent, a code, a token for the person, a
longer-lived one. Source: Facebook Login, Manually Build a Login Flow.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template_string, request
from werkzeug.wrappers import Response as Answer

from sandbox import granting
from sandbox.graph import accounts, tokens
from sandbox.graph.failing import GraphError, bad_parameter
from sandbox.records import Profile
from sandbox.world import World

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Log in with Facebook (practice)</title>
<meta name="viewport" content="width=device-width">
<main style="font-family:sans-serif;max-width:28rem;margin:3rem auto;line-height:1.5">
<h1>Log in with Facebook</h1>
<p>This is the practice platform, not Facebook.</p>
<p>The application asks to read and answer comments and messages of
<strong>{{ page.name }}</strong>, on Facebook and on Instagram.</p>
<form method="post">
{% for name, value in asked.items() %}<input type="hidden" name="{{ name }}" value="{{ value }}">
{% endfor %}<button name="consent" value="yes">Continue as Practice Administrator</button>
<button name="consent" value="no">Not now</button>
</form></main></html>
"""

DIALOG = "/<version>/dialog/oauth"


def add_to(graph: Blueprint, world: World) -> None:
    """Add the consent page and the exchange of codes and tokens."""

    @graph.get(DIALOG)
    def ask(version: str) -> Response | str:
        _ = version  # any version asks in the same way
        page = _application(world, request.args.get("client_id"))
        if not request.args.get("redirect_uri"):
            raise bad_parameter("The parameter redirect_uri is required")
        return render_template_string(PAGE, page=page, asked=request.args.to_dict())

    @graph.post(DIALOG)
    def consent(version: str) -> Answer:
        _ = version
        return _consented(world)

    @graph.route("/<version>/oauth/access_token", methods=["GET", "POST"])
    def exchange(version: str) -> dict[str, Any]:
        _ = version
        return _exchanged(world)

    @graph.get("/<version>/debug_token")
    def debug_token(version: str) -> dict[str, Any]:
        _ = version
        return {"data": _examined(world)}


def _consented(world: World) -> Answer:
    page = _application(world, request.values.get("client_id"))
    address = request.values.get("redirect_uri", "")
    told = {"state": request.values.get("state", "")}
    if request.values.get("consent", "yes") != "yes":
        denied = {"error": "access_denied", "error_reason": "user_denied"}
        return redirect(f"{address}?{urlencode(denied | told)}")
    extra = {"redirect_uri": address}
    code = granting.issue_token(world, page.id, tokens.CODE, lasts=tokens.SHORT, extra=extra)
    return redirect(f"{address}?{urlencode({'code': code.value} | told)}")


def _exchanged(world: World) -> dict[str, Any]:
    page = _application(world, request.values.get("client_id"))
    if request.values.get("client_secret") != page.sign_in["app_secret"]:
        raise GraphError(1, "Error validating client secret.")
    if request.values.get("grant_type") == "fb_exchange_token":
        return _extended(world, page)
    code = world.token(request.values.get("code", ""))
    if code is None or code.kind != tokens.CODE:
        raise GraphError(100, "This authorization code has been used.", subcode=36009)
    if code.extra["redirect_uri"] != request.values.get("redirect_uri"):
        raise GraphError(100, "Error validating verification code: redirect_uri differs.")
    code.revoked = True
    token = tokens.user_token(world, page, tokens.SHORT)
    return _told(token.value, int(tokens.SHORT.total_seconds()))


def _extended(world: World, page: Profile) -> dict[str, Any]:
    token = world.token(request.values.get("fb_exchange_token", ""))
    if token is None or token.kind != tokens.USER:
        raise GraphError(190, "Error validating access token.")
    longer = tokens.user_token(world, page, tokens.LONG)
    return _told(longer.value, int(tokens.LONG.total_seconds()))


def _examined(world: World) -> dict[str, Any]:
    app_id, _, secret = request.values.get("access_token", "").partition("|")
    page = _application(world, app_id)
    if secret != page.sign_in["app_secret"]:
        raise GraphError(190, "Invalid OAuth access token signature.")
    token = world.token(request.values.get("input_token", ""))
    if token is None:
        return {"is_valid": False, "scopes": []}
    return {
        "app_id": app_id,
        "type": token.kind.upper(),
        "is_valid": token.is_valid(world.clock.now()),
        "expires_at": int(token.expires_at.timestamp()) if token.expires_at else 0,
        "data_access_expires_at": int((token.issued_at + tokens.DATA_ACCESS).timestamp()),
        "scopes": token.scopes,
    }


def _told(value: str, seconds: int) -> dict[str, Any]:
    return {"access_token": value, "token_type": "bearer", "expires_in": seconds}


def _application(world: World, app_id: str | None) -> Profile:
    for page in accounts.pages(world):
        if page.sign_in["app_id"] == app_id:
            return page
    raise GraphError(101, "Error validating application. Cannot get application info.")

"""How does the app sign in, by the current flow (CAA) and by the older one?"""

from __future__ import annotations

import json
import secrets
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox import granting
from sandbox.instagram import bodies, passwords, refusals, sessions, shapes, two_step
from sandbox.records import Profile
from sandbox.world import World

CONNECTOR = "instagram_private"
BLOKS = "/api/v1/bloks/async_action/com.bloks.www."
FALLBACK = "CAA_LOGIN_FALLBACK:legacy_accounts_login"

Json = dict[str, Any]


def add(blueprint: Blueprint, world: World) -> None:
    """Add what both flows ask for, then each flow."""
    _common(blueprint, world)
    _older_flow(blueprint, world)
    _current_flow(blueprint, world)


def _common(blueprint: Blueprint, world: World) -> None:
    @blueprint.get("/api/v1/qe/sync/")
    def keys() -> Response:
        answer = jsonify(status="ok")
        answer.headers["ig-set-password-encryption-key-id"] = str(passwords.KEY_ID)
        answer.headers["ig-set-password-encryption-pub-key"] = passwords.public_key()
        return answer

    @blueprint.post("/api/v1/feed/reels_tray/")
    def tray() -> Json:
        sessions.current(world)
        return {"tray": [], "status": "ok"}

    @blueprint.post("/api/v1/feed/timeline/")
    def timeline() -> Json:
        sessions.current(world)
        return {"feed_items": [], "more_available": False, "status": "ok"}

    @blueprint.get("/api/v1/accounts/current_user/")
    def current_user() -> Json:
        profile = sessions.current(world)
        return {"user": shapes.user(world, profile.id), "status": "ok"}


def _older_flow(blueprint: Blueprint, world: World) -> None:
    @blueprint.post("/api/v1/launcher/sync/")
    def launch() -> Json:
        return {"configs": {}, "status": "ok"}

    @blueprint.post("/api/v1/accounts/login/")
    def log_in() -> Response:
        body = bodies.signed()
        profile = _named(world, str(body.get("username", "")))
        if profile is None:
            raise refusals.unknown_name()
        if not _is_right(profile, str(body.get("enc_password", ""))):
            raise refusals.bad_password()
        if two_step.is_on(world):
            raise two_step.needed(world, profile)
        return _let_in(world, profile)

    @blueprint.post("/api/v1/accounts/two_factor_login/")
    def give_code() -> Response:
        return _let_in(world, two_step.passed(world, bodies.signed()))

    @blueprint.post("/api/v1/accounts/logout/")
    def log_out() -> Json:
        granting.revoke_tokens(world, sessions.current(world).id)
        return {"status": "ok"}


def _current_flow(blueprint: Blueprint, world: World) -> None:
    @blueprint.post("/graphql_www")
    def register_device() -> Json:
        return {"data": {"xdt_usdid_registration": {"success": True}}, "status": "ok"}

    @blueprint.post(f"{BLOKS}bloks.caa.login.process_client_data_and_redirect/")
    def open_flow() -> Json:
        return _bloks(context=_new_context(world))

    @blueprint.post("/api/v1/attestation/create_android_keystore/")
    def attest() -> Json:
        return {"challenge_nonce": secrets.token_urlsafe(24), "key_nonce": "", "status": "ok"}

    @blueprint.post(f"{BLOKS}caa.login.oauth.token.fetch.async/")
    def fetch_token() -> Json:
        _asked(world)
        return _bloks()

    @blueprint.post(f"{BLOKS}bloks.caa.login.async.send_login_request/")
    def send_login() -> Json:
        asked = _asked(world)
        profile = _named(world, str(asked.get("contact_point", "")))
        attested = request.headers.get("X-IG-Attest-Params")
        if two_step.is_on(world) or not (
            profile and attested and _is_right(profile, str(asked.get("password", "")))
        ):
            # Instagram sends the app on to the older flow, which names the reason.
            return _bloks(action=f"(bk.action.caa.Fallback {json.dumps(FALLBACK)})", key=FALLBACK)
        return _bloks(action=_login_action(world, profile))


def _let_in(world: World, profile: Profile) -> Response:
    answer = jsonify(logged_in_user=shapes.user(world, profile.id), status="ok")
    answer.headers["ig-set-authorization"] = sessions.begin(world, profile)
    return answer


def _named(world: World, name: str) -> Profile | None:
    wanted = name.casefold()
    private = (p for p in world.profiles.values() if p.connector == CONNECTOR)
    return next((p for p in private if p.sign_in["username"].casefold() == wanted), None)


def _is_right(profile: Profile, encrypted: str) -> bool:
    password = passwords.opened(encrypted)
    known: str = profile.sign_in["password"]
    return password is not None and secrets.compare_digest(password.encode(), known.encode())


def _new_context(world: World) -> str:
    context = json.dumps({"aacjid": secrets.token_urlsafe(12)})
    world.drawer(CONNECTOR)["access_context"] = context
    return context


def _asked(world: World) -> Json:
    """Return what the app's screen sent. Raises Refusal without the context we gave out."""
    asked = bodies.field("params").get("client_input_params", {})
    if asked.get("aac") != world.drawer(CONNECTOR).get("access_context"):
        raise refusals.invalid("Invalid parameters")
    return dict(asked)


def _bloks(action: str = "", context: str = "", key: str = "") -> Json:
    told = {"key": key or "CAA_ACCOUNT_ACCESS_CONTEXT:aac", "initial": context}
    data = [{"data": told}] if context or key else []
    return {"layout": {"bloks_payload": {"data": data, "action": action}}, "status": "ok"}


def _login_action(world: World, profile: Profile) -> str:
    user = {"logged_in_user": shapes.user(world, profile.id), "status": "ok"}
    headers = {"IG-Set-Authorization": sessions.begin(world, profile)}
    inner = {"login_response": json.dumps(user), "headers": json.dumps(headers), "cookies": ""}
    return f"(bk.action.caa.HandleLoginResponse {json.dumps(json.dumps(inner))})"

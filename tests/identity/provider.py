"""An identity provider in a process of its own, which also does wrong whatever a test asks of it.

`python -m tests.identity.provider` says where it listens. Every first part of a path is a
provider of its own, as it is on its first day: `/anna/.well-known/openid-configuration`. It checks
what a client sends as a real one does (client secret, redirect address, PKCE, codes that count
once).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, abort, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from joserfc.jws import JWSRegistry
from werkzeug.serving import make_server
from werkzeug.wrappers import Response as Answer

CLIENT_ID, CLIENT_SECRET = "the desk", "a secret of the desk, & more"
CODE_SECONDS = 60
_KEYS = {
    "first": RSAKey.generate_key(2048, {"use": "sig", "kid": "first"}),
    "second": RSAKey.generate_key(2048, {"use": "sig", "kid": "second"}),
}
_ANY = JWSRegistry(algorithms=["RS256", "HS256", "none"])

app = Flask(__name__)


@dataclass
class House:
    """One provider: how it behaves, which codes it gave, and what it was asked."""

    manners: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    seen: list[dict[str, Any]] = field(default_factory=list)

    def now(self) -> int:
        return int(self.manners.get("now") or time.time())


_HOUSES: dict[str, House] = {}


def _house(name: str) -> House:
    house = _HOUSES.setdefault(name, House())
    what = request.path.rpartition("/")[2]
    if what not in ("play", "seen", "logout_token"):
        house.seen.append({"what": what, **request.args, **request.form})
    return house


def _issuer(name: str) -> str:
    return f"{request.host_url}{name}"


@app.post("/<name>/play")
def play(name: str) -> str:
    _house(name).manners |= request.get_json()
    return ""


@app.put("/<name>/play")
def play_only(name: str) -> str:
    _house(name).manners = request.get_json()
    return ""


@app.get("/<name>/seen")
def seen(name: str) -> Response:
    return jsonify(_house(name).seen)


@app.get("/<name>/.well-known/openid-configuration")
def discovery(name: str) -> Answer:
    house, issuer = _house(name), _issuer(name)
    if "elsewhere" in house.manners:
        return redirect(house.manners["elsewhere"])
    facts = {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/keys",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "end_session_endpoint": f"{issuer}/end",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "none"],
        "backchannel_logout_supported": True,
    }
    return jsonify(_without_none(facts | house.manners.get("facts", {})))


@app.get("/<name>/keys")
def keys(name: str) -> Response:
    signing = _house(name).manners.get("key", "first")
    return jsonify(KeySet([_KEYS[signing]]).as_dict(private=False))


@app.get("/<name>/authorize")
def authorize(name: str) -> Answer | str:
    house, asked = _house(name), request.args.to_dict()
    if asked.get("client_id") != CLIENT_ID or asked.get("response_type") != "code":
        abort(400)
    if asked.get("code_challenge_method") != "S256" or "openid" not in asked["scope"].split():
        abort(400)
    if "error" in house.manners:
        back = {"error": house.manners["error"], "state": asked["state"]}
    else:
        code = secrets.token_urlsafe(16)
        house.codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": _issuer(name)}
    address = f"{asked['redirect_uri']}?{urlencode(_without_none(back | _back(house)))}"
    if "page" in house.manners:
        return f"<!doctype html><title>{name}</title><a href='{address}'>Yes, it is me</a>"
    return redirect(address)


def _back(house: House) -> dict[str, Any]:
    changed: dict[str, Any] = house.manners.get("back", {})
    return changed


@app.post("/<name>/token")
def token(name: str) -> Answer | tuple[Answer, int]:
    house, form = _house(name), request.form
    if "token_status" in house.manners:
        return Response("It is broken.", house.manners["token_status"])
    asked = house.codes.pop(form.get("code", ""), None)
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    shown = request.authorization
    is_client = shown and (shown.username, shown.password) == (CLIENT_ID, CLIENT_SECRET)
    if not is_client:
        return jsonify(error="invalid_client"), 401
    if not asked or asked["code_challenge"] != challenge:
        return jsonify(error="invalid_grant"), 400
    if asked["redirect_uri"] != form.get("redirect_uri"):
        return jsonify(error="invalid_grant"), 400
    access = secrets.token_urlsafe(16)
    word = _signed(house, _claims(house, name, asked) | {"at_hash": _half(access)})
    return jsonify(access_token=access, token_type="Bearer", expires_in=300, id_token=word)


def _claims(house: House, name: str, asked: dict[str, str]) -> dict[str, Any]:
    now = house.now()
    is_anew = asked.get("prompt") == "login" or asked.get("max_age") == "0"
    usual = {
        "iss": _issuer(name),
        "aud": CLIENT_ID,
        "iat": now,
        "exp": now + 300,
        "nonce": asked["nonce"],
        "auth_time": now if is_anew else house.manners.get("signed_in_at", now),
        "sid": "session-1",
    }
    return usual | house.manners.get("person", {})


def _signed(house: House, claims: dict[str, Any]) -> str:
    claims = _without_none(claims | house.manners.get("claims", {}))
    alg = house.manners.get("alg", "RS256")
    signer = house.manners.get("signer", "first")
    key: RSAKey | OctKey = _KEYS[signer]
    if alg != "RS256":
        key = OctKey.import_key(CLIENT_SECRET)
    header = {"alg": alg, "kid": house.manners.get("kid", signer)}
    return jwt.encode(header, claims, key, registry=_ANY)


@app.get("/<name>/userinfo")
def userinfo(name: str) -> Response:
    house = _house(name)
    return jsonify(house.manners.get("userinfo", house.manners.get("person", {})))


@app.get("/<name>/end")
def end(name: str) -> Answer:
    _house(name)
    return redirect(request.args["post_logout_redirect_uri"])


@app.post("/<name>/logout_token")
def logout_token(name: str) -> str:
    house = _house(name)
    now = house.now()
    usual = {
        "iss": _issuer(name),
        "aud": CLIENT_ID,
        "iat": now,
        "exp": now + 120,
        "jti": secrets.token_urlsafe(8),
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    }
    return _signed(house, usual | request.get_json())


def _half(word: str) -> str:
    digest = hashlib.sha256(word.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()


def _without_none(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}


def main() -> None:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    print(f"It listens at http://127.0.0.1:{server.port}", flush=True)  # noqa: T201 - to its test
    server.serve_forever()


if __name__ == "__main__":
    main()

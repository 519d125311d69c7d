"""How does a core test make a plain platform request?"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import requests

from sandbox.graph.tokens import PAGE_TOKEN
from tests.sandbox.running import Running

HOST = "graph.facebook.com"


def comment(sandbox: Running, post: str, text: str) -> requests.Response:
    """Comment as the department, through the Graph API."""
    return requests.post(
        f"{sandbox.address}/v24.0/{post}/comments",
        data={"message": text, **access(sandbox)},
        headers={"X-Sim-Host": HOST},
        timeout=5,
    )


def read_page(sandbox: Running) -> requests.Response:
    """Read the Page's own node."""
    page = sandbox.profile("facebook")["id"]
    return requests.get(
        f"{sandbox.address}/v24.0/{page}",
        params={"fields": "id,name", **access(sandbox)},
        headers={"X-Sim-Host": HOST},
        timeout=5,
    )


def access(sandbox: Running) -> dict[str, Any]:
    """Return the token and its proof."""
    secret = sandbox.profile("facebook")["sign_in"]["app_secret"]
    proof = hmac.new(secret.encode(), PAGE_TOKEN.encode(), hashlib.sha256).hexdigest()
    return {"access_token": PAGE_TOKEN, "appsecret_proof": proof}

"""Do a client's requests reach the stand-in, and only a stand-in on this machine?"""

from __future__ import annotations

from http import HTTPStatus

import pytest
import requests

from connectors import echoes
from connectors.transport import NotLoopback, PlatformAdapter
from tests.connectors.graph.department import facebook
from tests.sandbox.running import Running


def test_a_stand_in_is_reached_past_the_machines_proxy(
    sandbox: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = facebook(sandbox)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    page.fetch("comments", since=None, at=None)


@pytest.mark.parametrize("address", ["http://example.org", "http://10.0.0.1", "graph.facebook.com"])
def test_a_stand_in_elsewhere_is_refused(address: str) -> None:
    with pytest.raises(NotLoopback):
        PlatformAdapter(address)


@pytest.mark.parametrize("body", [b"token=%s is malformed", b'{"error": "Expired: %s"}'])
def test_a_refusal_does_not_repeat_the_token_it_was_sent(body: bytes) -> None:
    sent = requests.Request(
        "POST",
        "https://graph.facebook.com/me?appsecret_proof=planted-proof",
        data={"access_token": "planted|token", "message": "planted words"},
        headers={"Authorization": "Bearer planted-bearer"},
    ).prepare()
    refusal = requests.Response()
    refusal.status_code, refusal.request = HTTPStatus.BAD_REQUEST, sent
    told = b"planted|token planted%7Ctoken planted-proof planted-bearer, planted words"
    refusal._content = body % told  # noqa: SLF001 - as an adapter fills it

    echoes.remove(refusal)

    removed = b"(removed) (removed) (removed) (removed), planted words"
    assert refusal.content == body % removed

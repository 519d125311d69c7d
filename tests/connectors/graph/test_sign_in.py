"""Can an administrator let the desk speak for their Page and its Instagram account?"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from connectors.base import Access
from connectors.errors import ConnectorError
from connectors.facebook import sign_in
from connectors.facebook.connector import FacebookConnector
from connectors.instagram import graph_sign_in
from connectors.instagram.graph import InstagramGraphConnector
from connectors.transport import NotLoopback
from tests.sandbox.running import Running

BACK = "http://127.0.0.1:8000/accounts/facebook/back"


def app(sandbox: Running) -> sign_in.App:
    facts = sandbox.profile("facebook")["sign_in"]
    return sign_in.App(
        app_id=facts["app_id"], app_secret=facts["app_secret"], address=sandbox.address
    )


def consented(sandbox: Running, answer: str = "yes") -> dict[str, str]:
    """Do what a browser does: read the page, send its form, follow where it leads."""
    address = sign_in.dialog(app(sandbox), redirect_uri=BACK, state="s&t=1")
    page = requests.get(address, timeout=5)
    assert "Mesa Verde Police Department" in page.text
    answered = requests.post(address, data={"consent": answer}, allow_redirects=False, timeout=5)
    told = parse_qs(urlsplit(answered.headers["Location"]).query)
    return {name: values[0] for name, values in told.items()}


def test_a_page_is_connected_and_can_be_read(sandbox: Running) -> None:
    told = consented(sandbox)
    assert told["state"] == "s&t=1"

    (page,) = sign_in.connect(app(sandbox), code=told["code"], redirect_uri=BACK)

    assert page.name == "Mesa Verde Police Department"
    assert page.handle == "mesaverdepd"
    access = Access(
        external_id=page.external_id, credentials=page.credentials, address=sandbox.address
    )
    FacebookConnector(access).fetch("comments", since=None, at=None)
    assert page.credentials["page_token"] not in repr(page)


def test_the_instagram_account_of_a_page_is_connected_and_can_be_read(sandbox: Running) -> None:
    code = consented(sandbox)["code"]

    (account,) = graph_sign_in.connect(app(sandbox), code=code, redirect_uri=BACK)

    assert account.handle == "mesaverdepd"
    access = Access(
        external_id=account.external_id, credentials=account.credentials, address=sandbox.address
    )
    InstagramGraphConnector(access).fetch("comments", since=None, at=None)
    InstagramGraphConnector(access).fetch("messages", since=None, at=None)


def test_a_code_is_good_for_one_use_and_one_address(sandbox: Running) -> None:
    code = consented(sandbox)["code"]

    with pytest.raises(ConnectorError):
        sign_in.connect(app(sandbox), code=code, redirect_uri="http://127.0.0.1/other")
    sign_in.connect(app(sandbox), code=code, redirect_uri=BACK)
    with pytest.raises(ConnectorError):
        sign_in.connect(app(sandbox), code=code, redirect_uri=BACK)


def test_a_refused_consent_comes_back_as_such(sandbox: Running) -> None:
    told = consented(sandbox, answer="no")

    assert told["error"] == "access_denied"
    assert "code" not in told


def test_connecting_again_after_a_revocation_works(sandbox: Running) -> None:
    sandbox.revoke("facebook")
    code = consented(sandbox)["code"]

    assert sign_in.connect(app(sandbox), code=code, redirect_uri=BACK)


def test_a_wrong_secret_connects_nothing(sandbox: Running) -> None:
    code = consented(sandbox)["code"]
    wrong = sign_in.App(app_id=app(sandbox).app_id, app_secret="wrong", address=sandbox.address)

    with pytest.raises(ConnectorError):
        sign_in.connect(wrong, code=code, redirect_uri=BACK)


def test_the_real_dialog_is_facebooks_own() -> None:
    real = sign_in.App(app_id="1", app_secret="2")

    assert sign_in.dialog(real, redirect_uri=BACK, state="s").startswith(
        "https://www.facebook.com/v24.0/dialog/oauth?client_id=1&"
    )


def test_a_stand_in_elsewhere_is_refused() -> None:
    far = sign_in.App(app_id="1", app_secret="2", address="https://example.org")

    with pytest.raises(NotLoopback):
        sign_in.dialog(far, redirect_uri=BACK, state="s")

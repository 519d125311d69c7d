"""How does somebody come in, and leave?"""

from __future__ import annotations

from http import HTTPStatus

import pytest
from flask import Flask
from itsdangerous import TimestampSigner

from tests.factories.making import PASSWORD, Make
from tests.web.conftest import Person
from web.security import SecureWhereItCan


def test_the_right_password_leads_where_one_wanted_to_go(app: Flask, make: Make) -> None:
    user = make.user()
    given = {"email": user.email.upper(), "password": PASSWORD, "next": "/reports"}

    response = app.test_client().post("/sign-in", data=given)

    assert response.status_code == HTTPStatus.SEE_OTHER
    assert response.location == "/reports"


def test_the_sign_in_cookie_is_out_of_reach_for_scripts_and_other_sites(
    app: Flask, make: Make
) -> None:
    given = {"email": make.user().email, "password": PASSWORD}

    cookie = app.test_client().post("/sign-in", data=given).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_over_tls_the_cookie_is_for_tls_only(app: Flask, make: Make) -> None:
    given = {"email": make.user().email, "password": PASSWORD}

    response = app.test_client().post("/sign-in", data=given, base_url="https://localhost")

    assert "Secure" in response.headers["Set-Cookie"]


def test_a_wrong_password_is_said_beside_the_field_and_the_address_stays(
    app: Flask, make: Make
) -> None:
    user = make.user()

    response = app.test_client().post(
        "/sign-in", data={"email": user.email, "password": "not it at all"}
    )

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "do not match" in response.text
    assert f'value="{user.email}"' in response.text
    assert "not it at all" not in response.text


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_signing_in_never_leads_to_another_site(app: Flask, make: Make, elsewhere: str) -> None:
    given = {"email": make.user().email, "password": PASSWORD, "next": elsewhere}

    assert app.test_client().post("/sign-in", data=given).location == "/"


def test_an_answer_that_comes_late_does_not_sign_in_again(app: Flask, make: Make) -> None:
    browser = app.test_client()
    browser.post("/sign-in", data={"email": make.user().email, "password": PASSWORD})

    assert "Set-Cookie" not in browser.get("/desk/open").headers


def _signer(hours: int) -> type[TimestampSigner]:
    class Earlier(TimestampSigner):
        """Signs as it would have so many hours ago."""

        def get_timestamp(self) -> int:
            return super().get_timestamp() - hours * 3600

    return Earlier


def test_after_twelve_hours_one_signs_in_again_however_busy(app: Flask, ana: Person) -> None:
    def at_the_desk_since(hours: int) -> HTTPStatus:
        signing = SecureWhereItCan().get_signing_serializer(app)
        assert signing is not None
        signing.signer = _signer(hours)
        cookie = signing.dumps({"_permanent": True, "user_id": ana.user.id, "sign_in_number": 0})
        browser = app.test_client()
        browser.set_cookie("hearback", str(cookie))
        return HTTPStatus(browser.get("/desk/open").status_code)

    assert at_the_desk_since(hours=11) == HTTPStatus.OK
    assert at_the_desk_since(hours=13) == HTTPStatus.SEE_OTHER


def test_signing_out_ends_it(ana: Person) -> None:
    ana.post("/sign-out")

    assert ana.get("/desk/open").location.startswith("/sign-in")

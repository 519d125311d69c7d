"""What do tests of the pages ask for: an app, and people signed in to it?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inbox import session_lock
from inbox.models import User
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web import one_app

TURBO = {"Accept": "text/vnd.turbo-stream.html, text/html"}
JSON = {"Accept": "application/json"}


class Person:
    """Somebody at a browser, without scripts unless `turbo` is asked for."""

    def __init__(self, app: Flask, user: User) -> None:
        self.user, self._app, self._is_proven = user, app, False
        self.browser: FlaskClient = app.test_client()
        # As signing in leaves it; going through the password costs a tenth of a second.
        with self.browser.session_transaction() as cookie:
            cookie["user_id"] = user.id

    def proven(self) -> Person:
        """Let every request come from somebody who showed a moment ago that it is them."""
        self._is_proven = True
        self._prove()
        return self

    def _prove(self) -> None:
        if self._is_proven:
            runtime: Runtime = self._app.extensions["hearback_runtime"]
            with runtime.committing() as session:
                key = session_lock.begin(session, self.user)
            with self.browser.session_transaction() as cookie:
                cookie["key"] = key

    def get(self, path: str, **headers: str) -> TestResponse:
        self._prove()
        return self.browser.get(path, headers=headers)

    def post(self, path: str, /, came_from: str = "", **form: object) -> TestResponse:
        self._prove()
        headers = {"Referer": f"http://localhost{came_from}"} if came_from else {}
        return self.browser.post(path, data=form, headers=headers)

    def turbo(self, path: str, /, **form: object) -> TestResponse:
        return self.browser.post(path, data=form, headers=TURBO)

    def ask(self, path: str, /, **form: object) -> TestResponse:
        return self.browser.post(path, data=form, headers=JSON)

    def reply(
        self, conversation_id: int, text: str = "It opens at six.", **form: object
    ) -> TestResponse:
        usual = {"audience": "public", "client_token": "one", "text": text}
        return self.post(f"/conversations/{conversation_id}/replies", **{**usual, **form})


SignIn = Callable[[User], Person]


@pytest.fixture
def app(runtime: Runtime) -> Flask:
    return one_app.over(runtime)


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    return lambda user: Person(app, user)


@pytest.fixture
def ana(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user(name="Ana Lopez"))


@pytest.fixture
def ben(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user(name="Ben Ortiz"))

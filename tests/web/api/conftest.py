"""What do tests of the API ask for?"""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inbox import tokens
from inbox.models import User
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web import one_app

PREFIX = "/api/v1"


class Program:
    """A program that calls the API for somebody."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.client.get(PREFIX + path, query_string=query, headers=self.headers)

    def put(self, path: str, body: object = None) -> TestResponse:
        return self.client.put(PREFIX + path, json=body or {}, headers=self.headers)

    def delete(self, path: str) -> TestResponse:
        return self.client.delete(PREFIX + path, headers=self.headers)

    def post(self, path: str, body: object, **headers: str) -> TestResponse:
        return self.client.post(PREFIX + path, json=body, headers={**self.headers, **headers})

    def reply(self, conversation_id: int, key: str = "key-1", **body: Any) -> TestResponse:
        said = {"text": "It opens at six.", "audience": "public", **body}
        return self.post(
            f"/conversations/{conversation_id}/replies", said, **{"Idempotency-Key": key}
        )


@pytest.fixture
def client(runtime: Runtime) -> FlaskClient:
    return one_app.over(runtime).test_client()


@pytest.fixture
def ana(make: Make) -> User:
    return make.user(name="Ana Lopez")


@pytest.fixture
def program(client: FlaskClient, runtime: Runtime, ana: User) -> Program:
    with runtime.writing() as session:
        token = tokens.issue(session, session.merge(ana), "a test")
    return Program(client, token)

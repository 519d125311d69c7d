"""How does the department's application itself call X, in nobody's name?

Source: X documentation, "OAuth 2.0 app-only": the application's key and secret give a
bearer token, which the webhooks are managed with.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import requests

from connectors.consent import Application
from connectors.transport import mount
from connectors.x import errors
from connectors.x.json_fields import Raw, child, rows, word

HOST = "https://api.twitter.com"
MOST_PAGES = 50
NOT_KNOWN = "X does not know this application: check its key and secret."


class ApplicationClient:
    """An application's calls, for one job."""

    def __init__(self, application: Application) -> None:
        self._session = requests.Session()
        mount(self._session, application.address)
        self._session.hooks["response"].append(errors.check)
        self._session.headers["Authorization"] = f"Bearer {self._token(application)}"

    def call(self, method: str, route: str, **options: Any) -> dict[str, Any]:
        """Make one call. Raises TryLater, OutcomeUnknown, Refused or NeedsReconnection."""
        with errors.translated(method):
            response = self._session.request(method, HOST + route, **options)
        return errors.body_of(response)

    def every(self, route: str) -> Iterator[Raw]:
        """Yield all rows of a list. Raises as `call` does."""
        question: dict[str, str] = {}
        for _ in range(MOST_PAGES):
            body = self.call("GET", route, params=question)
            yield from rows(body.get("data"))
            token = word(child(body, "meta"), "next_token")
            if not token or token == question.get("pagination_token"):
                return
            question = {"pagination_token": token}

    def _token(self, application: Application) -> str:
        asked = {"grant_type": "client_credentials"}
        who = (application.key, application.secret)
        try:
            return str(self.call("POST", "/oauth2/token", data=asked, auth=who)["access_token"])
        except (errors.TokenRevoked, KeyError) as error:
            raise errors.TokenRevoked(NOT_KNOWN) from error

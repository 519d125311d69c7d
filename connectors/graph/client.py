"""How does one account speak to the Graph API, through facebook-sdk itself?"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import facebook
import requests

from connectors.errors import OutcomeUnknown, TryLater
from connectors.graph import errors, usage
from connectors.pages import Budget, RawBody
from connectors.phrases import Phrase
from connectors.pictures import OutgoingPicture
from connectors.transport import Recorder, mount, raw_body, told_at

# facebook-sdk 3.1.0 accepts nothing newer than 3.1 in its constructor, so the
# version is set afterwards. Credentials may name another as `graph_version`.
GRAPH_VERSION = "v24.0"
REMOVED = b"(removed)"

Answer = dict[str, Any]


class GraphClient:
    """One token's line to the Graph API. `platform` names it in messages to people."""

    def __init__(
        self,
        token: str | None,
        *,
        platform: str,
        address: str | None = None,
        app_secret: str | None = None,
        version: str | None = None,
    ) -> None:
        self._platform = platform
        self._headers: Mapping[str, str] = {}
        self._secrets = [word.encode() for word in (token, app_secret) if word]
        session = self._session(token, app_secret, address)
        self.graph = facebook.GraphAPI(access_token=token, session=session)
        self.graph.version = self.version = version or GRAPH_VERSION

    def _session(
        self, token: str | None, app_secret: str | None, address: str | None
    ) -> requests.Session:
        session = requests.Session()
        mount(session, address)
        if token and app_secret:
            proof = appsecret_proof(app_secret, token)
            session.params = {"appsecret_proof": proof}
            self._secrets.append(proof.encode())
        self._recorder = Recorder(session)
        session.hooks["response"] += [self._keep_headers, errors.refuse_unreadable]
        return session

    def get(self, path: str, **parameters: Any) -> Answer:
        """Read a node or an edge. Raises TryLater, Refused or NeedsReconnection."""
        with errors.reading(self._platform, lambda: self._headers):
            answer = self.graph.request(f"{self.version}/{path}", parameters)
            return _mapping(answer)

    def publish(self, path: str, edge: str, *, named: str, **fields: Any) -> str:
        """Write to an edge and return the id that the answer gives as `named`.

        Raises TryLater only when nothing was done, Refused, NeedsReconnection or
        OutcomeUnknown.
        """
        with errors.writing(self._platform, lambda: self._headers):
            answer = self.graph.put_object(path, edge, **fields)
            return str(_mapping(answer)[named])

    def upload(
        self, path: str, *, named: str, field: str, picture: OutgoingPicture, **fields: str
    ) -> str:
        """Upload a picture that nobody sees yet, so that twice does no harm; return its id.

        Raises TryLater, Refused or NeedsReconnection.
        """
        file = {field: (picture.file_name, picture.body, picture.media_type)}
        try:
            with errors.writing(self._platform, lambda: self._headers):
                answer = self.graph.request(f"{self.version}/{path}", post_args=fields, files=file)
                return str(_mapping(answer)[named])
        except OutcomeUnknown as unclear:
            raise TryLater(
                Phrase("{platform} did not confirm the picture.", platform=self._platform)
            ) from unclear

    def change(self, method: str, path: str, **fields: str) -> None:
        """Change a node, or an edge such as `likes`, with POST or DELETE.

        Raises as `publish` does; OutcomeUnknown unless Meta confirms with `success`.
        """
        with errors.writing(self._platform, lambda: self._headers):
            body = fields if method == "POST" else None
            answer = self.graph.request(f"{self.version}/{path}", post_args=body, method=method)
            if _mapping(answer)["success"] is not True:
                raise errors.Unreadable(Phrase("it did not say that this was done"))

    def forget_answers(self) -> None:
        """Drop what was recorded before, so that the next page holds its own bodies only."""
        self._recorder.take()

    def bodies(self) -> tuple[RawBody, ...]:
        """Hand over the answers since the last call as they came, but for our own token.

        Meta repeats the token in `paging.next`, and a record is kept for ever.
        """
        return tuple(self._without_secrets(raw_body(r)) for r in self._recorder.take())

    def budget(self) -> Budget | None:
        """Say what the last answer told about the quota."""
        return usage.budget(self._headers)

    def now(self) -> datetime | None:
        """Say what time it was for Meta when it answered last."""
        return told_at(self._headers)

    def _keep_headers(self, response: requests.Response, **_options: Any) -> None:
        self._headers = response.headers

    def _without_secrets(self, raw: RawBody) -> RawBody:
        body = raw.body
        for secret in self._secrets:
            body = body.replace(secret, REMOVED)
        return RawBody(source=raw.source, body=body)


def appsecret_proof(app_secret: str, token: str) -> str:
    """Prove that a call comes from our server (Graph API, Securing Requests)."""
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def _mapping(answer: Any) -> Answer:
    if not isinstance(answer, dict):
        raise errors.Unreadable(Phrase("not an object"))
    return answer

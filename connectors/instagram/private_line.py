"""How is one private API request made, kept for the record, and judged when it fails?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from instagrapi.exceptions import LoginRequired

from connectors.base import Access
from connectors.instagram import private_client, private_words
from connectors.instagram.private_errors import later, reading, writing
from connectors.pages import RawBody
from connectors.phrases import Phrase
from connectors.transport import Recorder, raw_body, told_at

SESSION_CHECK = "accounts/current_user/?edit=true"
HALF_SESSION_WAIT = timedelta(minutes=15)


class Answer(NamedTuple):
    """One answer, and the index of its raw body among those of the page."""

    facts: Mapping[str, Any]
    capture: int


class Line:
    """One account's requests for one job. `now` is Instagram's time as its last answer told it."""

    def __init__(self, access: Access) -> None:
        self.own_id, self.reach = access.external_id, access.reach
        self.address = access.address
        self.client = private_client.opened(access.credentials, access.address)
        self._recorder = Recorder(self.client.private)
        self._bodies: list[RawBody] = []
        self.now: datetime | None = None

    def get(self, path: str, **parameters: Any) -> Answer:
        """Read once. Raises TryLater or NeedsReconnection."""
        with reading():
            facts = _mapping(self._once(path, params=parameters))
        responses = self._recorder.take()
        self._bodies += [raw_body(response) for response in responses]
        self.now = told_at(responses[-1].headers)
        return Answer(facts, len(self._bodies) - 1)

    def post(self, path: str, data: dict[str, Any], *, signed: bool) -> Mapping[str, Any]:
        """Write once; `data` must not be empty, or instagrapi sends a GET.

        Raises TryLater, Refused, NeedsReconnection or OutcomeUnknown.
        """
        with writing():
            return _mapping(self._once(path, data=data, with_signature=signed))

    def take_bodies(self) -> tuple[RawBody, ...]:
        """Hand over the raw answers since the last call, oldest first."""
        self._recorder.take()
        taken, self._bodies = tuple(self._bodies), []
        return taken

    def _once(self, path: str, **how: Any) -> Any:
        try:
            return self.client.private_request(path, **how)
        except LoginRequired as refusal:
            # One endpoint may say so while the session lives
            # (dilame/instagram-private-api #1821), so ask before giving up the account.
            with reading():
                self.client.private_request(SESSION_CHECK)
            raise later(private_words.HALF_SESSION, HALF_SESSION_WAIT) from refusal


def _mapping(facts: Any) -> Mapping[str, Any]:
    if not isinstance(facts, Mapping):
        raise TypeError(Phrase("Instagram's answer is not an object."))
    return facts

"""How is a file fetched from an address that a stranger may have chosen?

Only over https, only from public addresses, no more than was asked for, and in time. The
host's addresses are judged before the connection and are the ones connected to, so a name
that answers differently the second time gains nothing; the same holds for each redirect.
"""

from __future__ import annotations

import time
from urllib.parse import urljoin, urlsplit

import requests

from connectors import in_time
from connectors.in_time import TooLate
from connectors.phrases import Phrase
from connectors.public_network import HTTPS_PORT, PrivateAddress, PublicAdapter
from connectors.transport import CONNECT_SECONDS, READ_SECONDS, PlatformAdapter

REDIRECTS = 3
WHOLE_SECONDS = 20.0
CHUNK = 65536
_TOO_LATE = Phrase("Its host did not answer in time.")
GONE = frozenset({400, 401, 403, 404, 410, 451})


class NotFetched(Exception):
    """The file was not fetched; the message says why, in a sentence for the reader."""


class NotNow(NotFetched):
    """The same, and another try may succeed."""


def fetch(
    url: str, *, most: int, address: str | None = None, seconds: float = WHOLE_SECONDS
) -> bytes:
    """Return what lies at `url`, at most `most` bytes, in time. Raises NotFetched, or NotNow.

    With `address`, everything is asked of that stand-in on this machine and of nobody else.
    """
    ends = time.monotonic() + seconds
    try:
        return in_time.within(seconds, lambda: _fetched(url, most, address, ends))
    except TooLate:
        raise NotNow(_TOO_LATE) from None


def _fetched(url: str, most: int, address: str | None, ends: float) -> bytes:
    with requests.Session() as session:
        session.trust_env = False
        session.mount("https://", PlatformAdapter(address) if address else PublicAdapter())
        try:
            return _followed(session, url, most, ends)
        except PrivateAddress as problem:
            raise NotFetched(problem.args[0]) from problem
        except (requests.RequestException, OSError) as problem:
            raise NotNow(_TOO_LATE) from problem


def _followed(session: requests.Session, url: str, most: int, ends: float) -> bytes:
    for _ in range(REDIRECTS + 1):
        answer = session.get(
            _allowed(url),
            headers={"Accept-Encoding": "identity"},
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
            stream=True,
        )
        with answer:
            if not answer.is_redirect:
                return _body(answer, most, ends)
            url = urljoin(url, answer.headers["Location"])
    raise NotFetched(Phrase("Its host sends from one address to the next without end."))


def _allowed(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise NotFetched(Phrase("Its address cannot be read.")) from problem
    if parts.scheme != "https" or not parts.hostname or parts.username:
        raise NotFetched(Phrase("Its address is not a plain https address."))
    if port not in (None, HTTPS_PORT):
        raise NotFetched(Phrase("Its address names a port of its own."))
    return url


def _body(answer: requests.Response, most: int, ends: float) -> bytes:
    if answer.status_code in GONE:
        raise NotFetched(Phrase("It is no longer where the platform said."))
    if not answer.ok:
        raise NotNow(Phrase("Its host could not give it."))
    body = bytearray()
    while chunk := answer.raw.read1(CHUNK, decode_content=False):
        body += chunk
        if len(body) > most:
            raise NotFetched(Phrase("It is larger than {most} MB.", most=most // 1024**2))
        if time.monotonic() > ends:
            raise NotNow(_TOO_LATE)
    return bytes(body)

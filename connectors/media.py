"""How is a file fetched from an address that a stranger may have chosen?

Only over https, only from public addresses, no more than was asked for, and in time. The
host's addresses are judged before the connection and are the ones connected to, so a name
that answers differently the second time gains nothing; the same holds for each redirect.
"""

from __future__ import annotations

import socket
import time
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool

from connectors.phrases import Phrase
from connectors.transport import CONNECT_SECONDS, READ_SECONDS, PlatformAdapter

REDIRECTS = 3
WHOLE_SECONDS = 20.0
CHUNK = 65536
HTTPS_PORT = 443
GONE = frozenset({400, 401, 403, 404, 410, 451})


class NotFetched(Exception):
    """The file was not fetched; the message says why, in a sentence for the reader."""


class NotNow(NotFetched):
    """The same, and another try may succeed."""


class _Checked(HTTPSConnection):
    """Connects only to an address that was found to be public."""

    def _new_conn(self) -> socket.socket:
        self._dns_host = _public(self.host)
        return super()._new_conn()


class _CheckedPool(HTTPSConnectionPool):
    ConnectionCls = _Checked


class PublicAdapter(HTTPAdapter):
    """Reaches public hosts only. No proxy is used: it would resolve names unseen."""

    def init_poolmanager(self, *arguments: object, **options: object) -> None:
        """Build the pools of checked connections."""
        super().init_poolmanager(*arguments, **options)  # type: ignore[arg-type]
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = {"https": _CheckedPool}


def fetch(
    url: str, *, most: int, address: str | None = None, seconds: float = WHOLE_SECONDS
) -> bytes:
    """Return what lies at `url`, at most `most` bytes, in time. Raises NotFetched, or NotNow.

    With `address`, everything is asked of that stand-in on this machine and of nobody else.
    """
    ends = time.monotonic() + seconds
    with requests.Session() as session:
        session.trust_env = False
        session.mount("https://", PlatformAdapter(address) if address else PublicAdapter())
        try:
            return _followed(session, url, most, ends)
        except (requests.RequestException, OSError) as problem:
            raise NotNow(Phrase("Its host did not answer in time.")) from problem


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


def _public(host: str) -> str:
    """Return an address of a host, all of whose addresses are public."""
    found = {one[4][0] for one in socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)}
    if not found or not all(_is_public(str(one)) for one in found):
        raise NotFetched(Phrase("Its address leads into a private network."))
    return str(min(found, key=str))


def _is_public(text: str) -> bool:
    one = ip_address(text.partition("%")[0])
    inner = getattr(one, "ipv4_mapped", None) or getattr(one, "sixtofour", None) or one
    return bool(inner.is_global and one.is_global and not one.is_multicast)


def _body(answer: requests.Response, most: int, ends: float) -> bytes:
    if answer.status_code in GONE:
        raise NotFetched(Phrase("It is no longer where the platform said."))
    if not answer.ok:
        raise NotNow(Phrase("Its host could not give it."))
    body = bytearray()
    while chunk := answer.raw.read(CHUNK, decode_content=False):
        body += chunk
        if len(body) > most:
            raise NotFetched(Phrase("It is larger than {most} MB.", most=most // 1024**2))
        if time.monotonic() > ends:
            raise NotNow(Phrase("Its host gives it too slowly."))
    return bytes(body)

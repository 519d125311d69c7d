"""How is a host reached that a stranger may have chosen, and none of our own network?

The host's addresses are judged before the connection and are the ones connected to, so a name
that answers differently the second time gains nothing.
"""

from __future__ import annotations

import socket
from ipaddress import ip_address

from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool

from connectors.phrases import Phrase

HTTPS_PORT = 443


class PrivateAddress(Exception):
    """A host is not on the public network, or not with all its addresses."""

    def __init__(self) -> None:
        super().__init__(Phrase("Its address leads into a private network."))


class _Checked(HTTPSConnection):
    """Connects only to an address that was found to be public."""

    def _new_conn(self) -> socket.socket:
        self._dns_host = address_of(self.host)
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


def address_of(host: str) -> str:
    """Return an address of a host, all of whose addresses are public. Raises PrivateAddress."""
    found = {one[4][0] for one in socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)}
    if not found or not all(is_public(str(one)) for one in found):
        raise PrivateAddress
    return str(min(found, key=str))


def is_public(text: str) -> bool:
    """Say whether an address of numbers is on the public network. Raises ValueError."""
    one = ip_address(text.partition("%")[0])
    inner = getattr(one, "ipv4_mapped", None) or getattr(one, "sixtofour", None) or one
    return bool(inner.is_global and one.is_global and not one.is_multicast)

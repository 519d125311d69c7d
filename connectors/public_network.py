"""How is a host reached that a stranger may have chosen, and none of our own network?

The host's addresses are judged before the connection and are the ones connected to, so a name
that answers differently the second time gains nothing.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool

from connectors.phrases import Phrase

HTTPS_PORT = 443
# Of an IPv6 address that only carries an IPv4 address in its last figures, a gateway or the system
# connects to that one: RFC 4291, section 2.5.5; RFC 6052; RFC 2765.
_CARRIERS = tuple(map(ip_network, ("::/96", "64:ff9b::/96", "::ffff:0:0:0/96")))
# Handed out within one network alone, though the library calls them global: RFC 8215, RFC 3879.
_INNER = tuple(map(ip_network, ("64:ff9b:1::/48", "fec0::/10")))


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
    inner = _carried(one) or one
    is_inner = any(one in network for network in _INNER)
    return bool(inner.is_global and one.is_global and not is_inner and not one.is_multicast)


def _carried(one: IPv4Address | IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(one, IPv4Address):
        return None
    if any(one in network for network in _CARRIERS):
        return IPv4Address(one.packed[-4:])
    return one.ipv4_mapped or one.sixtofour

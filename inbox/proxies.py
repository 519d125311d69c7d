"""Which proxies are believed when they say who asked, and over what?"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

THIS_MACHINE = "127.0.0.1,::1"

Address = IPv4Address | IPv6Address
Proxies = tuple[IPv4Network | IPv6Network, ...]


def networks(text: str) -> Proxies:
    """Read addresses and networks, separated by commas. Raises ValueError."""
    return tuple(ip_network(one.strip()) for one in text.split(","))


def words(proxies: Proxies) -> str:
    """Return them as a web server takes them."""
    return ",".join(str(one) for one in proxies)


def are_ours(proxies: Proxies, text: str) -> bool:
    """Tell whether this is the address of a proxy of ours; a socket of this machine has none."""
    address = _address(text)
    return not text if address is None else any(address in one for one in proxies)


def asking(proxies: Proxies, connected: str, said: Sequence[str]) -> str:
    """Return who asked.

    `connected` is who holds the connection, `said` what is written in X-Forwarded-For, the
    nearest last. Each word of it was written by whoever is named after it, so it is believed
    as long as that is a proxy of ours.
    """
    nearest = connected
    for one in reversed(said):
        if not are_ours(proxies, nearest) or _address(one) is None:
            break
        nearest = one
    return nearest


def _address(text: str) -> Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address

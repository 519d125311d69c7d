"""Which connector speaks for which kind of account?"""

from __future__ import annotations

from connectors.base import Connector
from connectors.facebook.connector import FacebookConnector
from connectors.instagram.graph import InstagramGraphConnector
from connectors.instagram.private import InstagramPrivateConnector
from connectors.x.connector import XConnector

CONNECTORS: dict[str, type[Connector]] = {
    "facebook": FacebookConnector,
    "instagram_graph": InstagramGraphConnector,
    "instagram_private": InstagramPrivateConnector,
    "x": XConnector,
}

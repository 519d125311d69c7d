"""What does each way into a platform allow?

Kept apart from the connectors themselves, so that reading it loads no platform client.
"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.capabilities import Capabilities, PriceList
from connectors.facebook.capabilities import CAPABILITIES as FACEBOOK
from connectors.instagram.capabilities import GRAPH_CAPABILITIES, PRIVATE_CAPABILITIES
from connectors.words import Kind
from connectors.x.capabilities import CAPABILITIES as X
from connectors.x.prices import PRICES as X_PRICES

CATALOGUE: dict[str, Mapping[Kind, Capabilities]] = {
    "facebook": FACEBOOK,
    "instagram_graph": GRAPH_CAPABILITIES,
    "instagram_private": PRIVATE_CAPABILITIES,
    "x": X,
}


PRICE_LISTS: dict[str, PriceList] = {"x": X_PRICES}


def prices_of(connector: str) -> PriceList | None:
    """Return what a connector's platform charges for; None where calls cost nothing."""
    return PRICE_LISTS.get(connector)


def capabilities_of(connector: str) -> Mapping[Kind, Capabilities]:
    """Return what a connector, by its name, allows for each kind of conversation."""
    return CATALOGUE[connector]

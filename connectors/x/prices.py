"""What does X charge for?

Source: X API documentation, "Pay-per-usage pricing", read August 2026. The same thing
read again within a UTC day is charged once, reads of an account's own things cost less,
and other contracts have other prices: what is computed from these is an upper bound.
"""

from __future__ import annotations

from decimal import Decimal

from connectors.capabilities import Price, PriceList

POSTS_READ, MESSAGES_READ = "posts_read", "messages_read"
POSTS_WRITTEN, LINKS_WRITTEN = "posts_written", "posts_with_links_written"
MESSAGES_WRITTEN = "messages_written"

PRICES = PriceList(
    source="docs.x.com, pay-per-usage pricing, August 2026",
    prices={
        POSTS_READ: Price(noun="posts read", dollars=Decimal("0.005")),
        MESSAGES_READ: Price(noun="messages read", dollars=Decimal("0.010")),
        POSTS_WRITTEN: Price(noun="posts", dollars=Decimal("0.015"), is_write=True),
        LINKS_WRITTEN: Price(noun="posts with a link", dollars=Decimal("0.200"), is_write=True),
        MESSAGES_WRITTEN: Price(noun="messages", dollars=Decimal("0.015"), is_write=True),
    },
)

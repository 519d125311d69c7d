"""How does Facebook's consent page lead to Pages?"""

from __future__ import annotations

from connectors.facebook.sign_in import connect
from connectors.graph.consent import GraphConsent

CONSENT = GraphConsent(connect)

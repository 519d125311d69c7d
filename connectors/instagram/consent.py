"""How does Facebook's consent page lead to Instagram business accounts?"""

from __future__ import annotations

from connectors.graph.consent import GraphConsent
from connectors.instagram.graph_sign_in import connect

CONSENT = GraphConsent(connect)

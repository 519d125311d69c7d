"""Graph API: Facebook Pages, Messenger and Instagram business accounts."""

from sandbox.graph.routing import HOSTS, NAME, refuse, routes
from sandbox.graph.tokens import seed

__all__ = ["HOSTS", "NAME", "refuse", "routes", "seed"]

"""What must a platform folder offer for the sandbox to play it?"""

from __future__ import annotations

from typing import Protocol

from flask import Blueprint, Response

from sandbox.world import World


class Platform(Protocol):
    """A package such as `sandbox.x` that has these names in its `__init__`.

    `NAME` appears in faults and in the journal. `HOSTS` are the hosts it plays:
    a request reaches it by the header `X-Sim-Host`, or, from a browser that can't
    send one, by the path `/host/<host>/...`; it sees the same path either way.
    """

    @property
    def NAME(self) -> str: ...  # noqa: N802, D102 - a module's constant

    @property
    def HOSTS(self) -> tuple[str, ...]: ...  # noqa: N802, D102 - the same

    def routes(self, world: World) -> Blueprint:
        """Return every route of all its hosts; handlers close over the world."""

    def seed(self, world: World) -> None:
        """Add the first tokens and facts, unless they are there. Runs at start and reset."""

    def refuse(self, fault: str) -> Response:
        """Answer `revoked_token` or `rate_limit` in the platform's own manner.

        Runs inside the request. A repeated page is the folder's to give: it asks
        `faults.wants_repeated_page()` where it pages.
        """

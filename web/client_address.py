"""From which address does the present request come?"""

from __future__ import annotations

from flask import request

from inbox import proxies
from web import serving


def asking() -> str:
    """Return the address of whoever asked, as our own proxies tell it."""
    said = request.headers.get("X-Forwarded-For", "").split(",")
    return proxies.asking(
        serving.runtime().settings.proxies,
        request.remote_addr or "",
        [one.strip() for one in said if one.strip()],
    )

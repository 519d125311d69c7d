"""How does Facebook's consent page lead to Pages, or to their Instagram accounts?

Source: Facebook Login, Manually Build a Login Flow.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connectors.base import Connected
from connectors.consent import Application, Begun
from connectors.errors import Refused
from connectors.graph.sign_in import App, dialog
from connectors.phrases import Phrase

DENIED = Phrase("Facebook gave no permission: the question there was answered with no.")


@dataclass(frozen=True, slots=True)
class GraphConsent:
    """Leads through Facebook's dialog; `connect` exchanges the code that comes back."""

    connect: Callable[..., tuple[Connected, ...]]

    def begin(self, application: Application, *, callback: str) -> Begun:
        """Return the dialog's address. Asks Facebook nothing."""
        state = secrets.token_urlsafe(32)
        page = dialog(_app(application), redirect_uri=callback, state=state)
        return Begun(page=page, state=state)

    def state(self, returned: Mapping[str, str]) -> str:
        """Return the state that Facebook hands back as it was."""
        return returned.get("state", "")

    def finish(
        self,
        application: Application,
        *,
        callback: str,
        kept: Mapping[str, str],
        returned: Mapping[str, str],
    ) -> tuple[Connected, ...]:
        """Exchange the code. Raises Refused after a no, else ConnectorError."""
        _ = kept  # the code says it all
        if not returned.get("code"):
            raise Refused(DENIED)
        return self.connect(_app(application), code=returned["code"], redirect_uri=callback)


def _app(application: Application) -> App:
    return App(app_id=application.key, app_secret=application.secret, address=application.address)

"""What happens next when a platform did not do as asked.

ConnectorError
├── TryLater            wait until `retry_at`, then do it again
├── Refused             stop; the author is told why
│   └── AddressUnknown  polled until somebody says where the desk is
├── NeedsReconnection   stop for the whole account; an administrator is told
└── OutcomeUnknown      look on the platform before anything else
"""

from __future__ import annotations

from datetime import datetime


class ConnectorError(Exception):
    """A platform did not do as asked. The message is for the person who reads it."""


class TryLater(ConnectorError):
    """Nothing happened on the platform; the same call may pass at `retry_at` (UTC)."""

    def __init__(self, message: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(message)
        self.retry_at = retry_at


class Refused(ConnectorError):
    """The platform will not do this, now or later."""


class AddressUnknown(Refused):
    """The platform was not told yet where to push; whoever tells it asks for everybody again."""


class NeedsReconnection(ConnectorError):
    """The account's access has ended; a person must connect it again."""


class OutcomeUnknown(ConnectorError):
    """The call may or may not have taken effect."""

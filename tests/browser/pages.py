"""Which pages does every look at all of them go through?"""

from __future__ import annotations

PAGES = (
    "/desk/open",
    "/shift",
    "/teams",
    "/statuses",
    "/hours",
    "/targets",
    "/password",
    "/proof?next=/targets",
    "/notifications",
    "/tokens",
    "/reports?period=30",
    "/reports/waits?period=30",
    "/accounts",
    "/canned-responses",
    "/canned-responses/7",
    "/search?q=the+from:nobody",
    "/filter?of=mine",
)

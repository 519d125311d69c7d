"""When is a reply whose outcome is unknown looked for?"""

from __future__ import annotations

from datetime import timedelta

# A reply is sent again only after it was looked for, and not found, at each of
# these moments: a platform may apply a write after its answer was lost. Together
# they outlast the longest call, so that no attempt is still under way by then.
LOOK_AFTER = (timedelta(seconds=1), timedelta(seconds=4), timedelta(seconds=10))
LOOK_AGAIN_AFTER = timedelta(seconds=30)
LOOKS_BEFORE_ASKING = 6

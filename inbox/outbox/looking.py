"""When is a reply whose outcome is unknown looked for?"""

from __future__ import annotations

from datetime import timedelta

# A platform may apply a write after its answer was lost. Together these outlast the
# longest call, so that no attempt is still under way by the last of them.
LOOK_AFTER = (timedelta(seconds=1), timedelta(seconds=4), timedelta(seconds=10))
# So often must it show that it has not published a reply before that is sent again. A look
# that fails shows nothing.
TIMES_NOT_FOUND = len(LOOK_AFTER)
LOOK_AGAIN_AFTER = timedelta(seconds=30)
LOOKS_BEFORE_ASKING = 6

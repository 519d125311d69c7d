"""What does a tab watch that says two things at nearly the same time?"""

from __future__ import annotations

import pytest

from web.live.watchers import Overtaken, Watch, Watchers


def test_what_a_tab_said_last_holds_though_it_was_understood_first() -> None:
    watchers = Watchers()
    watchers.put("tab", Watch(1, "Ana", "mine", turn=2))

    with pytest.raises(Overtaken):
        watchers.put("tab", Watch(1, "Ana", "open", turn=1))

    now = watchers.get("tab")
    assert now is not None
    assert now.view == "mine"

"""Do the verbs that capabilities offer belong together?"""

from __future__ import annotations

import pytest

from connectors.registry import CONNECTORS
from connectors.words import Verb


@pytest.mark.parametrize("name", sorted(CONNECTORS))
def test_what_can_be_hidden_can_be_shown_again_and_says_from_whom(name: str) -> None:
    for allowed in CONNECTORS[name].capabilities.values():
        assert (Verb.HIDE in allowed.verbs) == (Verb.UNHIDE in allowed.verbs)
        assert (Verb.HIDE in allowed.verbs) == bool(allowed.hidden_from)
        assert (Verb.LIKE in allowed.verbs) == (Verb.UNLIKE in allowed.verbs)

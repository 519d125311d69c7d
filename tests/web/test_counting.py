"""Which of two counts, sent by different ways, is the newer one?"""

from __future__ import annotations

from inbox.runtime import Runtime
from tests.factories.making import Make
from web import counting


def test_what_is_counted_late_in_an_early_session_is_dated_before_what_a_later_one_saw(
    runtime: Runtime, make: Make
) -> None:
    user = make.user()
    with runtime.reading() as early:
        counting.counts(early, user)
        make.conversation()
        with runtime.reading() as late:
            newer = counting.counts(late, user)
        older = counting.counts(early, user)

    assert newer["by_view"]["open"] == 1
    assert older["at"] < newer["at"]

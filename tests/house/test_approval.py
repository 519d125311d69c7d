"""Does no code lead past the approval that a team asks for?"""

from __future__ import annotations

from tests.house.test_moderating import calls, is_of

# Who puts a reply on its way without asking whether it needs approval.
SENT_BY = {"inbox/approval/deciding.py"}
# Who decides about what waits: a person, at a page.
DECIDED_BY = {"web/routes/submissions.py"}


def test_only_an_approval_sends_without_asking_for_one() -> None:
    assert _files("replies", "send") == SENT_BY


def test_only_a_person_at_a_page_approves() -> None:
    assert _files("deciding", "approve") == DECIDED_BY


def _files(thing: str, verb: str) -> set[str]:
    return {
        file
        for file, call in calls("hearback", "web", "inbox", "bench")
        if is_of(call, thing, verb)
    }

"""How does a resident's word become an answer, seen from both sides and timed?"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from inbox.models import Wait, WaitEnd
from tests.browser.conftest import PATIENCE_MILLISECONDS
from tests.browser.residents import Said
from tests.browser.street import Street
from tests.browser.surfaces import Surface

# The promise is a poll and one second; a machine busy with other tests gets more.
SLACK = timedelta(seconds=10)
# Shortcut, title and first words of a response that greets by name, and of one that does not.
GREETING = ("tip", "Thank you for the tip", "Thank you, Nora.")
PLAIN = ("road", "Road closure", "Thank you for asking.")


def is_asked_claimed_answered_and_timed(street: Street, surface: Surface) -> None:
    """Check the whole way, from the resident's words to the end of the wait."""
    words = f"I saw the lost dog near the library, by {surface}."
    asked = asks(street, surface, "Nora Vance", words)
    for person in (street.rosa, street.dana):
        person.opens(words)
    _is_claimed_before_everyones_eyes(street)
    answer = _picks(street, surface)
    sent_at = datetime.now(UTC)
    street.rosa.sends()
    answered = is_answered_and_timed(street, surface, asked, answer)
    assert answered.at >= sent_at + street.hold


def asks(street: Street, surface: Surface, name: str, words: str) -> Said:
    """Let a resident write, and see it come to both desks by itself."""
    street.rosa.looks_at(surface.view)
    street.dana.looks_at("unassigned")
    asked = street.residents.write(surface, name, words)
    late = time.monotonic() + (street.poll + SLACK).total_seconds()
    for person in (street.rosa, street.dana):
        person.sees(words, before=late)
    return asked


def is_answered_and_timed(street: Street, surface: Surface, asked: Said, answer: str) -> Said:
    """Wait until an answer that was sent is published, once, and has ended the wait."""
    _is_published_before_everyones_eyes(street, surface, answer)
    (answered,) = street.residents.answers(surface, asked.text)
    assert answered.text == answer
    _has_waited(street, asked, answered)
    return answered


def _is_claimed_before_everyones_eyes(street: Street) -> None:
    street.rosa.claims()
    expect(street.dana.details).to_contain_text("Rosa Martinez")


def _picks(street: Street, surface: Surface) -> str:
    shortcut, title, beginning = GREETING if surface.tells_names else PLAIN
    answer = street.rosa.picks(shortcut, title)
    assert answer.startswith(beginning)
    return answer


def _is_published_before_everyones_eyes(street: Street, surface: Surface, answer: str) -> None:
    patience = street.hold.total_seconds() * 1000 + PATIENCE_MILLISECONDS
    for person in (street.rosa, street.dana):
        expect(person.answer(answer)).to_contain_text(surface.done, timeout=patience)
        expect(person.head).to_contain_text("First answer took")
        assert person.was_never_reloaded
    expect(street.dana.answer(answer)).to_contain_text("by Rosa Martinez")


def _has_waited(street: Street, asked: Said, answered: Said) -> None:
    """Check that one wait stands between the platform's own moments, to the second."""
    # The platform tells its own moment of the answer with the next poll.
    late = time.monotonic() + (2 * street.poll + SLACK).total_seconds()
    wait = _only_wait(street, asked)
    while _second(wait.ended_at) != _second(answered.at) and time.monotonic() < late:
        time.sleep(0.1)
        wait = _only_wait(street, asked)
    assert wait.end is WaitEnd.ANSWERED
    assert _second(wait.started_at) == _second(asked.at)
    assert _second(wait.ended_at) == _second(answered.at)


def _only_wait(street: Street, asked: Said) -> Wait:
    (wait,) = street.waits(asked.text)
    return wait


def _second(moment: datetime | None) -> datetime | None:
    return moment.replace(microsecond=0) if moment else None

"""What can go wrong inside the desk, by what it means to the person who asked.

HearbackError
├── NotFound      there is no such thing
├── NotAllowed    this person may not do this
├── Invalid       what was sent cannot be used
├── Conflict      somebody else was first, or the moment has passed
└── Unavailable   a part of the house does not answer
"""

from __future__ import annotations


class HearbackError(Exception):
    """Something a person can act on. The message is written for them."""


class NotFound(HearbackError):
    """There is no such thing."""


class NotAllowed(HearbackError):
    """This person may not do this."""


class Invalid(HearbackError):
    """What was sent cannot be used."""


class Conflict(HearbackError):
    """Somebody else was first, or the moment has passed."""


class Unavailable(HearbackError):
    """A part of the house does not answer."""

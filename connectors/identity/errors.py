"""Why does nobody come in by an identity provider, by what happens next?

NotVouched
├── ProviderAway     it does not answer; the same may work later
├── ProviderUnfit    it is not what it should be; its administrator or ours must mend that
├── ProviderRefused  it says that it does not let this person in
└── WordWrong        it said something that cannot be trusted
"""

from __future__ import annotations


class NotVouched(Exception):
    """Nobody is vouched for. `why` is a word or two for the record, never for the reader."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ProviderAway(NotVouched):
    """It does not answer, or not in time."""


class ProviderUnfit(NotVouched):
    """What it says of itself is not what was set."""


class ProviderRefused(NotVouched):
    """It let nobody in."""


class WordWrong(NotVouched):
    """A token is not from it, not for us, not for now, or not the answer to our question."""

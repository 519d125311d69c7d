"""What happens when the same is done to several conversations, and some refuse?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from connectors.phrases import Phrase, together
from inbox.errors import HearbackError, Invalid

MOST = 200


class NonePicked(Invalid):
    """Nothing was picked."""

    def __init__(self) -> None:
        super().__init__(Phrase("Pick conversations first."))


class TooMany(Invalid):
    """More than a person can have looked at."""

    def __init__(self) -> None:
        super().__init__(Phrase("At most {most} conversations can be changed at once.", most=MOST))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Which conversations were changed, which were `left` as they were, and why."""

    done: tuple[int, ...]
    left: tuple[int, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Say how far it went, each reason once."""
        asked = len(self.done) + len(self.refused)
        reasons = [
            Phrase("{count}: {why}", count=count, why=why)
            for why, count in Counter(self.refused).items()
        ]
        return together(
            [Phrase("{done} of {asked} done.", done=len(self.done), asked=asked), *reasons]
        )


def each(session: Session, ids: Collection[int], act: Callable[[int], object]) -> Outcome:
    """Do the same to each conversation. One that refuses holds up no other.

    Raises NonePicked or TooMany; what refused when only one was meant.
    """
    if not ids:
        raise NonePicked
    if len(ids) > MOST:
        raise TooMany
    done, left, refused = [], [], []
    # In one order for everybody, so that two people at once never wait for each other.
    for conversation_id in sorted(set(ids)):
        try:
            with session.begin_nested():
                act(conversation_id)
            done.append(conversation_id)
        except HearbackError as refusal:
            if len(ids) == 1:
                raise
            left.append(conversation_id)
            refused.append(refusal.args[0])
    return Outcome(done=tuple(done), left=tuple(left), refused=tuple(refused))

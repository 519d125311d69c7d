"""What may a policy promise, and how does somebody write it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self

from connectors.phrases import Phrase
from connectors.words import Kind, Platform
from inbox.errors import Invalid
from inbox.models import Priority

LONGEST_NAME = 80
LONGEST_TARGET = timedelta(days=90)


class NamelessPolicy(Invalid):
    """The record could not say whose promise broke."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Targets need a name of 1 to {longest} characters.", longest=LONGEST_NAME)
        )


class NothingPromised(Invalid):
    """Whatever it fits would have no target, and the next policy would not be asked."""

    def __init__(self) -> None:
        super().__init__(Phrase("Set at least one target: a first answer, a next one or closing."))


class UnusableTarget(Invalid):
    """Nobody can keep it, or everybody does."""

    def __init__(self) -> None:
        super().__init__(Phrase("A target is at least one minute and at most 90 days."))


class UnusableShare(Invalid):
    """A warning comes before the target."""

    def __init__(self) -> None:
        super().__init__(Phrase("Warn after 1 to 99 percent of the target."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """What follows a warning or a breach."""

    notifies: bool = False
    raises: bool = False
    team_id: int | None = None

    @classmethod
    def of(cls, kept: Mapping[str, int]) -> Self:
        """Read what is stored."""
        return cls(
            notifies=bool(kept.get("notify")),
            raises=bool(kept.get("raise")),
            team_id=kept.get("team_id"),
        )

    def kept(self) -> dict[str, int]:
        """Return it as it is stored."""
        chosen = {"notify": int(self.notifies), "raise": int(self.raises)}
        return {**chosen, "team_id": self.team_id} if self.team_id else chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A policy as somebody wrote it."""

    name: str
    platforms: Sequence[Platform] = ()
    kinds: Sequence[Kind] = ()
    priorities: Sequence[Priority] = ()
    team_ids: Sequence[int] = ()
    tag_ids: Sequence[int] = ()
    first_response: timedelta | None = None
    next_response: timedelta | None = None
    resolution: timedelta | None = None
    is_staffed: bool = True
    warn_share: int = 75
    pauses: bool = True
    after_warning: Follows = field(default_factory=Follows)
    after_breach: Follows = field(default_factory=lambda: Follows(notifies=True))

    @property
    def targets(self) -> list[timedelta]:
        """The targets that are set."""
        set_here = (self.first_response, self.next_response, self.resolution)
        return [one for one in set_here if one is not None]


def check(wanted: Wanted) -> None:
    """Raise NamelessPolicy, NothingPromised, UnusableTarget or UnusableShare for what cannot be."""
    name = " ".join(wanted.name.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise NamelessPolicy
    if not wanted.targets:
        raise NothingPromised
    if not all(timedelta(minutes=1) <= one <= LONGEST_TARGET for one in wanted.targets):
        raise UnusableTarget
    if not 1 <= wanted.warn_share <= 99:  # noqa: PLR2004 - percent
        raise UnusableShare

"""What did somebody ask for in the form of targets?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from flask import request

from connectors.phrases import Phrase
from connectors.words import Kind, Platform
from inbox.errors import Invalid
from inbox.filters import values
from inbox.models import Priority, SlaPolicy
from inbox.promises.wanting import Follows, Wanted
from web import numbers

Word = TypeVar("Word", bound=StrEnum)

TARGETS = ("first_response", "next_response", "resolution")
NOTHING = Follows()
TELLS = Follows(notifies=True)


class UnreadableTarget(Invalid):
    """Nobody can tell how long it is."""

    def __init__(self, words: str) -> None:
        super().__init__(
            Phrase(
                "“{words}” cannot be read as a length of time. Write 15m, 4h or 2d, or leave it "
                "empty.",
                words=words[:40],
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The form as it stands on the page, whether it can be promised or not."""

    name: str = ""
    lengths: Mapping[str, str] = field(default_factory=dict)
    platforms: Sequence[str] = ()
    kinds: Sequence[str] = ()
    priorities: Sequence[str] = ()
    team_ids: Sequence[int] = ()
    tag_ids: Sequence[int] = ()
    is_staffed: bool = True
    warn_share: str = "75"
    pauses: bool = True
    after_warning: Follows = NOTHING
    after_breach: Follows = TELLS

    def wanted(self) -> Wanted:
        """Return what is to be promised. Raises UnreadableTarget."""
        return Wanted(
            name=self.name,
            platforms=_known(self.platforms, Platform),
            kinds=_known(self.kinds, Kind),
            priorities=_known(self.priorities, Priority),
            team_ids=self.team_ids,
            tag_ids=self.tag_ids,
            **{name: _length(self.lengths.get(name, "")) for name in TARGETS},
            is_staffed=self.is_staffed,
            warn_share=numbers.read(self.warn_share) or 0,
            pauses=self.pauses,
            after_warning=self.after_warning,
            after_breach=self.after_breach,
        )


def of(policy: SlaPolicy) -> Fields:
    """Fill the form with what is promised."""
    return Fields(
        name=policy.name,
        lengths={name: _written(getattr(policy, name)) for name in TARGETS},
        platforms=policy.platforms,
        kinds=policy.kinds,
        priorities=policy.priorities,
        team_ids=policy.team_ids,
        tag_ids=policy.tag_ids,
        is_staffed=policy.is_staffed,
        warn_share=str(policy.warn_share),
        pauses=policy.pauses,
        after_warning=Follows.of(policy.after_warning),
        after_breach=Follows.of(policy.after_breach),
    )


def sent() -> Fields:
    """Return the form of the present request as it was sent."""
    form = request.form
    return Fields(
        name=form.get("name", ""),
        lengths={name: form.get(name, "") for name in TARGETS},
        platforms=form.getlist("platform"),
        kinds=form.getlist("kind"),
        priorities=form.getlist("priority"),
        team_ids=_numbers("team"),
        tag_ids=_numbers("tag"),
        is_staffed=form.get("counts") == "staffed",
        warn_share=form.get("warn_share", ""),
        pauses="pauses" in form,
        after_warning=_follows("warning"),
        after_breach=_follows("breach"),
    )


def _written(seconds: int | None) -> str:
    """Write a target as it is read: in the largest unit that it fills."""
    if seconds is None:
        return ""
    for unit, size in (("d", 86_400), ("h", 3600)):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds // 60}m"


def _length(words: str) -> timedelta | None:
    tidied = words.replace(" ", "").lower()
    if not tidied:
        return None
    try:
        return values.span(tidied)
    except ValueError:
        raise UnreadableTarget(words) from None


def _known(words: Sequence[str], kind: type[Word]) -> Sequence[Word]:
    return [kind(one) for one in words if one in tuple(kind)]


def _numbers(name: str) -> list[int]:
    read = [numbers.read(one) for one in request.form.getlist(name)]
    return [one for one in read if one is not None]


def _follows(step: str) -> Follows:
    return Follows(
        notifies=f"{step}_notify" in request.form,
        raises=f"{step}_raise" in request.form,
        team_id=numbers.given(f"{step}_team") or None,
    )

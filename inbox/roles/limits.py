"""What may a role allow together, and what not?

Whoever opens the doors reads nothing behind them (docs/security.md): deciding about people or
connecting accounts never goes with reading what residents wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from connectors.phrases import Phrase
from inbox.errors import Invalid
from inbox.permissions import Permission
from inbox.roles.wording import ALLOWS

INCLUDES: Mapping[Permission, Permission] = {
    Permission.HANDLE: Permission.READ,
    Permission.REPLY: Permission.HANDLE,
    Permission.MODERATE: Permission.HANDLE,
    Permission.CONFIRM: Permission.HANDLE,
    Permission.APPROVE: Permission.HANDLE,
    # The lists behind its figures bear names and words.
    Permission.REPORT: Permission.READ,
    Permission.MAIL_REPORTS: Permission.REPORT,
    Permission.RECORDS: Permission.READ,
}
"""What nobody could do without also doing something else."""

OPENS_DOORS = (Permission.PEOPLE, Permission.CONNECT)


class NothingChosen(Invalid):
    """A role that is good for nothing."""

    def __init__(self) -> None:
        super().__init__(Phrase("Choose what the role allows."))


class OpensAndReads(Invalid):
    """Somebody could let themselves in to what residents wrote, and nobody would know."""

    def __init__(self, opens: Permission, reads: Permission) -> None:
        super().__init__(
            Phrase(
                "“{opens}” and “{reads}” cannot go together: whoever opens the doors reads nothing "
                "behind them. Make two roles, and give them to two people.",
                opens=ALLOWS[opens],
                reads=ALLOWS[reads],
            )
        )


def completed(chosen: Iterable[Permission]) -> frozenset[Permission]:
    """Return what was chosen with all that it includes. Raises NothingChosen or OpensAndReads."""
    wanted = frozenset(chosen)
    if not wanted:
        raise NothingChosen
    allowed = frozenset(found for one in wanted for found in _chain(one))
    if Permission.READ in allowed:
        _refuse_doors(wanted)
    return allowed


def included(one: Permission) -> list[Permission]:
    """Return what a permission brings with it, the nearest first."""
    return _chain(one)[1:]


def _chain(one: Permission) -> list[Permission]:
    return [one, *_chain(INCLUDES[one])] if one in INCLUDES else [one]


def _refuse_doors(wanted: frozenset[Permission]) -> None:
    opening = [one for one in OPENS_DOORS if one in wanted]
    reading = [one for one in Permission if one in wanted and Permission.READ in _chain(one)]
    if opening:
        raise OpensAndReads(opening[0], reading[0])

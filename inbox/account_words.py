"""How is an account, in words, and what must somebody do about it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.phrases import Day, Phrase, together
from inbox.models import Account, AccountState
from inbox.spending import Cost

WARN_BEFORE = timedelta(days=14)
_DAY = timedelta(days=1)
# Kept as the account's problem: by it the desk knows which accounts go on once they open again.
SEALED = Phrase(
    "Its credentials cannot be opened: they were sealed with another key than the one given."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHealth:
    """One account as an administrator needs to see it."""

    account: Account
    words: str
    advice: str
    open_gaps: int
    expires_soon: bool = False
    cost: Cost | None = None
    earlier: str = ""

    @property
    def is_stopped(self) -> bool:
        """Whether nothing comes in or goes out through it, though it should."""
        return self.account.state is AccountState.NEEDS_RECONNECTION

    @property
    def is_receiving(self) -> bool:
        """Whether its platform is asked at all."""
        return self.account.state is AccountState.CONNECTED

    @property
    def is_disconnected(self) -> bool:
        """Whether somebody disconnected it on purpose."""
        return self.account.state is AccountState.DISCONNECTED

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to say about it: it receives and is read without trouble."""
        trouble = self.account.failing_since or self.open_gaps or self.expires_soon
        return self.is_receiving and not trouble and self.account.fetched_at is not None

    @property
    def urgency(self) -> int:
        """How soon somebody must look at it: the lowest first."""
        if self.is_stopped:
            return 0
        if self.is_receiving and not self.is_well:
            return 1
        return 3 if self.is_disconnected else 2


def health(account: Account, open_gaps: int, now: datetime) -> AccountHealth:
    """Say how an account is."""
    expires_soon = _expires_soon(account, now)
    words, advice = _words(account, open_gaps)
    if expires_soon and account.token_expires_at:
        words = together([words, _ending(account.token_expires_at, now)])
        advice = Phrase("Connect it again before then, so that nothing stops.")
    return AccountHealth(
        account=account,
        words=words,
        advice=advice,
        open_gaps=open_gaps,
        expires_soon=expires_soon,
        earlier=_earlier(account, now),
    )


def is_sealed(account: Account) -> bool:
    """Tell whether an account was stopped because its credentials could not be opened."""
    return account.state is AccountState.NEEDS_RECONNECTION and account.problem == SEALED


def _expires_soon(account: Account, now: datetime) -> bool:
    ends_at = account.token_expires_at
    is_connected = account.state is AccountState.CONNECTED
    return is_connected and ends_at is not None and ends_at - now <= WARN_BEFORE


def _ending(ends_at: datetime, now: datetime) -> str:
    if ends_at <= now:
        return Phrase("Its access has run out and may end at any moment.")
    days = (ends_at - now) // _DAY
    if not days:
        return Phrase("Its access ends within a day.")
    return Phrase("Its access ends in {count} day.", "Its access ends in {count} days.", count=days)


def _earlier(account: Account, now: datetime) -> str:
    """Say how far what was said before the first connection is fetched."""
    if account.first_connected_at is None:
        return ""
    back_to = account.earlier_back_to
    day = _day(back_to, now) if back_to else ""
    if account.backfilled_at is None:
        if not day:
            return Phrase("Fetching earlier messages.")
        return Phrase(
            "Fetching earlier messages: back to {day}, {count:,} so far.",
            day=day,
            count=account.earlier_count,
        )
    if not day:
        return Phrase("No earlier messages.")
    return Phrase(
        "Earlier messages fetched back to {day}: {count:,}.", day=day, count=account.earlier_count
    )


def _day(moment: datetime, now: datetime) -> str:
    year = f", {moment.year}" if moment.year != now.year else ""
    return Day(f"{moment:%b %-d}{year}", moment.date())


def _words(account: Account, open_gaps: int) -> tuple[str, str]:
    if account.state is AccountState.DISCONNECTED:
        return (
            Phrase(account.problem) if account.problem else Phrase("Disconnected."),
            Phrase(
                "Nothing is read or sent. Connect it again to go on; history and queue are kept."
            ),
        )
    if account.state is AccountState.NEEDS_RECONNECTION:
        return _stopped(account)
    if account.failing_since:
        return (
            Phrase(account.problem) if account.problem else Phrase("The platform does not answer."),
            Phrase("Nothing to do: Hearback keeps trying and catches up by itself."),
        )
    if open_gaps:
        return Phrase("Connected, still fetching older pages."), Phrase("Nothing to do.")
    if account.fetched_at is None:
        return Phrase("Connected, not fetched yet."), Phrase(
            "Nothing to do: the first fetch is on its way."
        )
    return Phrase("Connected."), ""


def _stopped(account: Account) -> tuple[str, str]:
    if is_sealed(account):
        return SEALED, Phrase(
            "Put the right key back (the file credentials_key, or HEARBACK_CREDENTIALS_KEY and a "
            "restart): then it goes on by itself. Or connect it again. Nothing is lost: messages "
            "since then are fetched afterwards."
        )
    return (
        Phrase(account.problem) if account.problem else Phrase("The access has ended."),
        Phrase("Connect it again. Nothing is lost: messages since then are fetched afterwards."),
    )

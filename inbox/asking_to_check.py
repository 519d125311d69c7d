"""How does somebody ask that all accounts be read now?

The answer is the work of a worker (`inbox/checking_now.py`): only there the platforms' clients are.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from inbox import accounts, clock, timeline
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.models import Account, AccountState, User


def ask(session: Session, *, by: User) -> int:
    """Ask for every connected account to be read now; return how many there are.

    Those that must be connected again are left out.
    """
    there = [accounts.locked(session, one.id) for one in accounts.everyone(session)]
    connected = [one for one in there if one.state is AccountState.CONNECTED]
    for account in connected:
        _ask(session, account, by)
    return len(connected)


def _ask(session: Session, account: Account, by: User) -> None:
    account.check_asked_at = clock.now(session)
    timeline.record_of_account(session, "account.check_asked", account, by=by)
    on = On("account", account.id, account.name)
    recording.record(session, What.ACCOUNT_CHECKED, by=by, on=on)

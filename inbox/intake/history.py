"""What was said before an account was first connected, and whose words are too old to wait?

Whoever wrote shortly before the connection may still wait, from the moment they wrote.
Older words are history: stored whole, in a conversation that is resolved, without a wait,
so that no figure counts them. Both bounds are kept on the account, so that neither the
order in which pages come nor a later setting changes the story.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from connectors.pages import Incoming
from inbox.models import Account


def is_history(account: Account, sent_at: datetime) -> bool:
    """Tell whether nobody waits for an answer to words of this moment any more."""
    return account.history_before is not None and sent_at < account.history_before


def count(account: Account, fresh: Sequence[Incoming]) -> None:
    """Count what was said before the account was first connected. The caller holds its row."""
    since = account.first_connected_at
    earlier = [item.sent_at for item in fresh if since and item.sent_at < since]
    if earlier:
        account.earlier_count += len(earlier)
        account.earlier_back_to = min([account.earlier_back_to or earlier[0], *earlier])

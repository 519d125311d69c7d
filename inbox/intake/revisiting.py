"""What does a page tell of older messages, which it shows again or no longer shows?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from connectors.pages import Incoming, Shortfall
from inbox import clock
from inbox.intake import edits, flags, missing, notices, ordering, people, reactions
from inbox.models import Account


def revisit(
    session: Session,
    account: Account,
    again: Sequence[Incoming],
    shortfalls: Sequence[Shortfall],
    capture_ids: Sequence[int],
    as_of: datetime | None = None,
) -> None:
    """Compare what is stored with what a page shows again; nothing new is stored.

    Of a post that lost comments, those that should stand where it was read are
    noted, to be asked for by their ids. `as_of` is when the page was asked for, now by
    default. The caller holds the account's row.
    """
    now = clock.now(session)
    as_of = as_of or now
    if again:
        known = edits.known(session, account, again)
        stored = [item for item in again if item.external_id in known]
        edits.compare(session, known, stored, capture_ids, as_of)
        reactions.compare(session, known, stored, as_of)
        people.rename(session, account, stored)
        notices.apply(session, account, flags.differing(session, known, stored, as_of), as_of)
        ordering.note(session, known, stored, as_of)
    for shortfall in shortfalls:
        missing.suspect(session, account, shortfall, now)

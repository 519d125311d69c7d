"""How is a raw body kept before anything is derived from it?"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from connectors.pages import RawBody
from inbox import chain
from inbox.models import Account, Capture

# Fast beats small here: the record is written before every message is shown.
COMPRESSION = 1


def keep(
    session: Session, account: Account, bodies: Sequence[RawBody], received_at: datetime
) -> list[int]:
    """Store bodies, each chained to the one before; return their ids in order.

    The caller holds the account's row, so its chain cannot fork.
    """
    rows = []
    for raw in bodies:
        row = _row(account, raw, received_at)
        account.capture_head = row["digest"]
        rows.append(row)
    if not rows:
        return []
    stored = insert(Capture).returning(Capture.id, sort_by_parameter_order=True)
    return list(session.scalars(stored, rows))


def _row(account: Account, raw: RawBody, received_at: datetime) -> dict[str, Any]:
    body = zlib.compress(raw.body, COMPRESSION)
    return {
        "account_id": account.id,
        "source": raw.source[:400],
        "body": body,
        "received_at": received_at,
        "previous": account.capture_head,
        "digest": chain.link(account.capture_head, raw.body),
    }

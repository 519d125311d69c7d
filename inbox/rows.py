"""Did a conditional update win?"""

from __future__ import annotations

from typing import cast

from sqlalchemy import CursorResult, Update
from sqlalchemy.orm import Session


def changed(session: Session, statement: Update) -> bool:
    """Run an update that may meet no row; tell whether it met one."""
    statement = statement.execution_options(synchronize_session=False)
    result = cast("CursorResult[object]", session.execute(statement))
    return result.rowcount > 0

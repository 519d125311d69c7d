"""In which order does somebody have the saved views in their rail?

The order is a person's own, whoever owns the views. What they never moved stands behind what
they did, in the usual order.
"""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from inbox import saved_views
from inbox.models import SavedViewPlace, User
from inbox.saved_views import NoSuchSavedView


def move(session: Session, number: int, *, steps: int, by: User) -> None:
    """Move a view up (-1) or down (1) in a person's rail; at its ends nothing changes.

    Raises NoSuchSavedView.
    """
    # One order after the other, where two tabs move at once.
    session.execute(select(User.id).where(User.id == by.id).with_for_update(key_share=True))
    order = [view.id for view in saved_views.visible(session, by)]
    if number not in order:
        raise NoSuchSavedView
    at = order.index(number)
    to = min(max(at + steps, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    _keep(session, order, by)


def _keep(session: Session, order: list[int], by: User) -> None:
    session.execute(delete(SavedViewPlace).where(SavedViewPlace.user_id == by.id))
    session.execute(
        insert(SavedViewPlace),
        [{"user_id": by.id, "view_id": one, "place": at} for at, one in enumerate(order)],
    )

"""How are the pages drawn on which a filter gets its name?"""

from __future__ import annotations

from typing import Any

from connectors.phrases import Phrase
from inbox import people, permissions, saved_views
from inbox.filters import known, wording
from inbox.filters.reading import BadFilter, Filter, of_query
from inbox.models import SavedView, Sharing
from inbox.permissions import Permission
from inbox.saved_views import Wanted
from web import frame, serving
from web.access import current_user
from web.languages import translated

Choice = tuple[str, str]


def to_arrange(*, moved: int, steps: int) -> str:
    """Draw the page that orders a person's rail; the button that was pressed has the focus."""
    every = saved_views.visible(serving.session(), current_user())
    return frame.page(
        "saved_views/index.html", section="desk", every=every, moved=moved, steps=steps
    )


def to_save(asked: Filter, *, wanted: Wanted | None = None, problem: str = "") -> str:
    """Draw the page that keeps a filter."""
    every = saved_views.visible(serving.session(), current_user())
    return _page(
        "saved_views/new.html",
        asked,
        wanted=wanted or Wanted(name=""),
        problem=problem,
        others=[one for one in every if saved_views.may_change(one, current_user())],
    )


def to_change(view: SavedView, *, wanted: Wanted | None = None, problem: str = "") -> str:
    """Draw the page that renames, shares and deletes a view."""
    present = Wanted(name=view.name, sharing=view.sharing, team_id=view.team_id)
    try:
        asked = of_query(view.query)
    except BadFilter as error:
        asked, problem = error.rest, problem or translated(error)
    return _page(
        "saved_views/edit.html",
        asked,
        wanted=wanted or present,
        problem=problem,
        saved=view,
        may_change=saved_views.may_change(view, current_user()),
    )


def _page(template: str, asked: Filter, *, wanted: Wanted, **given: Any) -> str:
    there = known.about(serving.session(), [asked])
    return frame.page(
        template,
        section="desk",
        asked=asked,
        said=wording.said(asked, there),
        wanted=wanted,
        chosen=_value(wanted),
        sharings=_sharings(wanted),
        longest_name=saved_views.LONGEST_NAME,
        **given,
    )


def _sharings(wanted: Wanted) -> list[Choice]:
    session, user = serving.session(), current_user()
    is_leading = permissions.may(user, Permission.LEAD)
    teams = people.teams(session) if is_leading else people.teams_of(session, user)
    offered = [("own", Phrase("Only me")), *((f"team-{one.id}", one.name) for one in teams)]
    # What it has now stays to be chosen, by whoever may change the rest.
    if is_leading or wanted.sharing is Sharing.EVERYONE:
        offered.append(("everyone", Phrase("Everyone")))
    return offered


def _value(wanted: Wanted) -> str:
    return f"team-{wanted.team_id}" if wanted.sharing is Sharing.TEAM else str(wanted.sharing)

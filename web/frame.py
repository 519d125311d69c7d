"""What stands around every page: the person, the theme, the time, what is stopped?"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, g, render_template, request
from sqlalchemy.orm import Session

from inbox import accounts, acts, clock, desk_views, queues
from inbox.account_words import AccountHealth
from inbox.approval import rule
from inbox.models import Role
from inbox.views import View
from web import bell, serving
from web.access import current_user
from web.languages import marked

THEMES = ("light", "dark")
BAR_COLOURS = {"light": "#131a26", "dark": "#05070a"}
"""The bar's colour in each theme, as in `tokens.css`: that of an installed app's title bar."""
SECTIONS = (
    ("desk", marked("Desk"), marked("Desk"), "inbox"),
    ("canned-responses", marked("Canned responses"), marked("Responses"), "slash"),
    ("reports", marked("Reports"), marked("Reports"), "chart"),
    ("accounts", marked("Accounts"), marked("Accounts"), "plug"),
)


def install(app: Flask) -> None:
    """Let every template ask for the theme and the department's time."""
    app.jinja_env.globals.update(theme=theme, time_zone=time_zone, bar_colours=BAR_COLOURS)


def page(template: str, *, section: str, view: View | None = None, **given: object) -> str:
    """Draw a whole page for the person who is signed in; `view` is counted too."""
    session = serving.session()
    rail = desk_views.rail(session, current_user())
    marks = [view.mark] if view else []
    counted = desk_views.counted(session, current_user(), marks, rail)
    health = accounts.overview(session)
    return render_template(
        template,
        user=current_user(),
        is_administrator=current_user().role is Role.ADMINISTRATOR,
        sections=SECTIONS,
        section=section,
        now=clock.now(session),
        account_healths=health,
        expiring=[one for one in health if one.expires_soon],
        stopped=[one for one in health if one.is_stopped],
        newest_fetch=_newest_fetch(health),
        view=view,
        views=_shown(session, rail),
        counts=queues.counts(session, current_user(), counted),
        bell=bell.standing(session, current_user()),
        last_acts=acts.last(session, current_user()),
        **given,
    )


def _shown(session: Session, rail: Sequence[View]) -> list[View]:
    is_used = rule.is_of_use(session, current_user())
    return [one for one in rail if is_used or one.condition is not rule.waits_for]


def theme() -> str:
    """Return what this person chose on this computer; empty follows the system."""
    chosen = request.cookies.get(theme_cookie(), "")
    return chosen if chosen in THEMES else ""


def time_zone() -> str:
    """Name the zone of the times that people type."""
    return serving.runtime().settings.time_zone.key


def theme_cookie() -> str:
    """Return the name under which the browser keeps the choice, for each person apart."""
    user = g.get("user")
    return f"hearback_theme_{user.id}" if user else "hearback_theme"


def _newest_fetch(health: list[AccountHealth]) -> object:
    fetched = [one.account.fetched_at for one in health if one.account.fetched_at]
    return max(fetched, default=None)

"""What stands around every page: the person, the theme, the time, what is stopped?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Flask, g, render_template, request
from sqlalchemy.orm import Session

from inbox import (
    accounts,
    acts,
    clock,
    desk_views,
    first_run,
    permissions,
    queues,
    tokens,
    vouching,
)
from inbox.account_words import AccountHealth
from inbox.approval import rule
from inbox.audit import alarm
from inbox.models import User
from inbox.permissions import Permission
from inbox.report_mail import issuing
from inbox.subscribers import consenting
from inbox.views import View
from web import bell, security, serving
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
    ("people", marked("People"), marked("People"), "users"),
    ("audit", marked("Audit"), marked("Audit"), "shield"),
)
_OPEN_TO = {
    "desk": (Permission.READ,),
    "canned-responses": (Permission.READ,),
    "reports": (Permission.REPORT,),
    "accounts": (Permission.READ, Permission.CONNECT),
    "people": (Permission.PEOPLE,),
    "audit": (Permission.AUDIT,),
}
_HOMES = (
    (Permission.READ, "/desk/open"),
    (Permission.PEOPLE, "/people"),
    (Permission.AUDIT, "/audit"),
    (Permission.CONNECT, "/accounts"),
    (Permission.LEAD, "/teams"),
    (Permission.WATCH, "/wall"),
)


def install(app: Flask) -> None:
    """Let every template ask for the theme and the department's time."""
    app.jinja_env.globals.update(
        theme=theme,
        time_zone=time_zone,
        bar_colours=BAR_COLOURS,
        lock_minutes=lock_minutes,
        proof_minutes=proof_minutes,
    )


def page(template: str, *, section: str, view: View | None = None, **given: object) -> str:
    """Draw a whole page for the person who is signed in; `view` is counted too."""
    session, user = serving.session(), current_user()
    reads = permissions.may(user, Permission.READ)
    rail = desk_views.rail(session, user) if reads else ()
    counted = desk_views.counted(session, user, [view.mark] if view else [], rail)
    health = accounts.overview(session)
    return render_template(
        template,
        user=user,
        may=permissions.of(user),
        sections=[one for one in SECTIONS if permissions.may(user, *_OPEN_TO[one[0]])],
        section=section,
        setup=first_run.standing(session) if first_run.concerns(user) else None,
        audit_failed_at=_audit_failed_at(session),
        told_tokens=tokens.told_of(session, user),
        stuck_reports=_stuck_reports(session),
        to_decide=_to_decide(session),
        unvouched=vouching.standing(session, user),
        now=clock.now(session),
        access_ends_at=_ends_soon(session),
        account_healths=health,
        expiring=[one for one in health if one.expires_soon],
        stopped=[one for one in health if one.is_stopped],
        newest_fetch=_newest_fetch(health),
        view=view,
        views=_shown(session, rail),
        counts=queues.counts(session, user, counted) if reads else {},
        bell=bell.standing(session, user) if reads else {},
        last_acts=acts.last(session, user) if reads else [],
        **given,
    )


def _ends_soon(session: Session) -> datetime | None:
    """Return when one's own access ends, within a day of it."""
    ends_at = current_user().access_ends_at
    return ends_at if ends_at and ends_at < clock.now(session) + timedelta(days=1) else None


def _to_decide(session: Session) -> int:
    """Count what waits for this person, where a second one must agree."""
    user = current_user()
    if not permissions.may(user, Permission.LEAD):
        return 0
    return len(consenting.waiting_for(session, user)) + len(vouching.waiting_for(session, user))


def _stuck_reports(session: Session) -> int:
    is_told = permissions.may(current_user(), Permission.MAIL_REPORTS, Permission.PEOPLE)
    return len(issuing.stuck(session)) if is_told else 0


def _audit_failed_at(session: Session) -> datetime | None:
    is_told = permissions.may(current_user(), Permission.AUDIT)
    return alarm.last(session) if is_told else None


def home(user: User) -> str:
    """Return the address where somebody's work is; where nothing is set up yet, that is it."""
    invites = permissions.may(user, Permission.PEOPLE)
    if invites and not first_run.standing(serving.session()).platforms:
        return "/first-run"
    homes = (address for needed, address in _HOMES if permissions.may(user, needed))
    return next(homes, "/password")


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


def lock_minutes() -> int:
    """Return after how many minutes without an act a browser is locked."""
    return int(serving.runtime().settings.lock_after.total_seconds() // 60)


def proof_minutes() -> int:
    """Return for how many minutes a proof of who somebody is counts."""
    return int(serving.runtime().settings.proof_lasts.total_seconds() // 60)


def theme_cookie() -> str:
    """Return the name under which the browser keeps the choice, for each person apart."""
    user = g.get("user")
    return security.cookie_name(f"hearback_theme_{user.id}" if user else "hearback_theme")


def _newest_fetch(health: list[AccountHealth]) -> object:
    fetched = [one.account.fetched_at for one in health if one.account.fetched_at]
    return max(fetched, default=None)

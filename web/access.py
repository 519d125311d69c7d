"""Who may call which route?

Every route declares its rule here; `web/guarding.py` puts it behind the rule, and an app with a
route that declares none refuses to start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import g, request

from inbox import permissions, reach, second_step, session_lock, sign_in
from inbox.audit.what import What
from inbox.models import OpenSignIn, User
from inbox.permissions import Permission
from web import serving, sign_in_cookie
from web.refusals import AdministratorsOnly, NotPermitted, NotSignedIn, SessionLocked

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is admitted. `admit` raises NotAllowed.

    `by_cookie` is off where a caller proves itself with every request, so that
    another site cannot borrow a browser's sign-in. `refused_as` is what the audit log
    calls it where nobody knows the caller.
    """

    name: str
    admit: Callable[[], None]
    by_cookie: bool = True
    refused_as: What = What.REFUSED


def current_user() -> User:
    """Return the person who is signed in. Raises NotSignedIn."""
    user = cast("User | None", g.get("user"))
    if user is None:
        raise NotSignedIn
    return user


def ruled_by(rule: Rule) -> Callable[[View], View]:
    """Declare a route's rule."""

    def declare(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]  # functions take attributes
        return view

    return declare


def whoever() -> User | None:
    """Return who is signed in in this browser, locked or not, if anybody is."""
    borne = sign_in_cookie.borne()
    has_ended = bool(sign_in_cookie.key()) and _open_sign_in() is None
    return sign_in.user(serving.session(), *borne) if borne and not has_ended else None


def recognize(user: User | None) -> None:
    """Say who is asking, if anybody is; from now on the request finds what they reach."""
    g.user = user
    reach.hold(serving.session(), reach.of(user) if user else reach.ALL)
    # Kept beside it: what a failed request still says is told after its session has ended.
    g.chosen_language = g.user.language if g.user else None
    g.user_id = g.user.id if g.user else None


def refuse_if_locked() -> None:
    """Let nobody go on in a locked browser. Raises SessionLocked."""
    _unlocked()


def _locked_or_not() -> None:
    _is_here(whoever())


def _signed_in() -> None:
    _locked_or_not()
    one = _unlocked()
    if one and _is_act(one):
        with serving.writing_beside() as session:
            session_lock.acted(session, sign_in_cookie.key())


def _unlocked() -> OpenSignIn | None:
    one = _open_sign_in()
    if one and session_lock.is_locked(serving.session(), one):
        raise SessionLocked
    return one


# Nobody acts at a wall: it comes anew by itself. Whoever may do nothing but look at it is shown
# nothing that a lock would conceal (docs/security.md).
def _watching() -> None:
    _locked_or_not()
    if not permissions.only_watches(current_user()):
        _unlocked()
    refuse_unless(Permission.WATCH)


# A cookie from before there were keys has none.
def _open_sign_in() -> OpenSignIn | None:
    key = sign_in_cookie.key()
    # Held on to, so that the session knows it when it is asked for again.
    g.open_sign_in = session_lock.of(serving.session(), key) if key else None
    return cast("OpenSignIn | None", g.open_sign_in)


# Links and forms are acts of a person. What scripts fetch is none; they tell of acts by
# themselves (`web/static/js/page/idle.ts`).
def _is_act(one: OpenSignIn) -> bool:
    is_page = request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    now = serving.runtime().clock.now()
    return is_page and one.acted_at < now - session_lock.EVERY


def _on_the_way() -> None:
    _is_here(sign_in_cookie.on_the_way(serving.session()))


def _setting_up() -> None:
    if sign_in_cookie.borne():
        _signed_in()
    else:
        _on_the_way()
        # Else a stolen password would let in whoever puts their own device beside it.
        if second_step.is_set_up(serving.session(), current_user()):
            raise NotSignedIn


def _is_here(user: User | None) -> None:
    recognize(user)
    current_user()


def _administering(needed: Permission) -> Rule:
    """Return the rule of what administrators do; a role may allow one half of it alone."""

    def admit() -> None:
        _signed_in()
        if not permissions.may(current_user(), needed):
            raise AdministratorsOnly

    return Rule(needed, admit)


def refuse_unless(*any_of: Permission) -> None:
    """Let nobody do what their role does not allow. Raises NotPermitted."""
    if not permissions.may(current_user(), *any_of):
        raise NotPermitted


def allowed(*any_of: Permission) -> Rule:
    """Return the rule that admits whoever is signed in and may do one of these."""

    def admit() -> None:
        _signed_in()
        refuse_unless(*any_of)

    return Rule(" or ".join(any_of), admit)


WATCHING = Rule(Permission.WATCH, _watching)

anyone = ruled_by(Rule("anyone", lambda: None))
signed_in = ruled_by(Rule("signed in", _signed_in))
locked_or_not = ruled_by(Rule("signed in, locked or not", _locked_or_not))
on_the_way = ruled_by(Rule("gave the password", _on_the_way))
setting_up = ruled_by(Rule("signed in, or gave the password", _setting_up))
administrator = ruled_by(_administering(Permission.PEOPLE))
connects = ruled_by(_administering(Permission.CONNECT))
sets_up = ruled_by(allowed(Permission.PEOPLE, Permission.CONNECT))
watches = ruled_by(WATCHING)
auditor = ruled_by(allowed(Permission.AUDIT))
reads = ruled_by(allowed(Permission.READ))
handles = ruled_by(allowed(Permission.HANDLE))
replies = ruled_by(allowed(Permission.REPLY))
moderates = ruled_by(allowed(Permission.MODERATE))
reports = ruled_by(allowed(Permission.REPORT))
mails_reports = ruled_by(allowed(Permission.MAIL_REPORTS))
leads = ruled_by(allowed(Permission.LEAD))
reads_or_leads = ruled_by(allowed(Permission.READ, Permission.LEAD))
leads_or_connects = ruled_by(allowed(Permission.LEAD, Permission.CONNECT))
reads_or_connects = ruled_by(allowed(Permission.READ, Permission.CONNECT))


def asks_again(view: View) -> View:
    """Declare that whoever calls this showed that it is them some minutes ago at most.

    Who did not is asked first, and nothing is done meanwhile (`web/proving.py`). CJIS Security
    Policy, IA-11: before privileged functions. A program shows its token with every request.
    """
    view.asks_again = True  # type: ignore[attr-defined]  # functions take attributes
    return view


def only_reads(view: View) -> View:
    """Declare that an unsafe method changes no row, so that it holds up no writer."""
    view.only_reads = True  # type: ignore[attr-defined]  # functions take attributes
    return view


def stays_on_loop(view: View) -> View:
    """Declare that a view asks Redis, whose connections belong to the loop, and changes no row."""
    view.stays_on_loop = True  # type: ignore[attr-defined]  # functions take attributes
    return view


def meets_platforms(view: View) -> View:
    """Declare that a view speaks to a platform itself, through its client."""
    view.meets_platforms = True  # type: ignore[attr-defined]  # functions take attributes
    return view


def takes_files(view: View) -> View:
    """Declare that a view takes a file, as large as the pictures that are fetched."""
    view.takes_files = True  # type: ignore[attr-defined]  # functions take attributes
    return view

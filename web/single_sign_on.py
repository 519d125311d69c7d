"""How does a browser go to the identity provider, and in which words is it offered?

What must come back goes along in a cookie for one address. A form may lead nowhere else
(`form-action`), so that from forms a page leads on.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import people, sign_in
from inbox.models import User
from inbox.session_lock import AtProvider
from inbox.single_sign_on import attempts, coming_in, ending, known
from inbox.single_sign_on.attempts import Attempt
from inbox.single_sign_on.refusals import NotSetUp, Refusal, TooLongAgo
from inbox.single_sign_on.setting import SingleSignOn
from web import errors, security, serving
from web.languages import translated

COOKIE = "hearback_sso"
# Where the cookie goes: to what somebody comes back to, and nowhere else.
PATH = "/sign-in/single"


def install(app: Flask) -> None:
    """Let templates ask by which provider somebody may come in."""
    app.jinja_env.globals["single_sign_on"] = offered


def offered() -> SingleSignOn | None:
    """Return which provider is believed, if any is."""
    return serving.runtime().settings.single_sign_on


def ways_of(person: User) -> dict[str, Any]:
    """Return by what somebody shows who they are, besides codes and passkeys, for a template."""
    session, setting = serving.session(), offered()
    name = setting.name if setting and known.has(session, person) else ""
    in_place = sign_in.in_place_of_password(session, person)
    takes_password = people.has_password(session, person) and not in_place
    return {"provider_name": name, "by_password": takes_password or not name}


def go(attempt: Attempt) -> Answer:
    """Lead a browser to the provider from a link. Raises NotSetUp or Refusal."""
    started = _begun(attempt)
    return _bearing(redirect(started.page, HTTPStatus.SEE_OTHER), started.sealed)


def go_by_page(attempt: Attempt) -> Answer:
    """Lead a browser to the provider from a form. Raises NotSetUp or Refusal."""
    started = _begun(attempt)
    return _bearing(_leading_to(started.page), started.sealed)


def leave(at: AtProvider) -> Answer:
    """Lead a browser whose person signed out here to where they sign out there too."""
    try:
        page = ending.leaving(serving.runtime(), at, back=_ours("sign_in.new"))
    except (NotSetUp, Refusal) as problem:
        return _page("single_sign_on/left.html", problem=translated(problem))
    return _leading_to(page) if page else redirect(url_for("sign_in.new"), HTTPStatus.SEE_OTHER)


def refused(problem: NotSetUp | Refusal, *, back: str) -> Answer:
    """Say why nobody came in."""
    is_too_old = isinstance(problem, TooLongAgo)
    answer = _page("single_sign_on/refused.html", problem=problem, back=back, is_too_old=is_too_old)
    answer.status_code = errors.status_of(problem)
    return answer


def forget(answer: Answer) -> Answer:
    """Let a browser bear nothing more of its way to the provider and back."""
    answer.delete_cookie(cookie(), path=PATH, secure=request.is_secure, httponly=True)
    return answer


def cookie() -> str:
    """Return what the cookie is called on this line."""
    return security.cookie_name(COOKIE, PATH)


def _begun(attempt: Attempt) -> attempts.Started:
    runtime = serving.runtime()
    with coming_in.strangers_failures_kept(runtime):
        return attempts.begin(runtime, attempt, callback=_ours("single_sign_on.come_back"))


# A setting where there is one: what a browser names as our host may be another's.
def _ours(endpoint: str) -> str:
    desk = serving.runtime().settings.address or request.url_root.rstrip("/")
    return desk + url_for(endpoint)


def _bearing(answer: Answer, sealed: str) -> Answer:
    answer.set_cookie(
        cookie(),
        sealed,
        max_age=attempts.GOOD_FOR,
        path=PATH,
        secure=request.is_secure,
        httponly=True,
        # The way back leads from another site.
        samesite="Lax",
    )
    return answer


def _leading_to(page: str) -> Answer:
    return _page("single_sign_on/leading.html", page=page)


def _page(template: str, **given: object) -> Answer:
    return Answer(render_template(template, **given), mimetype="text/html")

"""How does somebody set their password by a link that is good once?

What stands in a link leaves the address at once, so that neither history, proxy nor another site
learns more of it than the first request; a cookie for these addresses alone carries it on. What
a mail program opens by itself uses nothing up: only the form does.
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from inbox import one_time_links, people
from inbox.one_time_links import UnusableLink
from inbox.people import WeakPassword
from web import access, auditing, security, serving, sign_in_cookie
from web.languages import say, translated

_PATH = "/one-time"
routes = Blueprint("one_time_links", __name__, url_prefix=_PATH)

_COOKIE_SECONDS = 3600


@routes.get("/<secret>")
@access.anyone
def take(secret: str) -> Answer:
    """Take what stands in the link out of the address."""
    answer = redirect(url_for("one_time_links.edit"), HTTPStatus.SEE_OTHER)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.set_cookie(
        _cookie(),
        secret,
        max_age=_COOKIE_SECONDS,
        path=_PATH,
        secure=request.is_secure,
        httponly=True,
        # The way here leads from an e-mail, which is another site.
        samesite="Lax",
    )
    return answer


@routes.get("")
@access.anyone
def edit() -> str | Response:
    """Ask for the password, twice."""
    try:
        return _page()
    except UnusableLink as problem:
        return _refused(problem)


@routes.post("")
@access.anyone
@access.only_reads
def update() -> str | Response | tuple[str, HTTPStatus]:
    """Set the `password`. What signs in is the sign-in page, with the second step."""
    password = request.form.get("password", "")
    try:
        if password != request.form.get("again", ""):
            return _page(say("These two differ. Type the same password twice.")), _AGAIN
        with serving.writing_beside() as session:
            person = one_time_links.use(session, _secret(), password)
    except WeakPassword as weak:
        return _page(translated(weak)), _AGAIN
    except UnusableLink as problem:
        return _refused(problem)
    answer = Response(render_template("one_time_links/done.html", person=person))
    answer.delete_cookie(_cookie(), path=_PATH, secure=request.is_secure, httponly=True)
    return answer


_AGAIN = HTTPStatus.UNPROCESSABLE_ENTITY


def _secret() -> str:
    return request.cookies.get(_cookie(), "")


def _cookie() -> str:
    return security.cookie_name("hearback_link", _PATH)


def _page(problem: str = "") -> str:
    link = one_time_links.find(serving.session(), _secret())
    return render_template(
        "one_time_links/edit.html",
        link=link,
        person=link.user,
        shortest=people.SHORTEST_PASSWORD,
        problem=problem,
        second_step_follows=sign_in_cookie.is_required(),
    )


def _refused(problem: UnusableLink) -> Response:
    with auditing.writing() as session:
        one_time_links.note_refused(session, _secret(), problem)
    page = render_template("one_time_links/refused.html", problem=translated(problem))
    return Response(page, HTTPStatus.GONE, mimetype="text/html")

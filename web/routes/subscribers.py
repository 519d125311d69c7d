"""Which addresses are told what happens, and how does it go with them?"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from inbox.errors import Invalid
from inbox.models import Giving, User
from inbox.subscribers import choosing, given_up, happenings, showing
from web import access, frame, serving
from web.access import current_user
from web.languages import marked

routes = Blueprint("subscribers", __name__, url_prefix="/subscribers")

GIVINGS = {
    Giving.NONE: marked("No words of people, only what happened"),
    Giving.PUBLIC: marked("What was written in public"),
    Giving.ALL: marked("Direct messages too, once somebody else agrees"),
}
Change = Callable[[Session, User], object]


@routes.get("")
@access.connects
def index() -> str:
    """List everybody who is told, and what was given up."""
    return _page()


@routes.post("")
@access.connects
@access.asks_again
def create() -> str | tuple[str, HTTPStatus]:
    """Tell `address`, called `name`, of every `happening` with `words`; show its secret once."""
    try:
        row, secret = choosing.add(
            serving.session(),
            name=request.form.get("name", ""),
            address=request.form.get("address", ""),
            wanted=request.form.getlist("happening"),
            giving=_giving(),
            by=current_user(),
        )
    except Invalid as problem:
        return _page(problem=problem.args[0]), HTTPStatus.UNPROCESSABLE_ENTITY
    return render_template("subscribers/secret.html", secret=secret, name=row.name)


@routes.post("/<number:subscriber_id>/secret")
@access.connects
@access.asks_again
def renew_secret(subscriber_id: int) -> str:
    """Sign with another secret from now on; only the answer shows it."""
    session, by = serving.session(), current_user()
    secret = choosing.renew_secret(session, subscriber_id, by=by)
    name = choosing.find(session, subscriber_id).name
    return render_template("subscribers/secret.html", secret=secret, name=name)


@routes.post("/<number:subscriber_id>/words")
@access.connects
@access.asks_again
def give(subscriber_id: int) -> Answer:
    """Let it be given other `words`; direct messages once somebody else agrees."""
    giving = _giving()
    return _changed(lambda session, by: choosing.give(session, subscriber_id, giving, by=by))


@routes.post("/<number:subscriber_id>/pause")
@access.connects
@access.asks_again
def pause(subscriber_id: int) -> Answer:
    """Keep what happens until it is resumed."""
    return _changed(lambda session, by: choosing.pause(session, subscriber_id, by=by))


@routes.post("/<number:subscriber_id>/pause/removal")
@access.connects
@access.asks_again
def resume(subscriber_id: int) -> Answer:
    """Tell it what was kept, and go on."""
    return _changed(lambda session, by: choosing.resume(session, subscriber_id, by=by))


@routes.post("/<number:subscriber_id>/removal")
@access.connects
@access.asks_again
def remove(subscriber_id: int) -> Answer:
    """Tell it nothing any more."""
    return _changed(lambda session, by: choosing.remove(session, subscriber_id, by=by))


@routes.post("/<number:subscriber_id>/replay")
@access.connects
@access.asks_again
def replay_all(subscriber_id: int) -> Answer:
    """Send again all that it had not taken."""
    return _changed(lambda session, by: given_up.replay_all(session, subscriber_id, by=by))


@routes.post("/given-up/<number:dispatch_id>/replay")
@access.connects
@access.asks_again
def replay(dispatch_id: int) -> Answer:
    """Send one again that was given up."""
    return _changed(lambda session, by: given_up.replay(session, dispatch_id, by=by))


def _changed(change: Change) -> Answer:
    change(serving.session(), current_user())
    return redirect(url_for("subscribers.index"), HTTPStatus.SEE_OTHER)


def _page(*, problem: str = "") -> str:
    session = serving.session()
    return frame.page(
        "subscribers/index.html",
        section="subscribers",
        subscribers=showing.everybody(session),
        given_up=given_up.listed(session),
        meanings=happenings.MEANINGS,
        givings=GIVINGS,
        longest_name=choosing.LONGEST_NAME,
        longest_address=choosing.LONGEST_ADDRESS,
        problem=problem,
        given=request.form if problem else {},
        chosen=request.form.getlist("happening") if problem else [],
        chosen_words=_giving() if problem else Giving.PUBLIC,
    )


def _giving() -> Giving:
    chosen = request.form.get("words", "")
    return Giving(chosen) if chosen in tuple(Giving) else Giving.NONE

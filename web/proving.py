"""How is somebody asked again that it is them, and what becomes of what they were about to do?

Nothing is done for them meanwhile and nothing is kept on the server: what they typed goes with
the page that asks, and once they showed that it is them they send it themselves, or leave it.
Passwords and codes do not go with it: of the form they stood in only names are kept, and it is
filled in once more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from inbox import passkeys, second_step, session_lock
from web import addresses, intended, returning, serving, sign_in_cookie, single_sign_on
from web.access import current_user
from web.languages import marked
from web.refusals import NotProven

KEPT = "kept-"
ALL = "form"
"""In place of the names of what was lost: that is all of it."""
# What a form asks for that stands in no other page, as its person knows it.
_SECRET = {
    "password": marked("the password"),
    "present": marked("the password"),
    "code": marked("the code"),
    "answer": marked("what your passkey said"),
    "device": "",
}
# What may stand in an address, of a form that is lost.
_NAMES = {"username": marked("User name"), "name": marked("Name")}
_PAGE = "/proof"
_SAFE = ("GET", "HEAD")


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What somebody was about to do when they were asked.

    `back` is the page they stood on. `act` is the address of what they asked for, empty where it
    was a page alone or cannot be asked for again; `fields` are what its form held, None where it
    has none. `lost` names what of it is not kept, so that they must fill it in again; `fields` are
    the names that stood in it then.
    """

    back: str
    act: str = ""
    fields: tuple[tuple[str, str], ...] | None = None
    lost: tuple[str, ...] = ()

    @property
    def is_lost(self) -> bool:
        """Whether they must fill in a form again."""
        return bool(self.lost)

    @property
    def lost_words(self) -> list[str]:
        """What is to be filled in again, as its person knows it."""
        told = (_SECRET.get(one, "") for one in self.lost)
        return list(dict.fromkeys(filter(None, told)))

    @property
    def named(self) -> list[tuple[str, str]]:
        """What they had filled in and that is kept of a form that is lost, as they know it."""
        given = self.fields or ()
        return [(_NAMES[name], value) for name, value in given if name in _NAMES and value]

    @property
    def form(self) -> str:
        """The address of a form that is lost, with what is kept of it."""
        given = [(name, value) for name, value in self.fields or () if name in _NAMES and value]
        parts = addresses.parts(self.back)
        there = [one for one in parse_qsl(parts.query) if one[0] not in _NAMES]
        return parts._replace(query=urlencode([*there, *given])).geturl()

    @property
    def is_page(self) -> bool:
        """Whether they only wanted to see `back`."""
        return not self.act and not self.is_lost


def refuse_unless_proven() -> None:
    """Let nobody go on who did not show of late that it is them. Raises NotProven.

    Between the password and the second step there is no sign-in yet, and the password is a
    moment old.
    """
    if not sign_in_cookie.borne():
        return
    session = serving.session()
    one = session_lock.of(session, sign_in_cookie.key())
    if one is None or not session_lock.is_proven(session, one):
        raise NotProven


def ask(view: Callable[..., Any]) -> Answer | tuple[str, HTTPStatus]:
    """Ask for a proof in place of what a request wanted of a view."""
    begun = _begun(view)
    if begun.fields is None and not begun.is_lost:
        wanted = url_for("proofs.new", next=begun.back, act=begun.act or None)
        return redirect(wanted, HTTPStatus.SEE_OTHER)
    return page(begun), HTTPStatus.FORBIDDEN


def page(begun: Begun, problem: str = "", field: str = "password") -> str:
    """Draw the page that asks; `field` is where a `problem` is."""
    session, person = serving.session(), current_user()
    return render_template(
        "proofs/show.html",
        person=person,
        wanted=begun.back,
        begun=begun,
        intends=intends(begun),
        carried=carried(begun),
        problem=problem,
        field=field,
        has_authenticator=second_step.has_authenticator(session, person),
        has_passkeys=passkeys.has_any(session, person),
        **single_sign_on.ways_of(person),
    )


def intends(begun: Begun) -> str:
    """Say what they were about to do, and to what; nothing where that is not known."""
    method = "GET" if begun.fields is None else "POST"
    return intended.told(begun.act or begun.back, method, MultiDict(begun.fields or ()))


def carried(begun: Begun) -> list[tuple[str, str]]:
    """Return what goes along with the page that asks, as hidden fields."""
    named = [("act", begun.act)] if begun.act else []
    if begun.lost:
        named.append(("lost", ",".join(begun.lost)))
    if begun.fields is not None:
        named.append(("form", "yes"))
    return [*named, *((KEPT + name, value) for name, value in begun.fields or ())]


def read(given: MultiDict[str, str]) -> Begun:
    """Read what the page that asks carried. Only what is asked for like this is gone on with."""
    back, is_form = returning.wanted(given), given.get("form") == "yes"
    act, lost = given.get("act", ""), tuple(filter(None, given.get("lost", "").split(",")))
    if not _asks_again(act, "POST" if is_form else "GET"):
        return Begun(back=back, lost=lost or ((ALL,) if act else ()))
    kept = [
        (name.removeprefix(KEPT), value)
        for name, value in given.items(multi=True)
        if name.startswith(KEPT)
    ]
    return Begun(back=back, act=act, fields=tuple(kept) if is_form else None, lost=lost)


def kept(begun: Begun) -> Mapping[str, Any]:
    """Return what goes with a browser that leaves this site for its proof."""
    return asdict(begun)


def kept_before(facts: Mapping[str, Any]) -> Begun:
    """Read what went with a browser, which nobody else could write."""
    fields = facts["fields"]
    pairs = None if fields is None else tuple((name, value) for name, value in fields)
    return Begun(back=facts["back"], act=facts["act"], fields=pairs, lost=tuple(facts["lost"]))


def _begun(view: Callable[..., Any]) -> Begun:
    here = request.full_path.rstrip("?")
    if request.method in _SAFE:
        # A table is saved and leaves the page as it is, so there must be one to go back to.
        is_saved = getattr(view, "exports", False)
        return Begun(back=_came_from(), act=here) if is_saved else Begun(back=here)
    filled = tuple(request.form.items(multi=True))
    lost = tuple(name for name in _SECRET if name in request.form)
    if lost:
        filled = tuple((name, value) for name, value in filled if name in _NAMES)
    return Begun(back=_came_from(), act=here, fields=filled, lost=lost)


def _came_from() -> str:
    found = addresses.parts(request.headers.get("Referer", ""))
    is_ours = found.netloc == request.host and not found.path.startswith(_PAGE)
    path = found._replace(scheme="", netloc="", fragment="").geturl() if is_ours else ""
    return returning.wanted({"next": path})


def _asks_again(address: str, method: str) -> bool:
    if not returning.is_ours(address):
        return False
    endpoint, _ = intended.matched(address, method)
    view = current_app.view_functions.get(endpoint)
    return bool(getattr(view, "asks_again", False))

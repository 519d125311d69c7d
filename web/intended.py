"""In which words is somebody told what they are about to do, once they showed that it is them?

The words name what it is done to, so that nobody confirms another act than they think.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from connectors.phrases import Phrase
from inbox import called
from inbox.connecting import offering
from inbox.connecting.offering import NoSuchWay
from inbox.errors import NotAllowed
from inbox.roles import giving
from inbox.roles.giving import NoSuchRole
from web import addresses, numbers, serving
from web.access import Rule, current_user
from web.languages import marked, say, translated

Fields = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Intended:
    """What a route does, in words with a place for the `name` of what it is done to.

    What is not there yet is called by a `field` of the form. `is_own` says that the thing must
    be of whoever asks, or is not named.
    """

    words: Phrase
    field: str = ""
    is_own: bool = False


ACTS: Mapping[str, Intended] = {
    "people.create": Intended(marked("Invite {name}"), field="name"),
    "people.link": Intended(marked("Make a one-time link for {name}")),
    "people.give_role": Intended(marked("Change what {name} does to: {role}")),
    "people.end_access": Intended(marked("Change when the access of {name} ends")),
    "people.disable": Intended(marked("Disable {name}")),
    "people.enable": Intended(marked("Let {name} in again")),
    "people.release": Intended(marked("Release the locked address of {name}")),
    "people.reset_second_step": Intended(marked("Reset the second step of {name}")),
    "people.forget_provider": Intended(marked("Forget the single sign-on of {name}")),
    "people.sign_out": Intended(marked("Sign {name} out everywhere")),
    "roles.create": Intended(marked("Make the role “{name}”"), field="name"),
    "roles.change": Intended(marked("Change the role “{name}”")),
    "roles.archive": Intended(marked("Archive the role “{name}”")),
    "roles.bring_back": Intended(marked("Bring back the role “{name}”")),
    "teams.create": Intended(marked("Make the team “{name}”"), field="name"),
    "teams.change": Intended(marked("Change the name and the members of the team “{name}”")),
    "teams.limit": Intended(marked("Change which accounts the team “{name}” reaches")),
    "tokens.create": Intended(marked("Make the token “{name}”"), field="name"),
    "tokens.accept": Intended(marked("Accept the token “{name}”"), is_own=True),
    "tokens.revoke": Intended(marked("Revoke the token “{name}”"), is_own=True),
    "tokens.create_for": Intended(marked("Ask for the token “{name}” for {person}"), field="name"),
    "tokens.revoke_for": Intended(marked("Revoke the token “{name}”")),
    "subscribers.create": Intended(marked("Add the webhook “{name}”"), field="name"),
    "subscribers.renew_secret": Intended(marked("Make a new secret for the webhook “{name}”")),
    "subscribers.give": Intended(marked("Change which words the webhook “{name}” is given")),
    "subscribers.pause": Intended(marked("Pause the webhook “{name}”")),
    "subscribers.resume": Intended(marked("Resume the webhook “{name}”")),
    "subscribers.remove": Intended(marked("Remove the webhook “{name}”")),
    "subscribers.replay_all": Intended(marked("Replay to “{name}” all that it had not taken")),
    "subscribers.replay": Intended(marked("Replay to “{name}” what was given up")),
    "consents.allow": Intended(marked("Let the webhook “{name}” be given direct messages")),
    "consents.deny": Intended(marked("Let the webhook “{name}” be given no direct messages")),
    "consents.vouch": Intended(marked("Vouch that {name} is who they claim")),
    "consents.doubt": Intended(marked("Say that it is not {name}, who is out at once")),
    "targets.create": Intended(marked("Promise the targets “{name}”"), field="name"),
    "targets.change": Intended(marked("Change the targets “{name}”")),
    "targets.retire": Intended(marked("Retire the targets “{name}”")),
    "targets.ask_earlier": Intended(marked("Ask the targets “{name}” earlier")),
    "report_schedules.create": Intended(
        marked("Have a report sent by e-mail at {name}"), field="time"
    ),
    "report_schedules.change": Intended(
        marked("Change the report that is sent by e-mail at {name}")
    ),
    "report_schedules.resume": Intended(
        marked("Resume the report that is sent by e-mail at {name}")
    ),
    "hours.remeasure": Intended(marked("Measure anew by the hours of the team “{name}”")),
    "connections.create": Intended(marked("Connect {way}")),
    "connections.choose": Intended(marked("Connect the accounts you chose")),
    "password_connections.new": Intended(marked("Connect an account by name and password")),
    "password_connections.create": Intended(marked("Connect an account by name and password")),
    "disconnections.create": Intended(marked("Disconnect the account {name}")),
    "use_notices.update": Intended(marked("Set the notice before sign-in")),
    "audit.sign": Intended(marked("Sign the review of the week of {day}")),
    "audit.as_csv": Intended(marked("Save the audit log as a table")),
    "reports.as_csv": Intended(marked("Save the report as a table")),
    "reports.as_workbook": Intended(marked("Save the report as a workbook")),
    "authenticators.new": Intended(marked("Set up an authenticator")),
    "authenticators.create": Intended(marked("Set up an authenticator")),
    "passkeys.ask": Intended(marked("Add a passkey")),
    "passkeys.create": Intended(marked("Add a passkey")),
    "passkeys.remove": Intended(marked("Remove the passkey “{name}”"), is_own=True),
}
"""By endpoint, each that asks again."""


def told(address: str, method: str, fields: Fields) -> str:
    """Say what a request that asks again would do; nothing where it or its object is not known."""
    endpoint, place = matched(address, method)
    act = ACTS.get(endpoint)
    if act is None or not _may(endpoint):
        return ""
    values = {one: word() for one, word in _words(act, place, fields).items() if _in(act, one)}
    return say(act.words.template, **values) if all(values.values()) else ""


def matched(address: str, method: str) -> tuple[str, Mapping[str, Any]]:
    """Return which route an address leads to, and what stands in its places."""
    try:
        return _routes().match(addresses.parts(address).path, method=method)  # type: ignore[no-any-return]
    except HTTPException:
        return "", {}


def _routes() -> Any:
    return current_app.create_url_adapter(request)


# What a name says is shown to whoever may do the act, and to nobody else.
def _may(endpoint: str) -> bool:
    try:
        rule: Rule = getattr(current_app.view_functions[endpoint], "access_rule")  # noqa: B009 - declared there, unknown to its type
        rule.admit()
    except NotAllowed:
        return False
    return True


def _in(act: Intended, name: str) -> bool:
    return f"{{{name}}}" in act.words.template


def _words(
    act: Intended, place: Mapping[str, Any], fields: Fields
) -> Mapping[str, Callable[[], str]]:
    return {
        "name": lambda: _name(act, place, fields),
        "role": lambda: _role(fields),
        "person": lambda: _thing("user_id", _number(fields, "person")),
        "way": lambda: _way(fields),
        "day": lambda: str(place["day"]),
    }


def _name(act: Intended, place: Mapping[str, Any], fields: Fields) -> str:
    owner = current_user() if act.is_own else None
    if act.field:
        found: str | None = fields.get(act.field, "").strip()
    else:
        [(key, number)] = place.items()
        found = called.thing(serving.session(), key, number, owner=owner)
    return "" if found is None else found or say("without a name")


def _role(fields: Fields) -> str:
    try:
        role = giving.keyed(serving.session(), fields.get("role", ""))
    except NoSuchRole:
        return ""
    return translated(giving.name(role))


def _way(fields: Fields) -> str:
    account = _number(fields, "account")
    if account:
        return _thing("account_id", account)
    try:
        return translated(offering.way_by(fields.get("connector", "")).title)
    except NoSuchWay:
        return ""


def _thing(place: str, number: int) -> str:
    return called.thing(serving.session(), place, number) or ""


def _number(fields: Fields, name: str) -> int:
    return numbers.read(fields.get(name, "")) or 0

"""What does the page People show?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from flask import request

from inbox import (
    clock,
    guessing,
    one_time_links,
    people,
    second_step,
    sign_in,
    staffing,
    unused,
    unvouched,
)
from inbox.models import User
from inbox.roles import giving, wording
from inbox.single_sign_on import links as provider_links
from web import frame, serving, sign_in_cookie

SOON = timedelta(days=1)


def draw(*, problem: str = "") -> str:
    """List everybody and what was changed of late; with a problem, what was typed stays."""
    session, settings = serving.session(), serving.runtime().settings
    roles = {role.value: name for role, name in wording.NAMES.items()}
    own_roles = {giving.key(one): one.name for one in giving.offered(session)}
    everyone = staffing.everyone(session)
    return frame.page(
        "people/index.html",
        section="people",
        everyone=everyone,
        locked=guessing.locked(session, everyone),
        proving=second_step.everyones(session),
        invited=people.yet_to_come(session),
        at_provider=provider_links.everyone(session),
        without_link={one.id for one in everyone if sign_in.in_place_of_password(session, one)},
        links=one_time_links.standing(session),
        uses=unused.last_uses(session),
        ends=_ends(everyone),
        soon=clock.now(session) + SOON,
        unused_days=settings.unused_after.days if settings.unused_after else 0,
        changes=staffing.changes(session),
        roles=roles,
        own_roles=own_roles,
        role_names=roles | own_roles,
        role_of=giving.key_of,
        teams=people.teams(session),
        teams_of=people.teams_of_each(session, [one.id for one in everyone]),
        given=request.form if problem else {},
        problem=problem,
        vouched_for=not unvouched.is_being_set_up(session),
        second_step_follows=sign_in_cookie.is_required(),
    )


def _ends(everyone: Iterable[User]) -> Mapping[int, str]:
    """Return when each access ends, as a field takes it, in the department's time."""
    zone = serving.runtime().settings.time_zone
    return {
        one.id: f"{one.access_ends_at.astimezone(zone):%Y-%m-%dT%H:%M}"
        for one in everyone
        if one.access_ends_at
    }

"""What is asked of a report in an address, and how is that said to a person?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock
from inbox.filters import conditions, known
from inbox.filters.conditions import ME
from inbox.filters.reading import Filter
from inbox.reports import asking, posts
from inbox.reports.asking import Asked, Pairs
from web import filter_form, formatting, serving
from web.access import current_user
from web.filter_form import Choice
from web.languages import say, translated

BESIDES = ("of", "hour", "page", "format")
"""What an address says besides what a report is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """One list in the bar above a report."""

    name: str
    legend: str
    choices: Sequence[Choice]
    given: Sequence[str]


def asked() -> Asked:
    """Read what the address asks, in the department's time. Raises Invalid."""
    return asked_of((n, v) for n, v in request.args.items(multi=True) if n not in BESIDES)


def asked_of(pairs: Pairs) -> Asked:
    """Read the same from names and values. Raises Invalid."""
    zone = serving.runtime().settings.time_zone
    today = clock.now(serving.session()).astimezone(zone).date()
    return asking.read(pairs, today=today, zone=zone, me=current_user().id)


def bar(session: Session, one: Asked) -> list[Choosing]:
    """Return the lists to choose waits by, with what is chosen."""
    there = known.about(session, [one.filter])
    return [_choosing(session, name, one, there) for name in asking.NAMES]


def missing(session: Session, one: Asked) -> list[str]:
    """Say what is asked for and gone, a sentence each."""
    return known.about(session, [one.filter]).missing(one.filter)


def about(session: Session, one: Asked) -> str:
    """Say in one line which days and waits a report covers."""
    return ". ".join([days(one), *_conditions(session, one.filter)])


def chosen(session: Session, one: Asked) -> str:
    """Say in few words what a report is narrowed to, but for a period that has a name."""
    given = [] if one.period else [_few_words(one)]
    return ". ".join([*given, *_conditions(session, one.filter)]) or say("All waits")


def told(session: Session, chosen: Filter) -> str:
    """Say in one line which waits a filter chooses, whatever the days."""
    return ". ".join(_conditions(session, chosen)) or say("All waits")


def _conditions(session: Session, chosen: Filter) -> Iterator[str]:
    there = known.about(session, [chosen])
    for name, given in chosen.parts:
        condition = conditions.BY_NAME[name]
        called = ", ".join(translated(_called(condition, value, there)) for value in given)
        yield f"{translated(LEGENDS.get(name, condition.legend))}: {called}"


def days(one: Asked) -> str:
    """Name the days, and in whose time they begin."""
    zone, first, last = one.zone.key, formatting.day(one.first), formatting.day(one.last)
    if one.first == one.last:
        return say("{day}, time of {zone}", day=first, zone=zone)
    return say("{first} to {last}, time of {zone}", first=first, last=last, zone=zone)


def _few_words(one: Asked) -> str:
    first, last = formatting.short_day(one.first), formatting.short_day(one.last)
    return first if one.first == one.last else say("{first} to {last}", first=first, last=last)


LEGENDS = {"assignee": Phrase("Person")}


def _called(condition: conditions.Condition, value: str, there: known.Known) -> str:
    return condition.choices.get(value) or there.called(condition.name, value)


def _choosing(session: Session, name: str, one: Asked, there: known.Known) -> Choosing:
    condition, given = conditions.BY_NAME[name], one.filter.values(name)
    offered = _posts(session, one) if name == "post" else _offered(session, condition)
    # What is gone or not on the desk any more stays chosen, and so its figures stay.
    others = [value for value in given if value not in dict(offered)]
    more = [(value, there.called(name, value)) for value in others]
    legend = LEGENDS.get(name, condition.legend)
    return Choosing(name=name, legend=legend, choices=[*offered, *more], given=given)


def _offered(session: Session, condition: conditions.Condition) -> list[Choice]:
    return [each for each in filter_form.offered(session, condition) if each[0] != ME]


def _posts(session: Session, one: Asked) -> list[Choice]:
    """Offer posts by their day and how they begin, the newest first."""
    return [(str(each.id), _of_post(one, each)) for each in posts.offered(session, one)]


def _of_post(one: Asked, post: posts.Offered) -> str:
    name = translated(post.name)
    if post.published_at is None:
        return name
    return f"{formatting.short_day(post.published_at.astimezone(one.zone).date())}: {name}"

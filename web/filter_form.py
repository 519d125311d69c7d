"""What does the form offer in which a filter is put together?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import accounts, named_statuses, people, tagging
from inbox.filters import conditions, known
from inbox.filters.conditions import ME, NOBODY, NONE, Condition
from inbox.filters.known import Known
from inbox.filters.reading import Filter
from inbox.models import Status
from inbox.views import PLATFORM_NAMES
from web import frame, serving, wording

Choice = tuple[str, str]

_PARTS = (
    (Phrase("What came in"), ("status", "named", "platform", "kind", "priority", "language")),
    (Phrase("Who looks after it"), ("account", "team", "assignee", "tag", "post")),
    (Phrase("When, and what was said"), ("waiting", "ending", "muted", "since", "until", "text")),
)
"""What is asked together, side by side."""

_LISTED = {"waiting": conditions.WAITING, "ending": conditions.ENDING, "muted": conditions.MUTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Conditions that belong together, under one heading."""

    heading: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One condition on the form: what may be chosen, and what is."""

    condition: Condition
    choices: Sequence[Choice]
    given: Sequence[str]

    @property
    def shape(self) -> str:
        """How it is asked: boxes to tick, a list, a day or words."""
        if not self.condition.is_single:
            return "boxes"
        name = self.condition.name
        return {"since": "day", "until": "day", "text": "words", "post": "boxes"}.get(name, "list")


def page(asked: Filter, problems: Sequence[str] = ()) -> str:
    """Draw the form with what a filter asks, and what was wrong with it."""
    session = serving.session()
    there = known.about(session, [asked])
    return frame.page(
        "filters/form.html",
        section="desk",
        parts=[
            Part(heading=heading, fields=list(_fields(session, names, asked, there)))
            for heading, names in _PARTS
        ],
        problems=problems,
        missing=there.missing(asked),
    )


def _fields(session: Session, names: Sequence[str], asked: Filter, there: Known) -> Iterator[Field]:
    """Yield those of these conditions for which there is something to choose or to write."""
    for name in names:
        field = _field(session, conditions.BY_NAME[name], asked, there)
        if field.choices or field.shape in ("day", "words"):
            yield field


def _field(session: Session, condition: Condition, asked: Filter, there: Known) -> Field:
    given = asked.values(condition.name)
    if condition.name == "status" and not given:
        given = (str(Status.OPEN),)
    choices = offered(session, condition)
    # Nothing is dropped in silence because the form does not offer it any more.
    others = [one for one in given if one not in dict(choices)]
    more = [(one, _called(condition, one, there)) for one in others]
    return Field(condition=condition, choices=[*choices, *more], given=given)


def _called(condition: Condition, value: str, there: Known) -> str:
    name = there.called(condition.name, value)
    is_gone = there.is_gone(condition.name, value)
    return Phrase("{name} (no longer exists)", name=name) if is_gone else name


def offered(session: Session, condition: Condition) -> list[Choice]:
    """Return what may be chosen for a condition, and what it is called."""
    match condition.name:
        case "named":
            named = named_statuses.offered(session)
            choices = [(str(one.id), f"{wording.named(one.status)}: {one.name}") for one in named]
            return [*choices, (NONE, Phrase("None of them"))] if choices else []
        case "account":
            every = accounts.everyone(session)
            return [(str(one.id), f"{one.name}, {PLATFORM_NAMES[one.platform]}") for one in every]
        case "team":
            teams = people.teams(session)
            return (
                [*((str(one.id), one.name) for one in teams), (NONE, Phrase("No team"))]
                if teams
                else []
            )
        case "assignee":
            colleagues = [(str(one.id), one.name) for one in people.on_the_desk(session)]
            return [(ME, Phrase("Me, whoever looks")), (NOBODY, Phrase("Nobody")), *colleagues]
        case "tag":
            return [(one.name, one.name) for one in tagging.all_tags(session)]
    listed = _LISTED.get(condition.name, condition.choices)
    return [(str(value), words) for value, words in listed.items()]

"""Which canned responses are offered for a conversation, and which first?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.words import Direction
from inbox import clock, languages
from inbox.canned import approving, filling, matching, places, reading, using, variables
from inbox.canned.filling import Filled
from inbox.canned.places import Place
from inbox.models import CannedResponse, CannedText, Conversation, Message, User, membership

SHOWN = 8
READ_FOR_LANGUAGE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a response says here in one approved language."""

    language: str
    filled: Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A response as it would go out here, the person's language first.

    Without `versions` it is shown, and cannot be sent: `why_not` says that it is not for
    such answers or offered no more; else nobody has agreed to any of its words. `waiting`
    names the languages that wait for approval, `uses` counts replies of the team to messages
    like this one.
    """

    response: CannedResponse
    versions: list[Version]
    waiting: list[str]
    uses: int
    is_overdue: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What fits, the best first, and in which language the person wrote, where it shows."""

    found: list[Offer]
    count: int
    language: str | None


@dataclass(frozen=True, slots=True)
class _Here:
    uses: dict[int, int]
    language: str | None
    place: Place | None = None


def offers(
    session: Session,
    conversation: Conversation,
    user: User,
    query: str,
    place: Place | None = None,
) -> Offers:
    """Return what fits the query here. `conversation.contact`, `.account`, `.post` are loaded.

    `place` is the kind of answer that is being written, None where it is not known or is a note.

    First whatever fits the typed words best; of those that fit alike, what the team sent
    most often for messages like this one; then by title.
    """
    uses = using.alike(session, conversation, user)
    fits = [
        (fit, response)
        for response in _in_scope(session, conversation, user)
        if (fit := matching.fit(query, response))
    ]
    fits = matching.without_slips(fits)
    on = places.today(session)
    fits.sort(
        key=lambda one: (not _is_sayable(one[1], place, on), -one[0], -uses.get(one[1].id, 0))
    )
    language = language_of(session, conversation)
    shown = [response for _, response in fits[:SHOWN]]
    return Offers(
        found=_offered(session, conversation, user, shown, _Here(uses, language, place)),
        count=len(fits),
        language=language,
    )


def of_shortcut(
    session: Session, conversation: Conversation, user: User, shortcut: str
) -> Offer | None:
    """Return the response with exactly this shortcut, if it is offered here."""
    found = [one for one in _in_scope(session, conversation, user) if one.shortcut == shortcut]
    language = language_of(session, conversation)
    offered = _offered(session, conversation, user, found, _Here({}, language))
    return next((one for one in offered if one.versions), None)


def language_of(session: Session, conversation: Conversation) -> str | None:
    """Tell in which language the person wrote last, as far as their words show it."""
    said = session.scalars(
        select(Message.text)
        .where(Message.conversation_id == conversation.id, Message.direction == Direction.IN)
        .order_by(Message.sent_at.desc(), Message.id.desc())
        .limit(READ_FOR_LANGUAGE)
    )
    return next((language for text in said if (language := languages.guess(text))), None)


def _in_scope(session: Session, conversation: Conversation, user: User) -> list[CannedResponse]:
    teams = set(
        session.scalars(select(membership.c.team_id).where(membership.c.user_id == user.id))
    )
    teams |= {conversation.team_id} - {None}
    found = sorted(reading.all_in_use(session), key=lambda one: (one.title, one.id))
    return [
        one
        for one in found
        if (not one.is_team_only or any(team.id in teams for team in one.teams))
        and (
            not one.is_account_only
            or any(account.id == conversation.account_id for account in one.accounts)
        )
    ]


def _is_sayable(response: CannedResponse, place: Place | None, on: date) -> bool:
    is_approved = any(text.approved_at for text in response.texts)
    return is_approved and not places.objection(response, place, on)


def _offered(
    session: Session,
    conversation: Conversation,
    user: User,
    responses: list[CannedResponse],
    here: _Here,
) -> list[Offer]:
    kept, today = variables.kept(session), clock.now(session).date()
    on = places.today(session)
    return [
        Offer(
            response=one,
            versions=[
                Version(
                    language=text.language,
                    filled=filling.fill(text.text, conversation, user, kept),
                )
                for text in _in_order(one, here.language)
                if not why_not
            ],
            waiting=[text.language for text in one.texts if text.approved_at is None],
            uses=here.uses.get(one.id, 0),
            is_overdue=approving.is_overdue(one, today),
            why_not=why_not,
        )
        for one in responses
        for why_not in (places.objection(one, here.place, on),)
    ]


def _in_order(response: CannedResponse, language: str | None) -> list[CannedText]:
    approved = [text for text in response.texts if text.approved_at]
    first = (language, languages.USUAL)
    return sorted(
        approved, key=lambda one: first.index(one.language) if one.language in first else 2
    )

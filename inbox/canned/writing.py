"""How does somebody write a canned response, or change it?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.phrases import Phrase, together
from inbox import clock, languages
from inbox.canned import history, placeholders, places, reading, variables
from inbox.canned.history import Change
from inbox.canned.places import Place
from inbox.errors import Conflict, HearbackError, Invalid
from inbox.models import Account, CannedChange, CannedResponse, CannedText, Team, User

LONGEST_TITLE, LONGEST_SHORTCUT, LONGEST_FOLDER, LONGEST_TEXT = 120, 40, 60, 10_000
_SHORTCUT = re.compile(r"[^\W_]+(-[^\W_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody wrote: the response, and its text in one language.

    Without teams it is for every team, without accounts for every account. It is offered
    until the end of `offered_until`. `unread` says what of it could not be read at all.
    """

    title: str
    shortcut: str
    folder: str = ""
    language: str = languages.USUAL
    text: str
    review_on: date | None = None
    team_ids: frozenset[int] = frozenset()
    account_ids: frozenset[int] = frozenset()
    places: frozenset[Place] = places.EVERYWHERE
    offered_until: date | None = None
    unread: Sequence[UnusableResponse] = ()


class UnusableResponse(Invalid):
    """A field cannot be kept as it was written."""


class SeveralFaults(Invalid):
    """More than one field cannot be kept; each of `faults` says one, in the order of the form."""

    def __init__(self, faults: Sequence[HearbackError]) -> None:
        super().__init__(together(fault.args[0] for fault in faults))
        self.faults = faults


class ShortcutTaken(Conflict):
    """Two responses under one shortcut could not be told apart."""

    def __init__(self, shortcut: str, title: str) -> None:
        super().__init__(
            Phrase(
                "/{shortcut} already belongs to “{title}”. Choose another shortcut.",
                shortcut=shortcut,
                title=title,
            )
        )


class ChangedMeanwhile(Conflict):
    """Somebody saved it since this person opened it."""

    def __init__(self, change: CannedChange | None) -> None:
        who = change.user.name if change and change.user else Phrase("Somebody")
        super().__init__(
            Phrase(
                "{who} changed this while you wrote. Your words are kept below, and nothing "
                "of theirs was replaced. Compare both; saving again replaces what stands now.",
                who=who,
            )
        )


def create(session: Session, written: Written, *, by: User) -> CannedResponse:
    """Add a response; its text waits for approval.

    Raises UnusableResponse, UnknownVariable, ShortcutTaken or SeveralFaults.
    """
    clean = _checked(session, written)
    response = CannedResponse(title="", shortcut="", texts=[], teams=[], accounts=[])
    with session.no_autoflush:
        _apply(session, response, clean)
    flushed(session, response)
    written_now = Change(what=Phrase("written"), after=response.title)
    history.record(session, response.id, written_now, by=by)
    _say(session, response, clean, by)
    return response


def change(
    session: Session, response_id: int, written: Written, *, version: int, by: User
) -> CannedResponse:
    """Change a response that stood at `version` when it was opened. New words wait for approval.

    Raises ChangedMeanwhile, UnusableResponse, UnknownVariable or ShortcutTaken.
    """
    response = reading.locked(session, response_id)
    if response.version != version:
        raise ChangedMeanwhile(history.latest(session, response_id))
    clean = _checked(session, written, beside=response_id)
    before = _fields(response)
    with session.no_autoflush:
        _apply(session, response, clean)
    response.version += 1
    flushed(session, response)
    for what, now in _fields(response).items():
        if now != before[what]:
            changed = Change(what=what, before=before[what], after=now)
            history.record(session, response.id, changed, by=by)
    _say(session, response, clean, by)
    return response


def each(problem: HearbackError) -> Sequence[HearbackError]:
    """Return what is wrong, one by one."""
    return problem.faults if isinstance(problem, SeveralFaults) else [problem]


def flushed(session: Session, response: CannedResponse) -> None:
    """Write a response to the database. Raises ShortcutTaken; the transaction then is over."""
    shortcut = response.shortcut
    with session.no_autoflush:
        taken = _holder(session, shortcut, response.id or 0)
    if taken is not None:
        raise ShortcutTaken(shortcut, taken)
    session.add(response)
    try:
        session.flush()
    except IntegrityError as problem:
        # Somebody took it between our look and our write.
        raise ShortcutTaken(shortcut, Phrase("another response")) from problem


def _checked(session: Session, written: Written, *, beside: int = 0) -> Written:
    clean = replace(
        written,
        title=_line(written.title),
        folder=_line(written.folder),
        shortcut=written.shortcut.strip().removeprefix("/").lower(),
        text=written.text.strip(),
    )
    faults = [*_faults(session, clean, beside)]
    if len(faults) > 1:
        raise SeveralFaults(faults)
    if faults:
        raise faults[0]
    return clean


def _line(words: str) -> str:
    return " ".join(words.split())


def _faults(session: Session, clean: Written, beside: int) -> Iterator[HearbackError]:
    yield from clean.unread
    yield from _faults_of_line(clean.title, "title", LONGEST_TITLE)
    yield from _faults_of_shortcut(session, clean.shortcut, beside)
    yield from _faults_of_line(clean.folder or "-", "folder", LONGEST_FOLDER)
    if clean.language not in languages.NAMES:
        yield UnusableResponse(Phrase("Choose one of the languages in the list."))
    yield from _faults_of_text(session, clean.text)
    if not clean.places:
        yield UnusableResponse(Phrase("Choose at least one kind of answer it may be used in."))
    if _is_gone(session, Team, clean.team_ids) or _is_gone(session, Account, clean.account_ids):
        yield UnusableResponse(
            Phrase("A team or account you chose is gone. Look at who may use this, and save again.")
        )


def _faults_of_line(line: str, name: str, longest: int) -> Iterator[HearbackError]:
    if not 0 < len(line) <= longest or not line.isprintable():
        yield UnusableResponse(
            Phrase(
                "The {name} is one line of 1 to {longest} characters that can all be seen.",
                name=name,
                longest=longest,
            )
        )


def _faults_of_shortcut(session: Session, shortcut: str, beside: int) -> Iterator[HearbackError]:
    if not _SHORTCUT.fullmatch(shortcut) or len(shortcut) > LONGEST_SHORTCUT:
        yield UnusableResponse(
            Phrase(
                "A shortcut is 1 to {longest} letters and digits, with hyphens between words.",
                longest=LONGEST_SHORTCUT,
            )
        )
    elif (holder := _holder(session, shortcut, beside)) is not None:
        yield ShortcutTaken(shortcut, holder)


def _faults_of_text(session: Session, text: str) -> Iterator[HearbackError]:
    if not text:
        yield UnusableResponse(Phrase("Write the text before saving."))
    if len(text) > LONGEST_TEXT:
        yield UnusableResponse(
            Phrase(
                "This is {length:,} long, and no platform takes more than {longest:,}. "
                "Shorten it by {over:,}.",
                length=len(text),
                longest=LONGEST_TEXT,
                over=len(text) - LONGEST_TEXT,
            )
        )
    usable = variables.known(session)
    if unknown := variables.unknown(usable, placeholders.names(text)):
        yield variables.UnknownVariable(unknown, usable)


def _is_gone(session: Session, table: type[Team | Account], numbers: Collection[int]) -> bool:
    return len(session.scalars(select(table.id).where(table.id.in_(numbers))).all()) < len(numbers)


def _holder(session: Session, shortcut: str, beside: int) -> str | None:
    """Return the title of the response in use that has this shortcut, but for one."""
    in_use = CannedResponse.archived_at.is_(None), CannedResponse.id != beside
    return session.scalar(
        select(CannedResponse.title).where(CannedResponse.shortcut == shortcut, *in_use)
    )


def _apply(session: Session, response: CannedResponse, clean: Written) -> None:
    response.title, response.shortcut = clean.title, clean.shortcut
    response.folder, response.review_on = clean.folder, clean.review_on
    response.offered_until = clean.offered_until
    places.keep(response, clean.places)
    response.teams = list(session.scalars(select(Team).where(Team.id.in_(clean.team_ids))))
    response.accounts = list(
        session.scalars(select(Account).where(Account.id.in_(clean.account_ids)))
    )
    response.is_team_only, response.is_account_only = bool(response.teams), bool(response.accounts)


def _say(session: Session, response: CannedResponse, clean: Written, by: User) -> None:
    known = reading.text_in(response, clean.language)
    before = known.text if known else ""
    if before == clean.text:
        return
    if known is None:
        known = CannedText(language=clean.language)
        response.texts.append(known)
    known.text, known.written_at, known.written_by_id = clean.text, clock.now(session), by.id
    known.approved_at, known.approved_by_id = None, None
    changed = Change(what=Phrase("text"), language=clean.language, before=before, after=clean.text)
    history.record(session, response.id, changed, by=by)


def _fields(response: CannedResponse) -> dict[str, str]:
    return {
        "title": response.title,
        "shortcut": f"/{response.shortcut}",
        "folder": response.folder,
        "review date": response.review_on.isoformat() if response.review_on else "",
        Phrase("last day offered"): response.offered_until.isoformat()
        if response.offered_until
        else "",
        Phrase("used in"): ", ".join(
            name for place, name in places.NAMES.items() if place in places.of(response)
        ),
        "teams": ", ".join(sorted(team.name for team in response.teams)),
        "accounts": ", ".join(sorted(account.name for account in response.accounts)),
    }

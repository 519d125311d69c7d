"""What does everybody read before they sign in, and accept by signing in?

CJIS Security Policy, AC-8: that the system is restricted, that use is monitored and recorded, that
misuse is punished, and that use consents to it; kept on the screen until somebody signs in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock, permissions, reading_language
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Invalid, NotAllowed
from inbox.models import UseNotice, User
from inbox.permissions import Permission

LONGEST = 4000
USUAL = Phrase(
    "This system is for authorized staff and official business only. What you do here is "
    "monitored and recorded, is subject to audit, and can be public record. Unauthorized use is "
    "prohibited and may be punished under criminal and civil law. By using this system you "
    "consent to being monitored and recorded."
)


class NotYoursToSay(NotAllowed):
    """The notice speaks for the department."""

    def __init__(self) -> None:
        super().__init__(Phrase("Only an administrator sets this notice. Ask one of them."))


class TooLong(Invalid):
    """Nobody reads more than a page before they sign in."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("The notice has {longest} characters at most. Shorten it.", longest=LONGEST)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is shown; the department's own words stand in one `language`, the usual in any."""

    words: str
    language: str = ""

    @property
    def mark(self) -> str:
        """By what a sign-in says which words were accepted: the beginning of their SHA-256."""
        return hashlib.sha256(self.words.encode(errors="surrogatepass")).hexdigest()[:16]


def shown(session: Session, language: str) -> Notice:
    """Return the notice for somebody who reads a language.

    Where the department wrote its own in another one only, that one holds: what the desk comes
    with may say something else.
    """
    own = kept(session)
    chosen = own.get(language) or next(iter(own.values()), None)
    return Notice(words=chosen.words, language=chosen.language) if chosen else Notice(words=USUAL)


def kept(session: Session) -> Mapping[str, UseNotice]:
    """Return the department's own notices by language, with who set each."""
    found = select(UseNotice).options(selectinload(UseNotice.set_by)).order_by(UseNotice.language)
    return {one.language: one for one in session.scalars(found)}


def set_words(session: Session, given: Mapping[str, str], *, by: User) -> None:
    """Say this before every sign-in from now on, by language; all of it, or nothing.

    No words at all let the usual hold again. Raises NotYoursToSay, NoSuchLanguage or TooLong.
    """
    if not permissions.may(by, Permission.PEOPLE):
        raise NotYoursToSay
    if not set(given) <= set(reading_language.NAMES):
        raise reading_language.NoSuchLanguage
    tidied = {one: "\n".join(words.splitlines()).strip() for one, words in given.items()}
    if any(len(words) > LONGEST for words in tidied.values()):
        raise TooLong
    for language, words in tidied.items():
        _set(session, language, words, by)


def _set(session: Session, language: str, words: str, by: User) -> None:
    known = session.get(UseNotice, language, with_for_update=True)
    if words == (known.words if known else ""):
        return
    _write(session, known, language, words, by)
    on = On("use notice", None, language)
    recording.record(session, What.USE_NOTICE, by=by, on=on, detail={"words": words})


def _write(session: Session, known: UseNotice | None, language: str, words: str, by: User) -> None:
    if known is None:
        known = _begun(session, language, by)
    if words:
        known.words, known.set_at, known.set_by_id = words, clock.now(session), by.id
    else:
        session.delete(known)


def _begun(session: Session, language: str, by: User) -> UseNotice:
    new = UseNotice(language=language, words="", set_at=clock.now(session), set_by_id=by.id)
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError:
        # Two administrators wrote the first one at the same moment.
        return session.get_one(UseNotice, language, with_for_update=True)
    return new

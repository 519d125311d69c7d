"""How does somebody come in, or show that it is them, by the word of the identity provider?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from connectors.identity.vouching import Vouched
from inbox import admission, second_step
from inbox.audit import origin, recording, strangers
from inbox.audit.recording import NOTHING, On
from inbox.audit.what import What
from inbox.models import User
from inbox.runtime import Runtime
from inbox.session_lock import AtProvider
from inbox.single_sign_on import asking, attempts, links
from inbox.single_sign_on.attempts import Attempt, Returned
from inbox.single_sign_on.refusals import (
    DidNotSayWhen,
    NotBelieved,
    NotLetIn,
    Refusal,
    SomebodyElse,
    TooLongAgo,
)

MEANS = "single sign-on"
# Two clocks may differ by so much.
LEEWAY = timedelta(seconds=60)
# A browser keeps no more in a cookie, in which this waits for the second step.
MOST_SEALED = 2600


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """Who the provider vouches for. `is_whole`: it says that they took a second step there."""

    user: User
    is_whole: bool
    at: AtProvider


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, checked: what for, and for whom the provider vouches."""

    attempt: Attempt
    word: Vouched


def take(runtime: Runtime, sealed: str, returned: Mapping[str, str]) -> Answer:
    """Return what a browser brings back from the provider, once.

    Raises NotSetUp or Refusal, which is kept.
    """
    asking.setting(runtime)
    with failures_kept(runtime):
        attempt = attempts.come_back(runtime, sealed, returned.get("state", ""))
        word = asking.vouch(runtime, returned, callback=attempt.callback, kept=attempt.kept)
    with failures_kept(runtime, word):
        _refuse_old(runtime, attempt, word)
    return Answer(attempt=attempt.attempt, word=word)


def come_in(runtime: Runtime, word: Vouched) -> Came:
    """Let in whom the provider vouches for. Raises NotLetIn.

    Whoever has a second step of ours to take is not in yet.
    """
    setting = asking.setting(runtime)
    is_whole = bool(setting.second_steps & word.methods)
    with failures_kept(runtime, word), runtime.writing() as session:
        person = links.let_in(session, word, setting)
        if is_whole or not second_step.is_set_up(session, person):
            admission.came_in(session, person)
    return Came(user=person, is_whole=is_whole, at=_at(runtime, word))


def prove(runtime: Runtime, answer: Answer, user: User | None, at: str) -> None:
    """Take it as a proof of who somebody is at this sign-in. Raises SomebodyElse or NotLetIn."""
    setting, attempt = asking.setting(runtime), answer.attempt
    with failures_kept(runtime, answer.word), runtime.reading() as session:
        if user is None or (attempt.user_id, attempt.at) != (user.id, at):
            raise SomebodyElse(setting.name)
        links.refuse_others(session, answer.word, user.id, setting)


@contextmanager
def failures_kept(runtime: Runtime, word: Vouched | None = None) -> Iterator[None]:
    """Keep every refusal in the audit log."""
    try:
        yield
    except Refusal as refusal:
        with runtime.writing() as session:
            if not (refusal.by_strangers and _was_kept(session)):
                _keep(session, refusal, word)
        raise


@contextmanager
def strangers_failures_kept(runtime: Runtime) -> Iterator[None]:
    """Keep the refusals of what anybody may send by the thousand: one an hour and address."""
    try:
        yield
    except Refusal as refusal:
        with runtime.writing() as session:
            if not _was_kept(session):
                _keep(session, refusal, None)
        raise


def _refuse_old(runtime: Runtime, returned: Returned, word: Vouched) -> None:
    name, now = asking.setting(runtime).name, runtime.clock.now()
    at = word.authenticated_at
    if at is None:
        raise DidNotSayWhen(name)
    if at > now + LEEWAY:
        raise NotBelieved(name, "auth_time")
    oldest = returned.began_at if returned.attempt.anew else now - runtime.settings.sign_in_lasts
    if at < oldest - LEEWAY:
        raise TooLongAgo(name)


def _at(runtime: Runtime, word: Vouched) -> AtProvider:
    sealed = runtime.vault.seal({"word": word.word})
    if len(sealed) > MOST_SEALED:
        sealed = runtime.vault.seal({"word": ""})
    return AtProvider(session=word.session, sealed=sealed, since=word.authenticated_at)


def _keep(session: Session, refusal: Refusal, word: Vouched | None) -> None:
    who = word.email if word and "@" in word.email else ""
    person = refusal.person if isinstance(refusal, NotLetIn) else None
    on = On("user", person.id, person.name) if person else NOTHING
    recording.fail(session, What.PROVIDER_FAILED, who=who, on=on, detail={"why": refusal.why})


def _was_kept(session: Session) -> bool:
    return strangers.was_refused(session, What.PROVIDER_FAILED, origin.current().address)

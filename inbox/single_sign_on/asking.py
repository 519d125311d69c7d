"""What does the identity provider say, and in which words are its refusals told?

It is asked outside every transaction, which it could hold up for seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

from connectors.consent import Begun
from connectors.identity.errors import NotVouched, ProviderAway, ProviderRefused, ProviderUnfit
from connectors.identity.registration import Registration
from connectors.identity.vouching import Ended, Vouched
from inbox.runtime import Runtime
from inbox.single_sign_on.refusals import (
    NotBelieved,
    NotSetUp,
    ProviderMisset,
    ProviderSaidNo,
    ProviderSilent,
    Refusal,
)
from inbox.single_sign_on.setting import SingleSignOn

if TYPE_CHECKING:
    from connectors.identity.provider import Provider


def setting(runtime: Runtime) -> SingleSignOn:
    """Return which provider is believed. Raises NotSetUp."""
    found = runtime.settings.single_sign_on
    if found is None:
        raise NotSetUp
    return found


def begin(runtime: Runtime, *, callback: str, anew: bool) -> Begun:
    """Return where somebody signs in. Raises NotSetUp, ProviderSilent or ProviderMisset."""
    within = int(runtime.settings.sign_in_lasts.total_seconds())
    with _in_words(runtime):
        return _provider(runtime).begin(callback=callback, within=within, anew=anew)


def vouch(
    runtime: Runtime, returned: Mapping[str, str], *, callback: str, kept: Mapping[str, str]
) -> Vouched:
    """Return whom it vouches for. Raises NotSetUp or Refusal."""
    now = runtime.clock.now()
    with _in_words(runtime):
        return _provider(runtime).vouch(returned, callback=callback, kept=kept, now=now)


def ended(runtime: Runtime, word: str) -> Ended:
    """Return whose sign-in it says is over. Raises NotSetUp or Refusal."""
    with _in_words(runtime):
        return _provider(runtime).ended(word, now=runtime.clock.now())


def leaving(runtime: Runtime, word: str, *, back: str) -> str:
    """Return where somebody signs out there too, or nothing. Raises NotSetUp or Refusal."""
    with _in_words(runtime):
        return _provider(runtime).leaving(word, back=back)


def _provider(runtime: Runtime) -> Provider:
    return _of(setting(runtime).registration)


# One for each process: it remembers what the provider says of itself. Its client is loaded only
# where somebody set one.
@cache
def _of(registration: Registration) -> Provider:
    made = import_module("connectors.identity.provider").Provider(registration)
    return cast("Provider", made)


@contextmanager
def _in_words(runtime: Runtime) -> Iterator[None]:
    try:
        yield
    except NotVouched as problem:
        raise _told(problem, setting(runtime).name) from problem


def _told(problem: NotVouched, name: str) -> Refusal:
    match problem:
        case ProviderAway():
            return ProviderSilent(name, problem.why)
        case ProviderUnfit():
            return ProviderMisset(name, problem.why)
        case ProviderRefused():
            return ProviderSaidNo(name, problem.why)
    return NotBelieved(name, problem.why)

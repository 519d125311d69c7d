"""For what may a token be used at most? Its person's role may allow less."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from connectors.phrases import Phrase
from inbox import permissions
from inbox.models import User
from inbox.permissions import Permission


class Scope(StrEnum):
    """One sort of work that a token is made for."""

    READ = "read"
    WRITE = "write"
    REPLY = "reply"
    REPORTS = "reports"
    WEBHOOKS = "webhooks"


NEEDS: Mapping[Scope, Permission] = {
    Scope.READ: Permission.READ,
    Scope.WRITE: Permission.HANDLE,
    Scope.REPLY: Permission.REPLY,
    Scope.REPORTS: Permission.REPORT,
    Scope.WEBHOOKS: Permission.CONNECT,
}
BY_PERMISSION: Mapping[Permission, Scope] = {needed: scope for scope, needed in NEEDS.items()}
MEANINGS: Mapping[Scope, str] = {
    Scope.READ: Phrase("Read conversations, direct messages too, and search"),
    Scope.WRITE: Phrase("Assign, tag, resolve and reopen"),
    Scope.REPLY: Phrase("Answer people, and submit answers for approval"),
    Scope.REPORTS: Phrase("Read the figures of reports"),
    Scope.WEBHOOKS: Phrase("Say which addresses are told what happens"),
}


def offered(user: User) -> list[Scope]:
    """Return the scopes that somebody's role allows, in their order."""
    return [scope for scope, needed in NEEDS.items() if permissions.may(user, needed)]


def named(words: Collection[str]) -> list[Scope]:
    """Return the scopes of these names, each once and in their order; others are nobody's."""
    return [scope for scope in Scope if scope.value in words]

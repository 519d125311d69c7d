"""Who may speak for which of the department's profiles, and how is that taken back?"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sandbox import department
from sandbox.records import Profile, Token
from sandbox.world import World


def issue_token(  # noqa: PLR0913 - what is kept about it, each by name
    world: World,
    profile_id: str,
    kind: str,
    *,
    value: str | None = None,
    secret: str = "",
    scopes: list[str] | None = None,
    lasts: timedelta | None = None,
    extra: dict[str, Any] | None = None,
) -> Token:
    """Give out a token for a profile; its value is random unless given."""
    with world.lock:
        now = world.clock.now()
        token = Token(
            value=value or secrets.token_urlsafe(32),
            platform=world.profiles[profile_id].platform,
            profile_id=profile_id,
            kind=kind,
            issued_at=now,
            secret=secret,
            scopes=scopes or [],
            expires_at=now + lasts if lasts else None,
            extra=extra or {},
        )
        world.tokens[token.value] = token
        world.touch(f"issued a {kind} token for {profile_id}")
        return token


def add_page(world: World, name: str) -> Profile:
    """Let the department's administrator manage one more Page."""
    with world.lock:
        page = department.another_page(str(104_857_600_020_000 + world.count()), name)
        world.profiles[page.id] = page
        world.touch(f"added Page {page.id}")
        return page


def revoke_tokens(world: World, profile_id: str) -> int:
    """Revoke every token of a profile, and say how many that were."""
    with world.lock:
        live = [t for t in world.tokens.values() if t.profile_id == profile_id]
        live = [token for token in live if not token.revoked]
        for token in live:
            token.revoked = True
        world.touch(f"revoked {len(live)} tokens of {profile_id}")
        return len(live)

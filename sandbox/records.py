"""What is the sandbox's world made of?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

COMMENT = "comment"
MENTION = "mention"
DIRECT_MESSAGE = "direct_message"
LIVE_COMMENT = "live_comment"
KINDS = (COMMENT, MENTION, DIRECT_MESSAGE, LIVE_COMMENT)

FACEBOOK = "facebook"
INSTAGRAM = "instagram"
X = "x"
PLATFORMS = (FACEBOOK, INSTAGRAM, X)


@dataclass(kw_only=True)
class Profile:
    """One of the department's own accounts on a platform.

    `connector` names the interface through which it is reached; `sign_in` holds
    what a sign-in needs (user name, password, application keys): practice values.
    """

    id: str
    platform: str
    connector: str
    handle: str
    name: str
    sign_in: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class Person:
    """A resident as one platform shows them. The name may be empty."""

    id: str
    platform: str
    handle: str
    name: str
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class Post:
    """Something the department published for people to comment under.

    A live video tells of itself in `extra["live"]`: its id, and when it began and ended.
    """

    id: str
    platform: str
    profile_id: str
    text: str
    created_at: datetime
    sequence: int
    removed: bool = False
    edited_at: datetime | None = None
    client_token: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def is_broadcast(self) -> bool:
        """Whether it is or was live."""
        return "live" in self.extra

    @property
    def is_on_air(self) -> bool:
        """Whether it is live now."""
        return self.is_broadcast and "ended_at" not in self.extra["live"]


@dataclass(kw_only=True)
class Thread:
    """The direct messages between one profile and one person."""

    id: str
    platform: str
    profile_id: str
    person_id: str
    created_at: datetime
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class Saying:
    """One thing said, by a resident or by the department.

    `profile_id` is the department's side of it. `thread_id` is the direct-message
    thread, or for public words the saying that opened the branch (itself when it
    did). `earlier_ids` are filled where an edit gives a new id, as on X. `reactions` are
    the emoji below it, by who put them there.
    """

    id: str
    platform: str
    profile_id: str
    kind: str
    author_id: str
    text: str
    created_at: datetime
    sequence: int
    from_department: bool
    thread_id: str
    post_id: str | None = None
    parent_id: str | None = None
    removed: bool = False
    hidden: bool = False
    edited_at: datetime | None = None
    earlier_ids: list[str] = field(default_factory=list)
    earlier_texts: list[str] = field(default_factory=list)
    client_token: str | None = None
    private_reply_to: str | None = None
    liked_by_people: int = 0
    liked_by_department: bool = False
    reactions: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def takes_reactions(self) -> bool:
        """Whether an emoji can stand below it here."""
        return self.kind == DIRECT_MESSAGE and self.platform != X

    @property
    def is_unlisted(self) -> bool:
        """Whether lists leave it out, though counts count it."""
        return bool(self.extra.get("unlisted"))

    @property
    def likes(self) -> int:
        """How many like it, the department among them."""
        return self.liked_by_people + self.liked_by_department


@dataclass(kw_only=True)
class Token:
    """Access to one profile, as a platform's sign-in gave it out."""

    value: str
    platform: str
    profile_id: str
    kind: str
    issued_at: datetime
    secret: str = ""
    scopes: list[str] = field(default_factory=list)
    expires_at: datetime | None = None
    revoked: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    def is_valid(self, at: datetime) -> bool:
        """Whether it still opens anything at that moment."""
        return not self.revoked and (self.expires_at is None or at < self.expires_at)

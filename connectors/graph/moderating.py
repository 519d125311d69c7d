"""How are comments hidden, deleted and liked by the Graph API, and looked up by id?

Sources: Graph API, Comment and IG Comment, "Updating" and "Deleting"; docs/platforms.md 2.2, 2.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.errors import Refused
from connectors.graph import errors
from connectors.graph.client import GraphClient
from connectors.looking import Found, Looked, Target
from connectors.phrases import Phrase
from connectors.words import Kind, Verb

Call = tuple[str, str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """What one of Meta's two platforms calls its flags; `liked` is empty where it has none."""

    hide: str
    hidden: str
    liked: str = ""

    @property
    def fields(self) -> str:
        """The fields that a look-up asks for."""
        return ",".join(name for name in ("id", self.hidden, self.liked) if name)


def act(client: GraphClient, flags: Flags, verb: Verb, target: Target) -> None:
    """Do something to a comment (`connectors.base.Connector.act`)."""
    method, edge, fields = _call(flags, verb)
    path = f"{target.external_id}/{edge}" if edge else target.external_id
    try:
        client.change(method, path, **fields)
    except errors.NoSuchNode:
        # What is gone needs no deleting: the answer to an earlier attempt may have been lost.
        if verb is not Verb.DELETE:
            raise


def look_up(client: GraphClient, flags: Flags, targets: Sequence[Target]) -> Looked:
    """Ask for comments one by one: asked for together, one that is gone fails them all.

    Direct messages are left out: Meta also says "deleted" of all but the latest
    twenty of a thread (docs/platforms.md 5.5).
    """
    client.forget_answers()
    comments = [target for target in targets if target.kind is not Kind.DIRECT_MESSAGE]
    found = {target.external_id: _found(client, flags, target) for target in comments}
    said = {external_id: one for external_id, one in found.items() if one}
    return Looked(found=said, bodies=client.bodies())


def _call(flags: Flags, verb: Verb) -> Call:
    calls: dict[Verb, Call] = {
        Verb.HIDE: ("POST", "", {flags.hide: "true"}),
        Verb.UNHIDE: ("POST", "", {flags.hide: "false"}),
        Verb.DELETE: ("DELETE", "", {}),
    }
    if flags.liked:
        calls |= {Verb.LIKE: ("POST", "likes", {}), Verb.UNLIKE: ("DELETE", "likes", {})}
    if verb not in calls:
        raise Refused(Phrase("This cannot be done to a comment there."))
    return calls[verb]


def _found(client: GraphClient, flags: Flags, target: Target) -> Found | None:
    try:
        told = client.get(target.external_id, fields=flags.fields)
    except errors.NoSuchNode:
        return Found(is_there=False)
    except errors.Gone:
        # It has no such flags, as a post has none: that must not keep others from being asked for.
        return None
    return Found(is_hidden=_flag(told, flags.hidden), is_liked=_flag(told, flags.liked))


def _flag(told: Mapping[str, Any], name: str) -> bool | None:
    value = told.get(name)
    return value if isinstance(value, bool) else None

"""Who names the account in a comment or a caption below media of others, and how is it answered?

Source: Instagram Platform, IG User, `mentioned_comment`, `mentioned_media` and edge
`mentions`. A push tells that it happened; nothing lists mentions in comments, so the words
are asked for one by one (docs/platforms.md 2.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.errors import Refused
from connectors.graph import errors
from connectors.graph.client import GraphClient
from connectors.graph.times import moment
from connectors.instagram import graph_tags
from connectors.instagram.graph_tags import NAME, TAG_FIELDS
from connectors.pages import Incoming, Page, Pointer
from connectors.phrases import Phrase
from connectors.sending import OutgoingReply
from connectors.words import Direction, Kind, Surface

COMMENT_FIELDS = "id,text,timestamp,username,like_count,media{id,permalink,owner}"
NOT_SHOWN = Phrase("Instagram does not show the words of this mention.")
# A thread is named by the media and, below it, the comment: an answer needs both.
BELOW = "/"

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """What names one account below media of others."""

    client: GraphClient
    own_id: str

    def follow(self, pointer: Pointer) -> Page:
        """Ask for the words of a mention (`connectors.base.FollowsPointers.follow`)."""
        self.client.forget_answers()
        try:
            items = self._comment(pointer) if pointer.comment_id else self._caption(pointer)
        except errors.PermissionMissing as problem:
            # The account goes on without; only this cannot be read.
            raise Refused(str(problem)) from None
        return Page(items=items, bodies=self.client.bodies())

    def answer(self, reply: OutgoingReply) -> str:
        """Comment below the comment, or else the media, that names us; return its id."""
        media_id, _, comment_id = reply.thread_id.partition(BELOW)
        below = {"comment_id": comment_id} if comment_id else {}
        return self.client.publish(
            self.own_id, "mentions", named="id", media_id=media_id, message=reply.text, **below
        )

    def _comment(self, pointer: Pointer) -> tuple[Incoming, ...]:
        asked = f"mentioned_comment.comment_id({pointer.comment_id}){{{COMMENT_FIELDS}}}"
        told = self._ask("mentioned_comment", asked)
        with errors.parsing(NAME):
            # Below media of our own it comes as a comment.
            is_ours = told.get("media", {}).get("owner", {}).get("id") == self.own_id
            return () if is_ours else (_said(told, pointer),)

    def _caption(self, pointer: Pointer) -> tuple[Incoming, ...]:
        asked = f"mentioned_media.media_id({pointer.post_id}){{{TAG_FIELDS}}}"
        told = self._ask("mentioned_media", asked)
        with errors.parsing(NAME):
            return (graph_tags.said(told),)

    def _ask(self, name: str, fields: str) -> Json:
        told = self.client.get(self.own_id, fields=fields).get(name)
        if not isinstance(told, Mapping):
            raise Refused(NOT_SHOWN)
        return told


def _said(told: Json, pointer: Pointer) -> Incoming:
    return Incoming(
        kind=Kind.MENTION,
        external_id=told["id"],
        thread_id=f"{pointer.post_id}{BELOW}{told['id']}",
        direction=Direction.IN,
        text=told.get("text", ""),
        sent_at=moment(told["timestamp"]),
        author=graph_tags.author(told.get("username", "")),
        permalink=told.get("media", {}).get("permalink", ""),
        surface=Surface.COMMENT_MENTION,
        likes=told.get("like_count"),
    )

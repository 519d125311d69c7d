"""How does a picture come into a comment on Facebook?

It is uploaded as an unpublished photo, which nobody sees, and the comment names it: one
call publishes both. Sources: Meta's specifications, Page `photos` (`published`,
`alt_text_custom`), Comment `comments` (`attachment_id`).
"""

from __future__ import annotations

from dataclasses import replace

from connectors.graph.client import GraphClient
from connectors.sending import OutgoingReply


def upload(client: GraphClient, page_id: str, reply: OutgoingReply) -> OutgoingReply:
    """Upload the picture of a comment, if it has one. Raises TryLater or what refuses it."""
    picture = reply.picture
    if picture is None:
        return reply
    described = {"alt_text_custom": picture.description} if picture.description else {}
    name = client.upload(
        f"{page_id}/photos",
        named="id",
        field="source",
        picture=picture,
        published="false",
        **described,
    )
    return replace(reply, picture=replace(picture, uploaded_as=name))


def with_words(reply: OutgoingReply) -> dict[str, str]:
    """Return the fields of a comment: its words, if any, and the photo it names."""
    words = {"message": reply.text} if reply.text or not reply.picture else {}
    return words | ({"attachment_id": reply.picture.uploaded_as} if reply.picture else {})
